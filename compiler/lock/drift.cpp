#include <algorithm>

#include "compiler/lock/lock.h"
#include "compiler/lock/rules.h"

namespace launch {
namespace {

constexpr const char* kWayOut = "launch lock writes what is there now";
constexpr std::size_t kShownDigits = 19;  // "sha256:" and 12 digits

std::string shown(const std::string& value) {
  const bool digest = value.starts_with("sha256:");
  return digest ? value.substr(0, kShownDigits) + "…" : quoted(value);
}

// What a reader calls it.
std::string words_for(const Fact& fact) {
  if (fact.name == "spec") return "the job resolves to the spec";
  if (fact.name == "image") return "the image is";
  if (fact.name == "image_digest") return "the image's digest is";
  if (fact.name == "commit") return "the commit is";
  if (fact.name == "job") return "the job's code is";
  if (fact.name == kBuiltAs) return "the image is built as";
  if (fact.name == kBuiltTag) return "the image that is built has the tag";
  if (fact.name.starts_with(kBuiltBase))
    return "the base image " + quoted(fact.name.substr(kBuiltBase.size())) + " is";
  return fact.name + " is";
}

// Whether both sides know it: an image's code may be at hand for one of them only.
bool can_drift(const Fact& fact, const LockedJob& job, const std::string* locked) {
  if (!fact.name.starts_with("build.")) return true;
  if (locked != nullptr) return *locked != kUnknownTag && fact.value != kUnknownTag;
  // Of the bases all are known, or none.
  return fact.name.starts_with(kBuiltBase) &&
         std::any_of(job.facts.begin(), job.facts.end(),
                     [](const auto& each) { return each.first.starts_with(kBuiltBase); });
}

}  // namespace

void report_drift(const DriftInput& input, Diagnostics& diagnostics) {
  const auto locked_value = [&](const Fact& fact) -> const std::string* {
    const auto known = input.locked.facts.find(fact.name);
    return known == input.locked.facts.end() ? nullptr : &known->second;
  };
  const bool other_spec =
      std::any_of(input.present.begin(), input.present.end(), [&](const Fact& fact) {
        const std::string* locked = locked_value(fact);
        return fact.rule == &kLockSpec && (locked == nullptr || *locked != fact.value);
      });
  for (const Fact& fact : input.present) {
    const std::string* locked = locked_value(fact);
    if (locked != nullptr && *locked == fact.value) continue;
    if (!can_drift(fact, input.locked, locked)) continue;
    // Another spec renders to something else, of course.
    if (fact.rule == &kLockRendered && other_spec) continue;
    Diagnostic drift{fact.rule, fact.place, words_for(fact) + " " + shown(fact.value), {}, kWayOut};
    drift.message += locked == nullptr ? ", and nothing is locked for it"
                                       : ", and " + shown(*locked) + " is locked";
    if (fact.rule == &kLockSpec) drift.notes = input.changed;
    diagnostics.report(std::move(drift));
  }
}

}  // namespace launch
