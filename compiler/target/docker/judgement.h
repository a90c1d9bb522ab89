// What the parts of the judge share: the words, the flags in them and the faults found so far.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/docker/arguments.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/docker/rules.h"

namespace launch::docker {

class Judgement {
 public:
  Judgement(std::span<const std::string_view> words, std::vector<Fault>& faults)
      : words_(words), faults_(faults), arguments_(read_arguments(words, faults)) {
    for (const Given& given : arguments_.given) names_ |= mark_of(given.flag->name);
  }

  const Arguments& arguments() const { return arguments_; }
  std::span<const std::string_view> words() const { return words_; }

  // All occurrences of a flag.
  std::vector<const Given*> all(std::string_view name) const;
  // The occurrence that counts for a flag that is not repeatable; null when there is none.
  const Given* last(std::string_view name) const;
  bool is_last(const Given& given) const { return last(given.flag->name) == &given; }
  // Its text; empty when it is not given.
  std::string_view text(std::string_view name) const;
  // A switch is given and not switched off.
  bool on(std::string_view name) const;
  // The number, size or duration that counts; nothing when it is not given or is faulty.
  std::optional<std::int64_t> number(std::string_view name) const;

  void report(const Given& given, const Rule& rule, Trouble trouble);
  // The flag itself is meant rather than its value, and `other`, if any, is the flag it clashes
  // with.
  void report_flag(const Given& given, const Rule& rule, std::string message,
                   const Given* other = nullptr, std::string suggestion = "");
  void report_word(std::size_t word, const Rule& rule, Trouble trouble);
  // A fault of an empty command line, which has no word to point at.
  void report_missing(const Rule& rule, std::string message) {
    faults_.push_back({0, 0, 0, &rule, std::move(message), "", {}});
  }
  // Some error stands in the words of this flag.
  bool faulty(const Given& given) const;

 private:
  // Most flags that are asked for are not given: one bit says so without looking through all.
  static std::uint64_t mark_of(std::string_view name) {
    const auto byte = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
    return std::uint64_t{1} << ((name.size() * 5 + byte(name.front()) * 3 + byte(name.back())) %
                                64);
  }

  std::span<const std::string_view> words_;
  std::vector<Fault>& faults_;
  Arguments arguments_;
  std::uint64_t names_ = 0;  // the marks of all flags that are given
};

// --name, as messages write it.
std::string dashed(const Given& given);

// The parts, in the order in which they run: later ones rely on the values being good.
void judge_values(Judgement& judgement);     // each value by itself
void judge_resources(Judgement& judgement);  // memory, CPUs, block I/O
void judge_process(Judgement& judgement);    // restart, health, streams, namespaces
void judge_storage(Judgement& judgement);
void judge_network(Judgement& judgement);
void judge_logging(Judgement& judgement);
void judge_image(Judgement& judgement);  // the image and what stands behind it

}  // namespace launch::docker
