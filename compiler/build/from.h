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
};

// What FROM, COPY --from and RUN --mount=from= name, each once, in order: without stages of its own
// and `scratch`, and with the values of ARG lines before the first FROM, which `args` replace. A
// name whose variables nobody gives is left out: docker refuses it.
// https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
std::vector<Base> bases_of(const DockerfileText& dockerfile,
                           const std::map<std::string, std::string>& args);
std::vector<std::string> bases_of(std::string_view dockerfile,
                                  const std::map<std::string, std::string>& args);

}  // namespace launch::build
