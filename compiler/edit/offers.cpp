#include "compiler/edit/offers.h"

#include <algorithm>

#include "compiler/resolve/built_in_macros.h"

namespace launch::edit {
namespace {

class Offering {
 public:
  Offering(const Outline& outline, std::size_t offset, const Surroundings& surroundings)
      : outline_(outline),
        offset_(static_cast<std::uint32_t>(offset)),
        around_(surroundings),
        cursor_(cursor_at(outline, offset)) {}

  std::vector<Offer> run() {
    if (cursor_.part == Cursor::Part::Comment) {
      offer_directives();
    } else if (!offer_holes()) {
      if (cursor_.part == Cursor::Part::Key) offer_in(cursor_.parent);
      if (cursor_.part == Cursor::Part::Value) offer_values(cursor_.entry);
    }
    return std::move(offers_);
  }

 private:
  // `# launch: …`
  void offer_directives() {
    const std::string_view comment = outline_.text_of(cursor_.word);
    const std::size_t marker = comment.find("launch:");
    if (marker == std::string_view::npos) return;
    const std::string_view said = comment.substr(marker + 7);
    const std::uint32_t said_begin = cursor_.word.begin + static_cast<std::uint32_t>(marker + 7);
    const std::size_t bracket = said.find('[');
    const std::size_t kind = said.find("kind=");
    if (bracket != std::string_view::npos) {
      if (said.find(']') != std::string_view::npos) return;
      const auto at = said_begin + static_cast<std::uint32_t>(said.find_last_of("[, ") + 1);
      add_all(Offer::Kind::Rule, around_.rules, {at, offset_}, {}, "]");
    } else if (kind != std::string_view::npos) {
      const Range word{said_begin + static_cast<std::uint32_t>(kind + 5), offset_};
      for (const char* name : {"job", "base", "queue", "agent", "sweep"}) {
        add({Offer::Kind::Word, name, name, word, {}, {}});
      }
    } else {
      const std::size_t begin = std::min(said.find_first_not_of(' '), said.size());
      const Range word{said_begin + static_cast<std::uint32_t>(begin), offset_};
      const std::string space = begin == 0 ? " " : "";
      add({Offer::Kind::Word, "ignore[rule]", space + "ignore[", word, "silences a rule here", {}});
      add({Offer::Kind::Word, "kind=", space + "kind=", word, "says what the document is", {}});
    }
  }

  // Inside {{ or ${, wherever that stands.
  bool offer_holes() {
    const std::string_view before = outline_.text.substr(0, offset_);
    const std::size_t line_begin = before.find_last_of('\n') + 1;
    const std::string_view line = before.substr(line_begin);
    const auto open = [&](std::string_view mark, std::string_view end) -> std::optional<Range> {
      const std::size_t at = line.rfind(mark);
      if (at == std::string_view::npos || line.find(end, at) != std::string_view::npos) return {};
      const std::size_t begin =
          std::min(line.find_first_not_of(' ', at + mark.size()), line.size());
      return Range{static_cast<std::uint32_t>(line_begin + begin), offset_};
    };
    const std::string_view after = outline_.text.substr(offset_);
    if (const std::optional<Range> name = open("{{", "}}")) {
      add_all(Offer::Kind::Variable, around_.variables, *name, {},
              after.starts_with("}}") ? "" : "}}");
      return true;
    }
    const std::optional<Range> name = open("${", "}");
    if (!name) return false;
    for (const BuiltInMacro& macro : built_in_macros()) {
      add({Offer::Kind::Macro, std::string(macro.name),
           std::string(macro.name) + (after.starts_with("}") ? "" : "}"), *name,
           "the job's " + std::string(macro.field), "Filled at launch."});
    }
    return true;
  }

