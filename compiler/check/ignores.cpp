#include "compiler/check/ignores.h"

#include <algorithm>

#include "compiler/check/document_rules.h"

namespace launch {
namespace {

// One rule of one comment.
struct Ignore {
  Span comment;
  std::string_view rule;
  std::uint32_t line;
  bool used = false;
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<Ignore> ignores_of(std::span<const Directive> directives, const SourceMap& sources) {
  std::vector<Ignore> ignores;
  for (const Directive& directive : directives) {
    if (directive.kind != Directive::Kind::Ignore) continue;
    const std::uint32_t line = sources.position(directive.span.source, directive.span.begin).line;
    for (std::size_t begin = 0; begin <= directive.argument.size();) {
      const std::size_t end =
          std::min(directive.argument.find(',', begin), directive.argument.size());
      const std::string_view rule = trimmed(directive.argument.substr(begin, end - begin));
      const bool seen = std::any_of(ignores.begin(), ignores.end(), [&](const Ignore& ignore) {
        return ignore.comment == directive.span && ignore.rule == rule;
      });
      if (!seen) ignores.push_back({directive.span, rule, line});
      begin = end + 1;
    }
  }
  return ignores;
}

bool is_about(const Ignore& ignore, const Diagnostic& diagnostic, const SourceMap& sources) {
  if (ignore.rule != diagnostic.rule->id || ignore.comment.source != diagnostic.span.source)
    return false;
  const std::uint32_t line = sources.position(diagnostic.span.source, diagnostic.span.begin).line;
  return line == ignore.line || line == ignore.line + 1;
}

// The errors behind which something of a job would be missing, be somebody else's to decide, or be
// told to everyone: a comment says that they are known, and nothing can run in spite of them.
bool keeps_from_running(const Rule& rule) {
  constexpr std::string_view kAreas[] = {"base/",     "env/",      "flag/",  "guardrail/", "kind/",
                                         "macro/",    "merge/",    "queue/", "spec/",      "sweep/",
                                         "template/", "variable/", "yaml/"};
  constexpr std::string_view kRules[] = {
      "docker/flag-value",        "docker/missing-image", "docker/nul-byte", "docker/unknown-flag",
      "local-process/no-command", "schema/wrong-type",    "secret/in-argv",  "secret/in-request"};
  const auto in_area = [&](std::string_view area) { return rule.id.starts_with(area); };
  return std::any_of(std::begin(kAreas), std::end(kAreas), in_area) ||
         std::find(std::begin(kRules), std::end(kRules), rule.id) != std::end(kRules);
}

bool stands(const Diagnostic& diagnostic) {
  return diagnostic.severity == Severity::Error && keeps_from_running(*diagnostic.rule);
}

// Found when a job is rendered for W&B, where its code is at hand, or where flags and the agent's
// configuration leave its image to nobody, and by nothing else: whether it is of use is not known
// here.
bool is_found_elsewhere(std::string_view rule) {
  constexpr std::string_view kElsewhere[] = {"portability/wandb-differs", "build/no-builder",
                                             "build/context-place", "build/image-place"};
  return rule.starts_with("dockerfile/") ||
         std::find(std::begin(kElsewhere), std::end(kElsewhere), rule) != std::end(kElsewhere);
}

void report_bad(const Ignore& ignore, SourceId judged, std::span<const Rule* const> rules,
                Diagnostics& diagnostics) {
  std::vector<std::string_view> known;
  for (const Rule* rule : rules) known.push_back(rule->id);
  if (std::find(known.begin(), known.end(), ignore.rule) == known.end()) {
    diagnostics.report({&kIgnoreUnknownRule,
                        ignore.comment,
                        "there is no rule " + quoted(ignore.rule),
                        {},
                        suggest(did_you_mean(ignore.rule, known))});
  } else if (!ignore.used && judged == ignore.comment.source && !is_found_elsewhere(ignore.rule)) {
    diagnostics.report({&kIgnoreUnused, ignore.comment, unused_ignore_message(ignore.rule)});
  }
}

}  // namespace

std::string unused_ignore_message(std::string_view rule) {
  return "nothing to ignore: " + std::string(rule) + " finds nothing on this line or the next";
}

bool holds_error(const Diagnostics& diagnostics, std::span<const Directive> directives,
                 const SourceMap& sources) {
  if (!diagnostics.has_errors()) return false;
  const std::vector<Ignore> ignores = ignores_of(directives, sources);
  const std::span<const Diagnostic> all = diagnostics.all();
  return std::any_of(all.begin(), all.end(), [&](const Diagnostic& each) {
    if (each.severity != Severity::Error) return false;
    return stands(each) || std::none_of(ignores.begin(), ignores.end(), [&](const Ignore& ignore) {
             return is_about(ignore, each, sources);
           });
  });
}

std::vector<UsedIgnore> apply_ignores(std::span<const Directive> directives, SourceId judged,
                                      const SourceMap& sources, std::span<const Rule* const> rules,
                                      Diagnostics& diagnostics, Purpose purpose) {
  std::vector<Ignore> ignores = ignores_of(directives, sources);
  std::vector<Diagnostic> standing;
  diagnostics.remove_if([&](const Diagnostic& diagnostic) {
    const Ignore* by = nullptr;
    for (Ignore& ignore : ignores) {
      if (!is_about(ignore, diagnostic, sources)) continue;
      ignore.used = true;
      by = &ignore;
    }
    if (by != nullptr && purpose == Purpose::Run && stands(diagnostic)) {
      standing.push_back(diagnostic);
      standing.back().notes.push_back(
          {by->comment,
           "this comment silences it where jobs are judged; none is made in spite of it"});
    }
    return by != nullptr;
  });
  for (const Diagnostic& each : standing) diagnostics.report_as(each.severity, each);
  for (const Ignore& ignore : ignores) report_bad(ignore, judged, rules, diagnostics);
  for (const Directive& directive : directives) {
    if (directive.kind != Directive::Kind::Unknown) continue;
    diagnostics.report({&kDirectiveMalformed,
                        directive.span,
                        "this comment says nothing that launch knows",
                        {},
                        "write # launch: ignore[rule] reason, or # launch: kind=job"});
  }
  std::vector<UsedIgnore> used;
  for (const Ignore& ignore : ignores) {
    if (ignore.used) used.push_back({ignore.comment, ignore.rule});
  }
  return used;
}

}  // namespace launch
