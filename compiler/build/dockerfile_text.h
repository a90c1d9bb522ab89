// A Dockerfile taken apart, with the place of every word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace launch::build {

// Bytes begin to end of the Dockerfile.
struct DockerfileWord {
  std::string text;  // with its quotes; lines that go on are put together
  std::uint32_t begin = 0, end = 0;
};

struct Instruction {
  DockerfileWord keyword;             // in lower case
  std::vector<DockerfileWord> flags;  // --from=build
  std::vector<DockerfileWord> words;  // the rest; of the exec form, what its strings hold
  bool exec_form = false;
  std::vector<DockerfileWord> heredocs;  // their bodies
};

struct DockerfileTrouble {
  std::uint32_t begin = 0, end = 0;
  std::string message, suggestion;
};

struct DockerfileText {
  std::vector<Instruction> instructions;
  std::vector<DockerfileTrouble> troubles;  // why docker would not begin
  char escape = '\\';
};

// As BuildKit's frontend reads it (github.com/moby/buildkit, frontend/dockerfile/parser): escape
// directive, comments and empty lines between lines that go on, heredocs of RUN, COPY and ADD.
DockerfileText read_dockerfile(std::string_view text);

// The value of --name=value; empty without such a flag.
std::string_view flag_of(const Instruction& instruction, std::string_view name);
// Without quotes and escapes.
std::string unquoted(std::string_view word, char escape);

// NAME=VALUE of ARG and ENV, and ENV NAME VALUE.
struct Assignment {
  std::string name, value;  // the value without quotes
  bool has_value = false;
  std::uint32_t begin = 0, end = 0;              // of all of it
  std::uint32_t value_begin = 0, value_end = 0;  // with its quotes
};
std::vector<Assignment> assignments_of(const Instruction& instruction, char escape);

}  // namespace launch::build
