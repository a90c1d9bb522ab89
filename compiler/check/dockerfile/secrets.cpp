#include <algorithm>

#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/check/secret_words.h"

namespace launch {
namespace {

constexpr std::string_view kWayOut =
    "take it from RUN --mount=type=secret in the build, or from env in the job";

class Secrets {
 public:
  explicit Secrets(const DockerfileContext& context) : context_(context) {}

  void run() {
    for (const build::Instruction& each : context_.file.instructions) {
      const std::string& keyword = each.keyword.text;
      if (keyword == "arg" || keyword == "env") assignments(each);
      for (const build::DockerfileWord& word : each.words) patterns(word);
      for (const build::DockerfileWord& body : each.heredocs) patterns(body);
    }
  }

 private:
  void assignments(const build::Instruction& instruction) {
    for (const build::Assignment& each : build::assignments_of(instruction, context_.file.escape)) {
      if (!names_credential(each.name)) continue;
      const Span value{context_.source, each.value_begin, each.value_end};
      if (each.has_value && !is_harmless(each.name, each.value)) {
        report(value, quoted(each.name) + " holds a credential in plain text");
      } else if (!each.has_value || each.value.find('$') != std::string::npos) {
        // What is given at build time ends in the image's history as well.
        const bool is_arg = instruction.keyword.text == "arg";
        Diagnostic named{&kDockerfileSecret,
                         {context_.source, each.begin, each.end},
                         quoted(each.name) + " is named like a credential, and what " +
                             (is_arg ? "ARG takes" : "ENV holds") + " can be read in the image",
                         {},
                         std::string(kWayOut)};
        context_.code.diagnostics.report_as(Severity::Warning, std::move(named));
      }
    }
  }

  // Credentials with a form of their own, in any instruction. Where a word goes over several lines
  // all of it is covered.
  void patterns(const build::DockerfileWord& word) {
    const bool whole = word.end - word.begin == word.text.size();
    for (const FoundSecret& found : find_secrets(word.text)) {
      Span span = context_.at(word);
      if (whole) span = {context_.source, word.begin + found.begin, word.begin + found.end};
      report(span, "here stands " + std::string(found.kind) + " in plain text");
    }
  }

  void report(Span span, std::string message) {
    const bool known = std::any_of(seen_.begin(), seen_.end(), [&](const Span& other) {
      return span.begin < other.end && other.begin < span.end;
    });
    if (known) return;
    seen_.push_back(span);
    Diagnostic diagnostic{&kDockerfileSecret, span, std::move(message), {}, std::string(kWayOut)};
    diagnostic.redact_snippet = true;
    context_.code.diagnostics.report(std::move(diagnostic));
  }

  const DockerfileContext& context_;
  std::vector<Span> seen_;
};

}  // namespace

void judge_dockerfile_secrets(const DockerfileContext& context) { Secrets(context).run(); }

}  // namespace launch
