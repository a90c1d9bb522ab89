// Diagnostics made independent of their sources, without the secrets in them.
#include <algorithm>
#include <set>
#include <utility>

#include "compiler/check/secret_words.h"
#include "compiler/diagnostic/render.h"
#include "compiler/diagnostic/secret_texts.h"

namespace launch {
namespace {

constexpr std::uint32_t kKeptBefore = 300;  // bytes of a line that a snippet keeps around the caret
constexpr std::uint32_t kKeptAfter = 600;
constexpr std::string_view kMask = "•";
constexpr std::string_view kSecret = "‹secret›";
// A shorter text is no credential, and would be found inside ordinary words.
constexpr std::size_t kShortestSecret = 8;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

class Resolver {
 public:
  Resolver(std::span<const Diagnostic> diagnostics, const SourceMap& sources) : sources_(sources) {
    for (const Diagnostic& d : diagnostics) {
      if (!d.redact_snippet || !known(d.span)) continue;
      masked_.push_back(d.span);
      remember(sources_.text(d.span));
    }
    std::set<SourceId> shown;
    for (const Diagnostic& d : diagnostics) {
      if (known(d.span) && shown.insert(d.span.source).second) mask_credentials(d.span.source);
    }
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const auto id = static_cast<SourceId>(i);
      if (sources_.is_secret(id)) remember(sources_.text(id));
    }
    join_masks();
  }

  Finding resolve(const Diagnostic& diagnostic) const {
    Finding finding;
    finding.rule = diagnostic.rule;
    finding.severity = diagnostic.severity;
    finding.message = without_secrets(diagnostic.message);
    finding.place = place(diagnostic.span);
    finding.suggestion = without_secrets(diagnostic.suggestion);
    // What launch itself puts in has no text to show.
    finding.has_snippet = known(diagnostic.span) && !sources_.is_secret(diagnostic.span.source) &&
                          sources_.kind(diagnostic.span.source) != SourceMap::Kind::BuiltIn;
    if (finding.has_snippet) finding.snippet = snippet(diagnostic.span);
    for (const Note& note : diagnostic.notes) {
      finding.notes.push_back({place(note.span), without_secrets(note.message)});
    }
    return finding;
  }

 private:
  bool known(Span span) const { return static_cast<std::size_t>(span.source) < sources_.size(); }

  // What stands on the lines that are shown beside what a finding is about.
  void mask_credentials(SourceId id) {
    const std::string_view text = sources_.text(id);
    for (const FoundSecret& found : find_secrets(text)) {
      // A private key that has no end is one line of it.
      const bool endless = found.end == text.size();
      const auto end = endless ? sources_.line(id, found.begin).end : found.end;
      masked_.push_back({id, found.begin, end});
      remember(text.substr(found.begin, end - found.begin));
    }
    for (const FoundSecret& found : find_named_secrets(text))
      masked_.push_back({id, found.begin, found.end});
  }

  void remember(std::string_view secret) {
    const bool in_quotes = secret.size() > 1 && secret.front() == secret.back() &&
                           (secret.front() == '"' || secret.front() == '\'');
    if (in_quotes) secret = secret.substr(1, secret.size() - 2);
    secrets_.add(secret);
  }

  // In order, and none over another.
  void join_masks() {
    std::sort(masked_.begin(), masked_.end(), [](Span a, Span b) {
      return std::pair(a.source, a.begin) < std::pair(b.source, b.begin);
    });
    std::vector<Span> joined;
    for (const Span& mask : masked_) {
      if (joined.empty() || joined.back().source != mask.source || joined.back().end < mask.begin) {
        joined.push_back(mask);
      } else {
        joined.back().end = std::max(joined.back().end, mask.end);
      }
    }
    masked_ = std::move(joined);
  }

  std::string without_secrets(std::string_view text) const {
    return secrets_.hidden(text, kSecret);
  }

  Place place(Span span) const {
    Place place;
    if (!known(span)) return place;
    place.path = sources_.name(span.source);
    place.has_line = sources_.kind(span.source) == SourceMap::Kind::File;
    if (!place.has_line) return place;
    const Position begin = sources_.position(span.source, span.begin);
    const Position end = sources_.position(span.source, std::max(span.begin, span.end));
    place.line = begin.line;
    place.column = begin.column;
    place.end_line = end.line;
    place.end_column = end.column;
    return place;
  }

  // The masked spans that reach into begin..end of a source.
  std::span<const Span> masks_within(Span range) const {
    const auto first = std::partition_point(masked_.begin(), masked_.end(), [&](Span mask) {
      return std::pair(mask.source, mask.end) <= std::pair(range.source, range.begin);
    });
    const auto end = std::partition_point(first, masked_.end(), [&](Span mask) {
      return std::pair(mask.source, mask.begin) < std::pair(range.source, range.end);
    });
    return {first, end};
  }

  Snippet snippet(Span span) const {
    const std::string_view whole = sources_.text(span.source);
    const Span line = sources_.line(span.source, span.begin);
    const std::uint32_t caret = std::clamp(span.begin, line.begin, line.end);
    const std::uint32_t caret_end = std::clamp(span.end, caret, line.end);
    std::uint32_t from = caret - std::min(caret - line.begin, kKeptBefore);
    std::uint32_t to = caret + std::min(line.end - caret, kKeptAfter);
    while (from > line.begin && continues_character(whole[from])) --from;
    while (to < line.end && continues_character(whole[to])) ++to;

    const std::span<const Span> masks = masks_within({span.source, from, to});
    const auto is_masked = [&](std::uint32_t at) {
      return std::any_of(masks.begin(), masks.end(),
                         [at](const Span& mask) { return at >= mask.begin && at < mask.end; });
    };

    Snippet result;
    result.cut_before = from > line.begin;
    result.cut_after = to < line.end;
    for (std::uint32_t i = from; i < to; ++i) {
      if (i == caret) result.begin = static_cast<std::uint32_t>(result.text.size());
      if (i == caret_end) result.end = static_cast<std::uint32_t>(result.text.size());
      if (!is_masked(i)) {
        result.text += whole[i];
      } else if (!continues_character(whole[i])) {
        result.text += kMask;
      }
    }
    const auto size = static_cast<std::uint32_t>(result.text.size());
    if (caret >= to) result.begin = size;
    if (caret_end >= to) result.end = size;
    return result;
  }

  const SourceMap& sources_;
  std::vector<Span> masked_;
  SecretTexts secrets_{kShortestSecret};
};

}  // namespace

std::vector<Finding> resolve(std::span<const Diagnostic> diagnostics, const SourceMap& sources) {
  const Resolver resolver(diagnostics, sources);
  std::vector<Finding> findings;
  findings.reserve(diagnostics.size());
  for (const Diagnostic& diagnostic : diagnostics) findings.push_back(resolver.resolve(diagnostic));
  return findings;
}

Summary summarize(std::span<const Finding> findings, std::size_t files) {
  Summary summary{files, 0, 0};
  for (const Finding& finding : findings) {
    ++(finding.severity == Severity::Error ? summary.errors : summary.warnings);
  }
  return summary;
}

}  // namespace launch
