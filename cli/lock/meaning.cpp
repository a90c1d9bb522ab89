#include "cli/lock/meaning.h"

#include "cli/build/base_digest.h"
#include "cli/lock/online.h"

namespace launch::cli {
namespace {

const std::string* find_fact(const FactTexts& facts, const std::string& name) {
  const auto known = facts.find(name);
  return known == facts.end() ? nullptr : &known->second;
}

// The fact of what stands where a commit could.
std::string reference_in(const FactTexts& facts) {
  for (const char* name : {"git.commit", "git.version", "git.branch", "git.ref"}) {
    if (facts.count(name) > 0) return name;
  }
  return {};
}

std::string commit_of(const FactTexts& facts, const Meaning& meaning) {
  const std::string repository = "git.repository";
  const std::string reference = reference_in(facts);
  const std::string* named = find_fact(facts, reference);
  return commit_online({facts.at(repository), named == nullptr ? "" : *named,
                        reference == "git.branch", meaning.place(repository),
                        meaning.place(named == nullptr ? repository : reference)});
}

}  // namespace

void add_meaning(FactTexts& facts, const Meaning& meaning) {
  const LockedJob* before = meaning.before;
  const auto same_as_before = [&](const std::string& name) {
    const std::string* now = find_fact(facts, name);
    const std::string* then = before == nullptr ? nullptr : find_fact(before->facts, name);
    return (now == nullptr) == (then == nullptr) && (now == nullptr || *now == *then);
  };
  const std::string* image = find_fact(facts, "image");
  if (image != nullptr && find_fact(facts, "image_digest") == nullptr) {
    if (meaning.online) {
      facts["image_digest"] = digest_online(*image);
    } else if (before != nullptr && same_as_before("image")) {
      const std::string* known = find_fact(before->facts, "image_digest");
      if (known != nullptr) facts["image_digest"] = *known;
    }
  }
  const std::string* repository = find_fact(facts, "git.repository");
  if (repository == nullptr || find_fact(facts, "commit") != nullptr) return;
  if (meaning.online) {
    facts["commit"] = commit_of(facts, meaning);
  } else if (before != nullptr && same_as_before("git.repository") &&
             same_as_before("git.commit") && same_as_before("git.branch") &&
             same_as_before("git.version")) {
    const std::string* known = find_fact(before->facts, "commit");
    if (known != nullptr) facts["commit"] = *known;
  }
}

std::string base_meaning(const std::string& base, const Meaning& meaning) {
  std::string digest = named_digest(base);
  if (!digest.empty()) return digest;
  if (meaning.online) return digest_online(base);
  const std::string* known = meaning.before == nullptr
                                 ? nullptr
                                 : find_fact(meaning.before->facts, std::string(kBuiltBase) + base);
  return known == nullptr ? std::string() : *known;
}

}  // namespace launch::cli
