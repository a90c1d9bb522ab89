#include "compiler/change/place.h"

#include "compiler/check/secret_words.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

bool is_credential(std::string_view name, std::string_view text) {
  const bool named = names_credential(name) || names_password(name);
  return named && !is_harmless(name, text);
}

// --token=abc: an argument has its own name.
std::string_view option_name(std::string_view text) {
  if (!text.starts_with("--")) return {};
  return text.substr(0, std::min(text.find('='), text.size()));
}

std::string masked(std::string_view text, const std::vector<FoundSecret>& found) {
  std::string result;
  std::size_t at = 0;
  for (const FoundSecret& secret : found) {
    result += std::string(text.substr(at, secret.begin - at)) + std::string(kRedacted);
    at = secret.end;
  }
  return result + std::string(text.substr(at));
}

// What filled the value, the first thing first.
std::vector<Span> fillings(const Node& node) {
  std::vector<Span> spans;
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    if (step->action == Step::Action::Filled) spans.insert(spans.begin(), step->span);
  }
  return spans;
}

}  // namespace

Shown shown_text(std::string_view name, const Node& node) {
  if (node.is_secret() && !node.is_deferred()) return {std::string(kRedacted), true};
  if (!node.is_scalar()) return {node.is_sequence() ? "[]" : "{}", false};
  if (node.is_null()) return {node.valid() ? "null" : "", false};
  const std::string_view text = node.as_string();
  if (is_credential(name, text)) return {std::string(kRedacted), true};
  const std::string_view option = option_name(text);
  if (!option.empty() && option.size() < text.size() &&
      is_credential(option, text.substr(option.size() + 1))) {
    return {std::string(option) + "=" + std::string(kRedacted), true};
  }
  const std::vector<FoundSecret> found = find_secrets(text);
  if (found.empty()) return {std::string(text), false};
  return {masked(text, found), true};
}

void set_place(FieldValue& value, Span span, const SourceMap& sources) {
  value.place = sources.describe(span);
  value.path.clear();
  value.line = 0;
  if (sources.kind(span.source) != SourceMap::Kind::File) return;
  value.path = sources.name(span.source);
  value.line = sources.position(span.source, span.begin).line;
}

Cause cause_of(const Node& before, const SourceMap& before_sources, const Node& after,
               const SourceMap& after_sources) {
  const auto alike = [&](Span old, Span now) {
    return before_sources.text(old) == after_sources.text(now);
  };
  const Cause own{before.span(), after.span()};
  if (!alike(own.before, own.after)) return own;
  const std::vector<Span> old = fillings(before);
  const std::vector<Span> now = fillings(after);
  for (std::size_t i = 0; i < std::min(old.size(), now.size()); ++i) {
    if (!alike(old[i], now[i])) return {old[i], now[i]};
  }
  return own;
}

}  // namespace launch
