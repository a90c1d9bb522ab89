// What the names that jobs are made of stand for: asked for online, else as it was locked for the
// same names.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "compiler/lock/lock.h"

namespace launch::cli {

using FactTexts = std::map<std::string, std::string>;

struct Meaning {
  const LockedJob* before = nullptr;  // the job as it was locked; null: it was not
  bool online = false;
  // The line that decided a fact of the job, for messages: "job.yaml:4:17".
  std::function<std::string(const std::string& fact)> place{};
};

// Adds the digest of the image, and the commit of a branch or tag.
void add_meaning(FactTexts& facts, const Meaning& meaning);
// The digest of a base image; empty where it is not known.
std::string base_meaning(const std::string& base, const Meaning& meaning);

}  // namespace launch::cli
