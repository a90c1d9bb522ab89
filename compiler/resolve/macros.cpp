#include "compiler/resolve/macros.h"

#include <algorithm>
#include <array>

#include "compiler/document/digest.h"
#include "compiler/document/environment_name.h"
#include "compiler/document/template.h"
#include "compiler/document/write_json.h"
#include "compiler/resolve/built_in_macros.h"
#include "compiler/resolve/fill.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/resolve/unclosed_macro.h"
#include "compiler/spec/deferred_text.h"
#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

// The field each built-in macro stands for.
struct BuiltIn {
  std::string_view macro, field, way_out;
};
constexpr BuiltIn kBuiltIns[] = {
    {"project_name", "project", "set project in the job, or --set project=NAME"},
    {"entity_name", "entity", "set entity in the job, or --set entity=NAME"},
    {"run_id", "run_id", "give it with --run-id ID"},
    {"run_name", "name", "set name in the job, or --run-name NAME"},
    {"image_uri", "image", "set image in the job, or --image-uri URI"},
    {"author", "author", "set author in the job"},
};

// Fields that decide what macros mean, or where other documents are; never filled themselves.
constexpr std::string_view kNotFilled[] = {"entity",      "project", "name",         "author",
                                           "run_id",      "queue",   "queue_entity", "resource",
                                           "base_config", "job"};

const BuiltIn* find_built_in(std::string_view name) {
  for (const BuiltIn& built_in : kBuiltIns) {
    if (built_in.macro == name) return &built_in;
  }
  return nullptr;
}

class MacroFiller {
 public:
  MacroFiller(Merged merged, const MacroValues& values, const MacroContext& context)
      : merged_(std::move(merged)), values_(values), context_(context) {}

  Filled run() {
    Filled filled;
    filled.removed = std::move(merged_.removed);
    // The image first: image_uri stands for it, and it may hold environment macros itself.
    image_ = value_of_field("image");
    if (image_.is_string()) image_ = fill(image_, std::array{std::string_view("image")});
    deferred_.clear();
    const Filling macros{'$', [&](const Node& node, PathView path) { return fill(node, path); }};
    filled.root = fill_strings(merged_.root, macros, context_.arena);
    filled.deferred = std::move(deferred_);
    return filled;
  }

 private:
  Node value_of_field(std::string_view field) const {
    const Node* node = merged_.root.find(field);
    return node == nullptr ? Node() : *node;
  }

