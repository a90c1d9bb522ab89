// Source: spf13/pflag flag.go parseArgs, with flags ending at the first other word.
#include "compiler/target/docker/arguments.h"

#include <algorithm>
#include <string>

#include "compiler/target/docker/rules.h"

namespace launch::docker {
namespace {

class Reader {
 public:
  Reader(std::span<const std::string_view> words, std::vector<Fault>& faults)
      : words_(words), faults_(faults) {}

  Arguments read() {
    while (next_ < words_.size()) {
      const std::string_view word = words_[next_];
      if (word == "--") {
        ++next_;
        break;
      }
      if (word.size() < 2 || word.front() != '-') break;
      const std::size_t at = next_++;
      if (word[1] == '-') {
        read_long(at);
      } else {
        read_letters(at);
      }
    }
    if (next_ < words_.size()) result_.image = next_;
    return std::move(result_);
  }

 private:
  void report(std::size_t word, std::size_t begin, std::size_t end, const Rule& rule,
              std::string message, std::string suggestion = "") {
    faults_.push_back({word, begin, end, &rule, std::move(message), std::move(suggestion), {}});
  }

  // --name, --name=value, --name value
  void read_long(std::size_t at) {
    const std::string_view word = words_[at];
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string_view name = word.substr(2, std::max<std::size_t>(equals, 2) - 2);
    const Flag* flag = name.size() == 1 ? nullptr : find_flag(name);
    if (flag == nullptr) return unknown_long(at, name, equals);
    if (equals < word.size()) {
      return add(*flag, at, at, equals + 1, false);
    }
    if (flag->type == FlagType::Bool) return add(*flag, at, at, 0, true);
    take_next(*flag, at, 0, word.size());
  }

  // The value in the next word, whatever it looks like.
  void take_next(const Flag& flag, std::size_t at, std::size_t begin, std::size_t end) {
    if (next_ < words_.size()) return add(flag, at, next_++, 0, false);
    report(at, begin, end, kMissingValue, "a value is missing behind --" + std::string(flag.name));
    result_.guessed = true;  // also an image, perhaps, but that is the same mistake
  }

  void add(const Flag& flag, std::size_t flag_word, std::size_t word, std::size_t begin,
           bool bare) {
    const std::string_view value = bare ? std::string_view() : words_[word].substr(begin);
    result_.given.push_back({&canonical_flag(flag), value, flag_word, word, begin, bare});
  }

  // An unknown flag's value, if it has one, must not be taken for the image: the nearest known flag
  // tells, or else the look of the next word.
  void unknown_long(std::size_t at, std::string_view name, std::size_t equals) {
    const std::string_view word = words_[at];
    result_.guessed = true;
    if (name.empty() || name.front() == '-') {
      return report(at, 0, word.size(), kUnknownFlag, quoted(word) + " is no flag");
    }
    const std::string_view near = nearest_flag(name);
    const Flag* flag = name.size() == 1 ? find_flag(name) : find_flag(near);
    std::string suggestion;
    if (name.size() == 1 && flag != nullptr) {
      suggestion = suggest("-" + std::string(name));
    } else if (!near.empty()) {
      suggestion = suggest("--" + std::string(near));
    }
    report(at, 0, equals, kUnknownFlag, "docker run has no flag --" + std::string(name),
           std::move(suggestion));
    const bool takes_word = flag == nullptr || flag->type != FlagType::Bool;
    if (equals < word.size() || !takes_word || next_ + 1 >= words_.size()) return;
    if (!words_[next_].starts_with('-')) ++next_;
  }

  // -m 1g, -m1g, -m=1g, and switches together: -it
  void read_letters(std::size_t at) {
    const std::string_view word = words_[at];
    for (std::size_t i = 1; i < word.size(); ++i) {
      // pflag leaves alone what the test tool of Go might have added.
      if (word.substr(i).starts_with("test.")) return;
      const Flag* flag = find_flag(word.substr(i, 1));
      if (flag == nullptr) return unknown_letter(at, i);
      const bool equals = i + 2 < word.size() && word[i + 1] == '=';
      if (equals) return add(*flag, at, at, i + 2, false);
      if (flag->type == FlagType::Bool) {
        add(*flag, at, at, 0, true);
      } else if (i + 1 < word.size()) {
        return add(*flag, at, at, i + 1, false);
      } else {
        take_next(*flag, at, i, i + 1);
      }
    }
  }

  void unknown_letter(std::size_t at, std::size_t i) {
    const std::string_view word = words_[at];
    result_.guessed = true;
    const std::string_view rest = word.substr(1, word.find('=') - 1);
    const std::string_view near = find_flag(rest) != nullptr ? rest : nearest_flag(rest);
    const bool whole_word = i == 1 && rest.size() > 1 && !near.empty();
    report(at, whole_word ? 0 : i, whole_word ? word.size() : i + 1, kUnknownFlag,
           "docker run has no flag " + quoted("-" + std::string(word.substr(i, 1))),
           whole_word ? suggest("--" + std::string(near)) : "");
  }

  std::span<const std::string_view> words_;
  std::vector<Fault>& faults_;
  std::size_t next_ = 0;
  Arguments result_;
};

}  // namespace

Arguments read_arguments(std::span<const std::string_view> words, std::vector<Fault>& faults) {
  return Reader(words, faults).read();
}

}  // namespace launch::docker
