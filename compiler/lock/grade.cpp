#include "compiler/lock/grade.h"

#include <algorithm>
#include <set>

#include "compiler/check/rules.h"
#include "compiler/check/secret_words.h"

namespace launch {
namespace {

// What is not fixed costs by how much of the run it can change: the code and its surroundings most.
constexpr int kOpenCode = 30;
constexpr int kLockedCode = 10;  // the lock remembers what the name meant
constexpr int kOpenArtifact = 15;
constexpr int kMostForArtifacts = 30;
constexpr int kOpenBase = 10;
constexpr int kNoSeed = 10;
constexpr int kOpenPackages = 10;
constexpr int kOpenValue = 5;

class Grading {
 public:
  explicit Grading(const GradeInput& input) : input_(input) {}

  Grade run() {
    for (const Finding& finding : input_.advice) take(finding);
    take_packages();
    take_values();
    for (const GradeReason& reason : grade_.reasons) grade_.score -= reason.points;
    grade_.score = std::max(grade_.score, 0);
    constexpr int kBounds[] = {95, 85, 70, 50, 30};
    const auto below = std::count_if(std::begin(kBounds), std::end(kBounds),
                                     [&](int bound) { return grade_.score < bound; });
    grade_.letter = static_cast<char>('A' + below);
    return std::move(grade_);
  }

 private:
  bool is_locked(const char* fact) const {
    return input_.locked != nullptr && input_.locked->facts.count(fact) > 0;
  }

  void take(const Finding& finding) {
    int points = 0;
    std::string message = finding.message;
    const bool image = finding.rule == &kImageTag;
    if (image || finding.rule == &kGitCommit) {
      const bool locked = is_locked(image ? "image_digest" : "commit");
      points = locked ? kLockedCode : kOpenCode;
      if (locked)
        message += std::string("; the lock remembers the ") + (image ? "digest" : "commit");
    } else if (finding.rule == &kBaseImage) {
      points = kOpenBase;
    } else if (finding.rule == &kSeed) {
      points = kNoSeed;
    } else if (finding.rule == &kArtifactAlias) {
      points = std::min(kOpenArtifact, kMostForArtifacts - for_artifacts_);
      for_artifacts_ += points;
    }
    if (points == 0) return;
    const std::string line =
        finding.place.has_line ? ":" + std::to_string(finding.place.line) : std::string();
    grade_.reasons.push_back({points, message, finding.place.path + line});
  }

  std::string place_of(Span span) const {
    std::string place(input_.sources.name(span.source));
    if (input_.sources.kind(span.source) == SourceMap::Kind::File) {
      place += ":" + std::to_string(input_.sources.position(span.source, span.begin).line);
    }
    return place;
  }

  // A command that fetches what is newest: pip install without == or a file of requirements
  // (https://pip.pypa.io/en/stable/topics/repeatable-installs/).
  static bool installs_newest(std::string_view script) {
    const std::size_t at = script.find("pip install");
    if (at == std::string_view::npos) return false;
    const std::string_view rest = script.substr(at, script.find_first_of("\n;&|", at) - at);
    return rest.find("==") == rest.npos && rest.find(" -r") == rest.npos &&
           rest.find("--requirement") == rest.npos && rest.find("--require-hashes") == rest.npos &&
           rest.find(" .") == rest.npos;
  }

  void take_packages() {
    std::vector<Node> words = input_.spec.entry;
    words.insert(words.end(), input_.spec.args.begin(), input_.spec.args.end());
    // `pip install x` as a script of one word, or as words of the command.
    std::string together;
    for (const Node& word : words) together += std::string(word.as_string()) + " ";
    if (words.empty() || !installs_newest(together)) return;
    const auto script = std::find_if(words.begin(), words.end(), [](const Node& word) {
      return word.as_string().find("pip") != std::string_view::npos;
    });
    const Node& place = script == words.end() ? words.front() : *script;
    grade_.reasons.push_back(
        {kOpenPackages, "the command installs packages without a version", place_of(place.span())});
  }

  void take_values() {
    std::set<std::string> named;
    for (const Deferred& deferred : input_.deferred) {
      if (deferred.name == "image_uri" || names_credential(deferred.name) ||
          names_password(deferred.name) || !named.insert(deferred.name).second) {
        continue;
      }
      grade_.reasons.push_back(
          {kOpenValue, "${" + deferred.name + "} is whatever the submitting environment holds",
           place_of(deferred.span)});
    }
  }

  const GradeInput& input_;
  Grade grade_;
  int for_artifacts_ = 0;
};

}  // namespace

Grade grade_of(const GradeInput& input) { return Grading(input).run(); }

}  // namespace launch
