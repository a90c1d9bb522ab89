// What only registries and git servers know, asked by docker and git.
#pragma once

#include <string>

#include "compiler/build/plan.h"

namespace launch::cli {

// "sha256:…" of an image's name and tag. Throws UnreachableError when nobody knows.
std::string digest_online(const std::string& image);

// Code of a git repository as a job names it, and the lines that do: "job.yaml:4:17".
struct GitCode {
  std::string repository;
  std::string reference;   // a commit, branch or tag; empty: HEAD
  bool is_branch = false;  // no tag of that name is meant
  std::string repository_place, reference_place;
};
GitCode git_code_of(const build::Plan& plan, const SourceMap& sources);

// The commit that a branch or tag names. Throws UnreachableError when nobody knows.
std::string commit_online(const GitCode& code);

}  // namespace launch::cli
