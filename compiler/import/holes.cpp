#include "compiler/import/holes.h"

#include <algorithm>

#include "compiler/document/environment_name.h"
#include "compiler/document/template.h"
#include "compiler/import/literal.h"
#include "compiler/import/rules.h"

namespace launch {
namespace {

using shell::Hole;
using shell::Part;

// Plain text as it stands in one that waits for the environment.
std::string escaped(std::string_view text) {
  bool ignored = false;
  std::string out;
  for (const Piece& piece : parse_template(text)) {
    const std::string_view whole = text.substr(piece.begin, piece.end - piece.begin);
    const bool braces = piece.kind == Piece::Kind::Variable;
    out += braces ? std::string(whole) : literal_text(whole, ignored);
  }
  return out;
}

}  // namespace

void HoleTexts::set_default(const std::string& name, std::string value) {
  defaults_[name] = std::move(value);
}

const Hole& HoleTexts::hole(const Part& part) const {
  return holes_[std::min(part.hole, holes_.size() - 1)];
}

std::optional<std::string> HoleTexts::value_of(const Hole& hole) const {
  const auto given = context_.options.values.find(hole.name);
  if (given != context_.options.values.end()) return given->second;
  if (hole.fallback) return hole.fallback;
  const auto known = defaults_.find(hole.name);
  return known == defaults_.end() ? std::nullopt : std::optional(known->second);
}

bool HoleTexts::is_macro(const Hole& hole, bool in_env) const {
  return in_env && !hole.is_command && !value_of(hole) && is_environment_name(hole.name);
}

void HoleTexts::declare(const Hole& hole) {
  if (variables_.find(hole.name) != nullptr) return;
  const std::optional<std::string> value = value_of(hole);
  const std::string description = hole.written + " of the command line";
  variables_.set(context_.arena.copy(hole.name), hole.span,
                 declaration(value ? &*value : nullptr, description, hole.span, context_.arena));
  if (value) return;
  context_.diagnostics.report({&kImportOpen,
                               hole.span,
                               quoted(hole.written) +
                                   " is for a shell to fill: the template variable " +
                                   quoted(hole.name) + " stands for it, and has no value",
                               {},
                               "import with --set-var " + hole.name + "=…"});
}

Node HoleTexts::written(std::string_view text, Span span, bool in_env) {
  std::string out;
  for (const Part& part : shell::parts_of(text)) {
    if (!part.is_hole()) {
      out += literal_text(part.text, uses_braces_);
    } else if (is_macro(hole(part), in_env)) {
      out += "${" + hole(part).name + "}";
    } else {
      declare(hole(part));
      out += "{{" + hole(part).name + "}}";
    }
  }
  return Node::string(kept(out, text), span);
}

std::string_view HoleTexts::kept(const std::string& out, std::string_view text) const {
  return out == text ? text : context_.arena.copy(out);
}

Node HoleTexts::seen(std::string_view text, Span span, bool in_env) const {
  const std::vector<Part> parts = shell::parts_of(text);
  const bool deferred = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
    return part.is_hole() && is_macro(hole(part), in_env);
  });
  bool open = false;
  std::string out;
  for (const Part& part : parts) {
    if (!part.is_hole()) {
      out += deferred ? escaped(part.text) : std::string(part.text);
    } else if (is_macro(hole(part), in_env)) {
      out += "${" + hole(part).name + "}";
    } else {
      const std::optional<std::string> value = value_of(hole(part));
      open = open || !value;
      out += value.value_or("{{" + hole(part).name + "}}");
    }
  }
  return Node::string(kept(out, text), span).with_deferred(deferred || open);
}

Node HoleTexts::variables(Span span) {
  if (uses_braces_) declare_braces(variables_, span, context_.arena);
  return variables_.build(context_.arena, span);
}

}  // namespace launch