  // Below `parent`: its keys, or the whole of its value.
  void offer_in(std::uint32_t parent) {
    Path path = parent == kTop ? Path() : outline_.path_of(parent);
    std::optional<schema::Guide> guide = guide_at(around_.kind, path);
    std::string dash;
    const bool in_item = parent != kTop && outline_.entries[parent].is_item;
    if (guide && guide->takes_list && !in_item && parent != kTop && guide->keys.empty()) {
      // The next item: in brackets as it is, in lines behind a dash.
      if (!cursor_.in_brackets) dash = "- ";
      path.push_back("0");
      guide = guide_at(around_.kind, path);
    }
    if (path == Path{"template_variables"} && around_.kind != DocumentKind::Queue) {
      for (const Name& name : around_.variables) {
        if (!is_set(parent, name.name)) {
          add({Offer::Kind::Key, name.name, name.name + ": ", cursor_.word, name.about, {}});
        }
      }
    }
    if (guide) offer_keys(*guide, parent, dash);
    if (parent != kTop) offer_words(path, guide, dash);
  }

  void offer_keys(const schema::Guide& guide, std::uint32_t parent, const std::string& dash) {
    for (const schema::KeyGuide& key : guide.keys) {
      if (dash.empty() && is_set(parent, key.name)) continue;
      const std::string below =
          "\n" + std::string(cursor_.column + dash.size() + 2, ' ');  // two deeper than the key
      std::string tail = ": ";
      if (!cursor_.in_brackets && key.type == "map") tail = ":" + below;
      if (!cursor_.in_brackets && key.type == "list") tail = ":" + below + "- ";
      add({Offer::Kind::Key, key.name, dash + key.name + tail, cursor_.word, key.type,
           key.description});
    }
  }

  void offer_values(std::uint32_t entry) {
    if (entry == kTop) return;
    const Path path = outline_.path_of(entry);
    offer_words(path, guide_at(around_.kind, path), cursor_.needs_space ? " " : "");
  }

  void offer_words(const Path& path, const std::optional<schema::Guide>& guide,
                   const std::string& before) {
    const bool is_agent = around_.kind == DocumentKind::Agent;
    const bool names_queue = path == Path{"queue"} || path == Path{"launch", "queue"} ||
                             (is_agent && path.size() == 2 && path[0] == "queues");
    if (names_queue) add_all(Offer::Kind::Queue, around_.queues, cursor_.word, before, {});
    const bool names_base = !path.empty() && path[0] == "base_config" && path.size() <= 2;
    if (names_base) add_all(Offer::Kind::File, around_.bases, cursor_.word, before, {});
    if (!guide) return;
    for (const std::string& word : guide->words) {
      const bool is_default =
          guide->default_value == word || guide->default_value == '"' + word + '"';
      add({Offer::Kind::Word, word, before + word, cursor_.word, is_default ? "default" : "", {}});
    }
    if (!guide->words.empty() || names_queue || names_base) return;
    for (const std::string& example : guide->examples) {
      // In a text of JSON's kind; short ones only, and no maps, which are for reading.
      const bool fits = example.size() < 60 && example[0] != '{' && example[0] != '[';
      if (!fits) continue;
      const bool plain = example[0] == '"' &&
                         example.find_first_of(":#{}[],&*!|>%@` ") == std::string::npos &&
                         example.find_first_not_of("0123456789.\"") != std::string::npos;
      const std::string text = plain ? example.substr(1, example.size() - 2) : example;
      add({Offer::Kind::Word, text, before + text, cursor_.word, "example", {}});
    }
  }

  bool is_set(std::uint32_t parent, std::string_view key) const {
    for (const std::uint32_t child : outline_.children_of(parent, cursor_.document)) {
      // The key that is being written is not there yet.
      const bool own = outline_.entries[child].key.begin == cursor_.word.begin;
      if (!own && outline_.key_of(child) == key) return true;
    }
    return false;
  }

  void add_all(Offer::Kind kind, const std::vector<Name>& names, Range replaced,
               const std::string& before, const std::string& after) {
    for (const Name& each : names) {
      add({kind, each.name, before + each.name + after, replaced, each.about, {}});
    }
  }
  void add(Offer offer) { offers_.push_back(std::move(offer)); }

  const Outline& outline_;
  std::uint32_t offset_;
  const Surroundings& around_;
  Cursor cursor_;
  std::vector<Offer> offers_;
};

}  // namespace

std::vector<Offer> offers_at(const Outline& outline, std::size_t offset,
                             const Surroundings& surroundings) {
  return Offering(outline, std::min(offset, outline.text.size()), surroundings).run();
}

}  // namespace launch::edit
