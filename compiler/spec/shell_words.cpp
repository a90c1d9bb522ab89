#include "compiler/spec/shell_words.h"

#include <algorithm>

namespace launch {
namespace {

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  SplitText run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c)) {
        finish();
        ++at_;
      } else {
        start();
        if ((c == '\'' && !single()) || (c == '"' && !doubled())) {
          return {{}, static_cast<std::uint32_t>(at_)};
        }
        if (c != '\'' && c != '"') plain(c);
      }
    }
    finish();
    return {std::move(words_), std::nullopt};
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  void start() {
    if (!open_) {
      words_.push_back({{}, static_cast<std::uint32_t>(at_), 0});
    }
    open_ = true;
  }
  void finish() {
    if (open_) words_.back().end = static_cast<std::uint32_t>(at_);
    open_ = false;
  }
  std::string& word() { return words_.back().text; }

  void plain(char c) {
    if (c == '\\' && at_ + 1 < text_.size()) {
      ++at_;
      if (text_[at_] != '\n') word() += text_[at_];
    } else {
      word() += c;
    }
    ++at_;
  }

  bool single() {
    const std::size_t close = text_.find('\'', at_ + 1);
    if (close == std::string_view::npos) return false;
    word() += text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    return true;
  }

  bool doubled() {
    std::string inside;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '"') {
        word() += inside;
        at_ = i + 1;
        return true;
      }
      const bool escapes =
          text_[i] == '\\' && i + 1 < text_.size() &&
          std::string_view("$`\"\\\n").find(text_[i + 1]) != std::string_view::npos;
      if (escapes) ++i;
      if (!(escapes && text_[i] == '\n')) inside += text_[i];
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool open_ = false;
  std::vector<ShellWord> words_;
};

}  // namespace

SplitText split_words(std::string_view text) { return Splitter(text).run(); }

std::string shell_quote(std::string_view word) {
  const auto harmless = [](char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view("@%_-+=:,./").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), harmless)) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace launch
