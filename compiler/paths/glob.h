// Patterns over paths, as .gitignore files and launch.yaml write them.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

// `*` and `?` inside one folder's name, `**` as a whole name over any number of folders, `[a-z]`,
// `[!a-z]`, `[[:digit:]]`, and `\` before a character that stands for itself: what git calls a
// pathname match (https://git-scm.com/docs/gitignore, wildmatch.c of git). A pattern that cannot be
// understood, such as one with an open bracket, matches nothing, as there.
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  bool matches(std::string_view path) const;
  // False for a pattern that cannot be understood.
  bool is_usable() const { return form_ != Form::Never; }
  const std::string& text() const { return text_; }

 private:
  struct Token {
    enum class Kind : std::uint8_t { Character, Any, Set, Star, Folders, Rest };
    Kind kind = Kind::Character;
    char character = 0;
    std::size_t set = 0;
  };
  enum class Form : std::uint8_t { Never, Literal, Ending, General };

  void read();
  bool read_set(std::size_t& at);
  bool read_class(std::size_t& at, std::bitset<256>& set) const;
  void read_stars(std::size_t& at);
  void choose_form();
  bool takes(const Token& token, char c) const;
  bool matches_general(std::string_view path) const;

  std::string text_;
  std::vector<Token> tokens_;
  std::vector<std::bitset<256>> sets_;
  Form form_ = Form::General;
  std::string plain_;  // of Literal, and what follows the star of Ending
};

// Whether a shell would take the word for a pattern.
bool is_glob(std::string_view word);

// `a{b,c}d` as abd and acd, also nested; what has no comma or no end stays as it is. Cut after
// 1000.
std::vector<std::string> brace_alternatives(std::string_view pattern);

// The folders before the first name that holds a pattern: "jobs" of "jobs/*/a.yaml", else empty.
std::string_view fixed_folder(std::string_view pattern);

bool matches_any(const std::vector<Glob>& globs, std::string_view path);

}  // namespace launch
