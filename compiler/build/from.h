// The images that a Dockerfile starts from.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/build/dockerfile_text.h"

namespace launch::build {

struct Base {
  std::string name;  // with the values of its variables
  DockerfileWord word;
  bool open = false;  // a value is not known here: the name is as it is written
};

// What a build is told.
struct GivenValues {
  std::map<std::string, std::string> args;
  std::string platform;  // empty: the builder's own
};

// What FROM, COPY --from and RUN --mount=from= name, each once, in order: without stages of its own
// and `scratch`, and with the values of ARG lines before the first FROM, which `given` replaces,
// and of the platform's own variables.
// https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
std::vector<Base> bases_of(const DockerfileText& dockerfile, const GivenValues& given);

}  // namespace launch::build
