#include "compiler/page/masks.h"

#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/secret_words.h"
#include "compiler/document/write_json.h"

namespace launch::page {
namespace {

// A shorter text would be found inside ordinary words.
constexpr std::size_t kShortestForm = 8;

bool is_quote(char c) { return c == '"' || c == '\''; }

std::string_view without_quotes(std::string_view text) {
  const bool in_quotes = text.size() > 1 && text.front() == text.back() && is_quote(text.front());
  return in_quotes ? text.substr(1, text.size() - 2) : text;
}

void add_form(std::vector<std::string>& forms, std::string form) {
  const bool known = std::find(forms.begin(), forms.end(), form) != forms.end();
  if (form.size() >= kShortestForm && !known) forms.push_back(std::move(form));
}

void add_forms(std::vector<std::string>& forms, std::string_view text) {
  add_form(forms, std::string(text));
  for (const bool ascii_only : {false, true}) {
    std::string json;
    append_json_string(json, text, ascii_only);
    add_form(forms, json.substr(1, json.size() - 2));
  }
}

bool overlap(Span a, Span b) { return a.source == b.source && a.begin < b.end && b.begin < a.end; }

}  // namespace

Masks::Masks(std::span<const Layer> layers, const SourceMap& sources, Arena& arena)
    : sources_(sources) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto id = static_cast<SourceId>(i);
    if (sources.is_secret(id)) add({id, 0, static_cast<std::uint32_t>(sources.text(id).size())});
    add_patterns(id);
  }
  for (const Layer& layer : layers) add_checked(layer, arena);
  order();
  for (const Layer& layer : layers) add_leaves(layer.root);
  for (const Mask& mask : masks_) {
    for (const std::string& form : mask.forms) all_forms_.add(form);
  }
}

void Masks::add(Span span) {
  if (span.begin >= span.end) return;
  Mask mask{span, {}};
  add_forms(mask.forms, without_quotes(sources_.text(span)));
  masks_.push_back(std::move(mask));
}

void Masks::add_patterns(SourceId id) {
  const std::string_view text = sources_.text(id);
  for (const FoundSecret& found : find_secrets(text)) add({id, found.begin, found.end});
  for (const FoundSecret& found : find_named_secrets(text)) add({id, found.begin, found.end});
}

// As if the layer were the whole job: what it says is found although a stronger layer wins.
void Masks::add_checked(const Layer& layer, Arena& arena) {
  Spec alone;
  alone.root = layer.root;
  Diagnostics found;
  check_secrets({alone, sources_, arena, found});
  for (const Diagnostic& diagnostic : found.all()) {
    if (diagnostic.redact_snippet) add(diagnostic.span);
  }
}

void Masks::order() {
  std::stable_sort(masks_.begin(), masks_.end(), [](const Mask& a, const Mask& b) {
    return std::pair(a.span.source, a.span.begin) < std::pair(b.span.source, b.span.begin);
  });
  for (const Mask& mask : masks_) longest_ = std::max(longest_, mask.span.end - mask.span.begin);
}

// Those that may overlap the range: the others lie wholly before or behind it.
std::pair<std::size_t, std::size_t> Masks::near(Span range) const {
  const std::uint32_t from = range.begin - std::min(range.begin, longest_);
  const auto before = [&](std::uint32_t place) {
    return [source = range.source, place](const Mask& mask) {
      return std::pair(mask.span.source, mask.span.begin) < std::pair(source, place);
    };
  };
  const auto first = std::partition_point(masks_.begin(), masks_.end(), before(from));
  const auto end = std::partition_point(first, masks_.end(), before(range.end));
  return {first - masks_.begin(), end - masks_.begin()};
}

// A value may be written with escapes, and is rendered without them.
void Masks::add_leaves(const Node& node) {
  for (const Node& item : node.items()) add_leaves(item);
  for (const Member& member : node.members()) add_leaves(member.value);
  if (!node.is_scalar() || node.as_string().empty()) return;
  const auto [first, end] = near(node.span());
  for (std::size_t i = first; i < end; ++i) {
    Mask& mask = masks_[i];
    const bool whole = overlap(mask.span, node.span()) &&
                       mask.span.begin <= node.span().begin + 1 &&
                       mask.span.end + 1 >= node.span().end;
    if (whole) add_forms(mask.forms, node.as_string());
  }
}

std::vector<Span> Masks::within(Span range) const {
  std::vector<Span> found;
  const auto [first, end] = near(range);
  for (std::size_t i = first; i < end; ++i) {
    const Mask& mask = masks_[i];
    if (!overlap(mask.span, range)) continue;
    const Span part{range.source, std::max(mask.span.begin, range.begin),
                    std::min(mask.span.end, range.end)};
    if (!found.empty() && part.begin <= found.back().end) {
      found.back().end = std::max(found.back().end, part.end);
    } else {
      found.push_back(part);
    }
  }
  return found;
}

std::string Masks::shown(std::string_view text) const { return all_forms_.hidden(text, kRedacted); }

std::string Masks::shown_at(std::string_view text, std::span<const Span> places) const {
  const auto holds = [&](const std::string& form) {
    return text.find(form) != std::string_view::npos;
  };
  for (const Span& place : places) {
    const auto [first, end] = near(place);
    for (std::size_t i = first; i < end; ++i) {
      const Mask& mask = masks_[i];
      if (!overlap(mask.span, place)) continue;
      if (std::none_of(mask.forms.begin(), mask.forms.end(), holds)) return std::string(kRedacted);
    }
  }
  return shown(text);
}

std::string Masks::shown(std::string_view text, Span place) const {
  return sources_.is_secret(place.source) ? std::string(kRedacted) : shown_at(text, {&place, 1});
}

std::string Masks::shown(std::string_view text, const Node& node) const {
  if (node.is_secret()) return std::string(kRedacted);
  std::vector<Span> places{node.span()};
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    if (step->action == Step::Action::Filled) places.push_back(step->span);
  }
  return shown_at(text, places);
}

}  // namespace launch::page
