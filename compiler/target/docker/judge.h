// Judges a finished `docker run` command line as the docker client and engine would, without
// either.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::docker {

struct Fault {
  std::size_t word = 0;   // which of the words
  std::size_t begin = 0;  // the bytes inside that word that are meant
  std::size_t end = 0;
  const Rule* rule = nullptr;
  std::string message;                                     // what was seen, what was expected
  std::string suggestion;                                  // did you mean …?
  std::vector<std::pair<std::size_t, std::string>> notes;  // other words involved
};

// `words` is everything behind `docker run`: flags, image, command. All faults, each cause once, in
// the order of the words; an empty list has its one fault at word 0.
//
// No error among them means that the client 28.2 takes the words and that the engine 28.5 would
// create the container, as far as that can be known here. Never errors, because only the machine
// that runs the container knows: its number of CPUs, kernel features and storage driver; files
// (--env-file, --label-file, seccomp profiles, sources of bind mounts); devices, GPUs and runtimes;
// plugins for volumes and logs; other containers, networks and volumes by name; the image and what
// is in it; a terminal. docs/docker-undecidable.md has the whole list.
std::vector<Fault> judge_run(std::span<const std::string_view> words);

}  // namespace launch::docker
