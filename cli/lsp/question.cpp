#include "cli/lsp/question.h"

#include <algorithm>
#include <filesystem>

#include "cli/inputs.h"
#include "compiler/check/secret_words.h"
#include "compiler/document/write_json.h"
#include "compiler/rules.h"

namespace launch::cli {

Question::Question(const Asked& asked)
    : asked_(asked),
      document_(asked.documents.by_uri(text_of(asked.params, {"textDocument", "uri"}))),
      lines_(document_.text),
      outline_(edit::outline_of(document_.text)),
      places_{lines_, asked.encoding} {}

// A document that is only begun is ours as long as nothing in it is foreign.
bool Question::is_ours() const {
  if (!document_.is_yaml) return false;
  const Verdict* verdict = asked_.board.find(document_.path);
  const bool known = (verdict != nullptr && verdict->ours) ||
                     asked_.workspace.expected_kind(document_.path).has_value();
  if (known) return true;
  for (std::uint32_t i = 0; i < outline_.entries.size(); ++i) {
    const bool foreign = outline_.entries[i].parent == edit::kTop &&
                         !edit::guide_at(kind(), outline_.path_of(i)).has_value();
    if (foreign) return false;
  }
  return true;
}

std::uint32_t Question::offset() {
  return places_.offset_of(member_of(asked_.params, {"position"}));
}

// Where the content does not say yet, what lies where this does is most likely a job.
DocumentKind Question::kind() const {
  if (const ExpectedKind expected = asked_.workspace.expected_kind(document_.path))
    return *expected;
  const std::size_t stated = document_.text.find("# launch: kind=");
  if (stated != std::string::npos) {
    const std::string_view word = std::string_view(document_.text).substr(stated + 15);
    for (const DocumentKind kind :
         {DocumentKind::Queue, DocumentKind::Agent, DocumentKind::Sweep}) {
      if (word.starts_with(kind_name(kind))) return kind;
    }
    return DocumentKind::Job;
  }
  const auto has = [&](const char* key) {
    for (std::uint32_t i = 0; i < outline_.entries.size(); ++i) {
      if (outline_.entries[i].parent == edit::kTop && outline_.key_of(i) == key) return true;
    }
    return false;
  };
  if (has("method") && has("parameters")) return DocumentKind::Sweep;
  if (has("max_jobs") || has("queues")) return DocumentKind::Agent;
  return DocumentKind::Job;
}

void Question::add_part(const std::string& path, const std::string& text) {
  constexpr std::size_t kMost = 64;  // as deep as chains may be, and the queue
  const bool known = std::any_of(parts_.begin(), parts_.end(),
                                 [&](const Part& part) { return part.path == path; });
  if (known || parts_.size() >= kMost) return;
  parts_.push_back({path, text});
  add_named_by(path, text);
}

// The bases and the queue that a text names, found although it may not parse.
void Question::add_named_by(const std::string& path, const std::string& text) {
  const edit::Outline outline = edit::outline_of(text);
  for (std::uint32_t i = 0; i < outline.entries.size(); ++i) {
    if (!outline.is_near_top(i)) continue;
    const Path place = outline.path_of(i);
    const std::string value(outline.value_of(i));
    if (value.empty()) continue;
    const bool is_list = value[0] == '[' || value[0] == '{';
    if (place[0] == "base_config" && !is_list) {
      const std::string base = path_beside(path, value);
      add_part(base, asked_.judge.text_of(base));
    }
    if (place == Path{"queue"} && !is_list) {
      const QueueLookup found = asked_.judge.find_queue(value, path);
      if (!found.path.empty()) add_part(found.path, asked_.judge.text_of(found.path));
    }
  }
}

const std::vector<Question::Part>& Question::parts() {
  if (parts_.empty()) add_part(document_.path, document_.text);
  return parts_;
}

std::map<std::string, Question::Declared> Question::variables() {
  std::map<std::string, Declared> declared;
  for (std::size_t p = 0; p < parts().size(); ++p) {
    const edit::Outline outline = edit::outline_of(parts_[p].text);
    for (std::uint32_t i = 0; i < outline.entries.size(); ++i) {
      if (!outline.is_near_top(i)) continue;
      const Path path = outline.path_of(i);
      if (path.size() != 2 || path[0] != "template_variables") continue;
      // A map declares, anything else gives a value; a queue's list of names declares too.
      const std::vector<std::uint32_t> below = outline.children_of(i, outline.entries[i].document);
      std::string value(outline.text_of(outline.entries[i].value));
      if (value.empty() && !below.empty()) {
        for (const std::uint32_t child : below) {
          value += (value.empty() ? "" : ", ") + std::string(outline.key_of(child)) + ": " +
                   std::string(outline.text_of(outline.entries[child].value));
        }
        value = "{" + value + "}";
      }
      value = without_credentials(value, kRedacted);
      const bool declares = value.empty() || value[0] == '{' || value == "null" || p > 0;
      if (declares) declared.try_emplace(path[1], Declared{p, outline.entries[i].key, value});
    }
  }
  return declared;
}

std::vector<edit::Name> Question::bases() const {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(document_.path).parent_path();
  std::vector<edit::Name> names;
  for (const Input& input : inputs_of({}, asked_.workspace).files) {
    const bool fits = asked_.workspace.expected_kind(input.path).value_or(DocumentKind::Job) ==
                          DocumentKind::Job &&
                      input.path != document_.path;
    if (!fits) continue;
    const fs::path seen = fs::path(input.path).lexically_relative(folder.empty() ? "." : folder);
    names.push_back({seen.generic_string(), ""});
  }
  return names;
}

edit::Surroundings Question::surroundings() {
  edit::Surroundings around;
  around.kind = kind();
  for (const auto& [name, declared] : variables())
    around.variables.push_back({name, declared.value});
  const QueueLookup lookup = asked_.judge.find_queue("", document_.path);
  for (const std::string& queue : lookup.known) around.queues.push_back({queue, "queue"});
  const edit::Cursor cursor = edit::cursor_at(outline_, offset());
  const std::uint32_t at = cursor.part == edit::Cursor::Part::Value ? cursor.entry : cursor.parent;
  const bool in_bases = at != edit::kTop && outline_.path_of(at)[0] == "base_config";
  if (in_bases) around.bases = bases();
  if (cursor.part == edit::Cursor::Part::Comment) {
    for (const Rule* rule : all_rules()) {
      around.rules.push_back({std::string(rule->id), std::string(rule->summary)});
    }
  }
  return around;
}

namespace {

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#completionItemKind
int item_kind(edit::Offer::Kind kind) {
  switch (kind) {
    case edit::Offer::Kind::Key:
      return 10;  // Property
    case edit::Offer::Kind::Word:
      return 20;  // EnumMember
    case edit::Offer::Kind::Variable:
      return 6;  // Variable
    case edit::Offer::Kind::Macro:
      return 21;  // Constant
    case edit::Offer::Kind::Queue:
      return 18;  // Reference
    case edit::Offer::Kind::File:
      return 17;  // File
    case edit::Offer::Kind::Rule:
      return 14;  // Keyword
  }
  return 1;  // Text
}

}  // namespace

Json Question::completion() {
  Json items = Json::array();
  for (const edit::Offer& offer : edit::offers_at(outline_, offset(), surroundings())) {
    // The client sorts, and filters by what stands in the range: also an opening quote.
    std::string number = std::to_string(items.size());
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    const std::string_view typed = outline_.text_of(offer.replaced);
    const bool in_quotes = typed.starts_with('"') || typed.starts_with('\'');
    Json item = {
        {"label", offer.label},
        {"kind", item_kind(offer.kind)},
        {"sortText", number},
        {"filterText", (in_quotes ? std::string(typed.substr(0, 1)) : "") + offer.label},
        {"textEdit", {{"range", places_.range(offer.replaced)}, {"newText", offer.insert}}}};
    if (!offer.detail.empty()) item["detail"] = offer.detail;
    if (!offer.documentation.empty()) {
      item["documentation"] = {{"kind", "markdown"}, {"value", offer.documentation}};
    }
    items.push_back(std::move(item));
  }
  return {{"isIncomplete", false}, {"items", std::move(items)}};
}

Json Question::location(const std::string& path, edit::Range range, const std::string& text) const {
  const edit::Lines lines(text);
  return {{"uri", asked_.documents.uri_of(path)},
          {"range", Places{lines, asked_.encoding}.range(range)}};
}

Json Question::definition() {
  const std::uint32_t at = offset();
  if (const std::optional<edit::Hole> hole = edit::hole_at(document_.text, at)) {
    if (hole->is_macro) return nullptr;
    const std::map<std::string, Declared> known = variables();
    const auto found = known.find(hole->name);
    if (found == known.end()) return nullptr;
    const Part& part = parts_[found->second.part];
    return location(part.path, found->second.name, part.text);
  }
  const std::optional<edit::Standing> standing = edit::standing_at(outline_, at);
  if (!standing || standing->on != edit::Standing::On::Value) return nullptr;
  const Path path = outline_.path_of(standing->entry);
  const std::string value(outline_.value_of(standing->entry));
  const bool is_agent = kind() == DocumentKind::Agent && path.size() == 2 && path[0] == "queues";
  if (path == Path{"queue"} || path == Path{"launch", "queue"} || is_agent) {
    const QueueLookup found = asked_.judge.find_queue(value, document_.path);
    if (!found.path.empty()) return location(found.path, {}, "");
  }
  if (path[0] == "base_config" && path.size() <= 2) {
    const std::string base = path_beside(document_.path, value);
    if (!asked_.judge.text_of(base).empty()) return location(base, {}, "");
  }
  return nullptr;
}

Json Question::symbol(std::uint32_t entry, std::size_t depth) const {
  constexpr std::size_t kDeepest = 64;  // what is nested deeper is no outline, and costs stack
  constexpr int kModule = 2, kString = 15, kArray = 18;  // SymbolKind
  const edit::Entry& here = outline_.entries[entry];
  Json children = Json::array();
  edit::Range whole{here.key.begin, std::max(here.key.end, here.value.end)};
  std::vector<std::uint32_t> below;
  if (depth < kDeepest) below = outline_.children_of(entry, here.document);
  for (const std::uint32_t child : below) {
    children.push_back(symbol(child, depth + 1));
    const edit::Entry& last = outline_.entries[child];
    whole.end = std::max({whole.end, last.key.end, last.value.end});
  }
  const bool is_list = !below.empty() && outline_.entries[below[0]].is_item;
  // The range of a parent holds its children's.
  for (const Json& child : children) {
    whole.end = std::max(whole.end, places_.range_of(member_of(child, {"range"})).end);
  }
  std::string name(outline_.key_of(entry));
  if (here.is_item) name = "[" + std::to_string(here.number) + "]";
  Json result = {{"name", name.empty() ? "\"\"" : name},
                 {"kind", below.empty() ? kString
                          : is_list     ? kArray
                                        : kModule},
                 {"range", places_.range(whole)},
                 {"selectionRange", places_.range(here.key)}};
  if (!children.empty()) result["children"] = std::move(children);
  return result;
}

Json Question::symbols() const {
  constexpr std::size_t kMost =
      5000;  // an outline of more helps nobody, and takes the square of it
  Json all = Json::array();
  if (outline_.entries.size() > kMost) return all;
  for (std::uint32_t i = 0; i < outline_.entries.size(); ++i) {
    if (outline_.entries[i].parent == edit::kTop) all.push_back(symbol(i, 0));
  }
  return all;
}

}  // namespace launch::cli