  Node fill(const Node& node, PathView path) {
    const std::string_view text = node.as_string();
    if (text.find('$') == std::string_view::npos || !may_have_holes(text)) return node;
    report_unclosed(node);
    const std::vector<Piece> pieces = parse_template(text);
    const bool has_macro = std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
      return piece.kind == Piece::Kind::Macro || piece.kind == Piece::Kind::Escaped;
    });
    if (!has_macro) return node;
    if (path.size() == 1 && is_not_filled(path[0])) return refuse_here(node, path, pieces);
    result_ = node;
    TextBuilder filled(context_.arena);
    for (const Piece& piece : pieces) add_piece(filled, node, piece, path);
    const Node whole = filled.build(node.span());
    return whole.with_history(result_.history())
        .with_deferred(node.is_deferred() || whole.is_deferred());
  }

  static bool is_not_filled(std::string_view field) {
    return std::find(std::begin(kNotFilled), std::end(kNotFilled), field) != std::end(kNotFilled);
  }

  Node refuse_here(const Node& node, PathView path, const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
      if (piece.kind != Piece::Kind::Macro) continue;
      context_.diagnostics.report(
          {&kMacroNotHere, sub_span(node, piece.begin, piece.end, context_.sources),
           quoted(node.as_string().substr(piece.begin, piece.end - piece.begin)) +
               " stays as it is here: " + std::string(path[0]) +
               " is one of the fields that macros are made of"});
    }
    return node;
  }

  void add_piece(TextBuilder& filled, const Node& node, const Piece& piece, PathView path) {
    const std::string_view written = node.as_string().substr(piece.begin, piece.end - piece.begin);
    if (piece.kind != Piece::Kind::Macro) {
      filled.add(piece.kind == Piece::Kind::Variable ? written : piece.text);
      return;
    }
    const Found found = find(piece, sub_span(node, piece.begin, piece.end, context_.sources), path);
    if (found.waits) {
      filled.add_macro(written);
    } else if (found.value.valid()) {
      filled.add(found.value);
      result_ = result_.with_step(context_.arena, {Step::Action::Filled, found.value.span(),
                                                   context_.arena.copy(piece.text)});
    } else {
      filled.add(written);
    }
  }

  // What a macro stands for; nothing when it has no value, which has been reported then.
  struct Found {
    Node value;
    bool waits = false;  // for a later phase
  };

  Found find(const Piece& macro, Span place, PathView path) {
    const auto given = values_.given.find(macro.text);
    if (given != values_.given.end()) return {given->second};
    if (const BuiltIn* built_in = find_built_in(macro.text)) {
      return built_in_value(*built_in, place, path);
    }
    if (is_environment_name(macro.text)) return environment_value(macro.text, place, path);
    report_unknown(macro, place);
    return {};
  }

  Found defer(std::string_view name, Span place, PathView path) {
    deferred_.push_back({std::string(name), place, Path(path.begin(), path.end())});
    return {{}, true};
  }

  Found built_in_value(const BuiltIn& built_in, Span place, PathView path) {
    const bool image = built_in.field == "image";
    const Node value = image ? image_ : value_of_field(built_in.field);
    const bool circular = image && path.size() == 1 && path[0] == "image";
    const bool known = value.is_scalar() && !value.is_null() && !value.as_string().empty();
    if (known && !circular) return {lowered(built_in, value)};
    if (!circular && (values_.partial || (image && has_code_source()))) {
      return defer(built_in.macro, place, path);
    }
    context_.diagnostics.report({&kMacroNoValue,
                                 place,
                                 "${" + std::string(built_in.macro) + "} has no value: " +
                                     (circular ? "it stands for this very field"
                                               : "the job sets no " + std::string(built_in.field)),
                                 {},
                                 circular ? std::string() : std::string(built_in.way_out)});
    return {};
  }

  // W&B lower-cases the project as soon as it reads it (wandb/sdk/launch/_project_spec.py).
  Node lowered(const BuiltIn& built_in, const Node& value) const {
    if (built_in.field != "project") return value;
    std::string text(value.as_string());
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (text == value.as_string()) return value;
    return Node::string(context_.arena.copy(text), value.span()).with_history(value.history());
  }

  // Git and artifact jobs: the image is built later, so its name is known later.
  bool has_code_source() const {
    return value_of_field("git").valid() || value_of_field("job").valid();
  }

  Found environment_value(std::string_view name, Span place, PathView path) {
    if (values_.environment == nullptr) return defer(name, place, path);
    std::optional<std::string> text = (*values_.environment)(name);
    if (!text) {
      context_.diagnostics.report({&kMacroUnset,
                                   place,
                                   "environment variable " + std::string(name) + " is not set",
                                   {},
                                   "export " + std::string(name) + "=… before"});
      return {};
    }
    const SourceId id = context_.sources.add("$" + std::string(name), std::move(*text),
                                             SourceMap::Kind::Environment);
    const std::string_view value = context_.sources.text(id);
    const Span all{id, 0, static_cast<std::uint32_t>(value.size())};
    return {Node::string(value, all).with_secret()};
  }

  void report_unclosed(const Node& node) {
    for (const UnclosedMacro& macro : unclosed_macros(node.as_string())) {
      const bool braced = node.as_string()[macro.begin + 1] == '{';
      const std::string name(macro.name);
      context_.diagnostics.report({&kMacroUnclosed,
                                   sub_span(node, macro.begin, macro.end, context_.sources),
                                   "macro " + quoted(name) + " is not closed, and stays as it is",
                                   {},
                                   "write " + (braced ? "${" + name + "}" : "$<" + name + ">")});
    }
  }

  void report_unknown(const Piece& piece, Span place) {
    std::vector<std::string_view> known;
    for (const BuiltIn& built_in : kBuiltIns) known.push_back(built_in.macro);
    const std::string_view nearest = did_you_mean(piece.text, known);
    std::string way_out = nearest.empty() ? "write $${" + std::string(piece.text) +
                                                "} for text that a shell shall see"
                                          : suggest(nearest);
    context_.diagnostics.report({&kMacroUnknown,
                                 place,
                                 "unknown macro " + quoted(piece.text) + "; known are " +
                                     all_of(known) + ", and environment variables in capitals",
                                 {},
                                 std::move(way_out)});
  }

  Merged merged_;
  const MacroValues& values_;
  const MacroContext& context_;
  std::vector<Deferred> deferred_;
  Node image_;
  Node result_;  // collects what happens to the string being filled
};

}  // namespace

Filled fill_macros(Merged merged, const MacroValues& values, const MacroContext& context) {
  return MacroFiller(std::move(merged), values, context).run();
}

std::string derive_run_id(const Node& root, const Node& image_uri) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  // Where values come from does not count.
  MappingBuilder resolved(root);
  resolved.erase("base_config");
  if (image_uri.valid()) resolved.set("image_uri", image_uri.span(), image_uri);
  Arena arena;
  const std::array<std::uint8_t, 32> digest =
      sha256(canonical_json(resolved.build(arena, root.span())));
  std::string id;
  for (std::size_t i = 0; i < 8; ++i) id += kAlphabet[digest[i] % kAlphabet.size()];
  return id;
}

std::vector<BuiltInMacro> built_in_macros() {
  std::vector<BuiltInMacro> macros;
  for (const BuiltIn& each : kBuiltIns) macros.push_back({each.macro, each.field});
  return macros;
}

}  // namespace launch
