// A text as a POSIX shell reads it, up to the point where it would have to run something: commands
// with their words, and holes where only a shell knows what stands there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/import/import.h"

namespace launch::shell {

// What a shell would put in: $NAME, $(command).
struct Hole {
  std::string name;     // fit for a template variable: "HOME", "id_u" for $(id -u)
  std::string written;  // "$HOME"
  std::optional<std::string> fallback{};  // ${NAME:-fallback}
  Span span{};
  bool is_command = false;  // no variable: nothing in the environment has its value
  bool is_several = false;  // may become any number of words: "$@"
};

// Inside a word's text a hole is kOpen, its number, kClose.
inline constexpr char kOpen = '\x01';
inline constexpr char kClose = '\x02';

// What stands beside a command and is no word of it.
struct Aside {
  Span span;
  std::string_view what;  // "a redirection"
};

struct Command {
  std::vector<Node> words;
  std::vector<Aside> asides{};
};

struct Script {
  std::vector<Command> commands;
  std::vector<Hole> holes;
};

// Variables that the text itself sets are filled in. Reports a quote that is never closed.
Script read_script(SourceId source, ImportContext& context);

// The parts of a word: text, or the number of a hole.
struct Part {
  std::string_view text;
  std::size_t hole = static_cast<std::size_t>(-1);
  bool is_hole() const { return hole != static_cast<std::size_t>(-1); }
};
std::vector<Part> parts_of(std::string_view word);

// NAME=value in front of a command; 0 when the word is none, else the length of NAME.
std::size_t assignment_name(std::string_view word);

}  // namespace launch::shell
