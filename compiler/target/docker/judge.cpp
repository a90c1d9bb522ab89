#include "compiler/target/docker/judge.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "compiler/target/docker/image_reference.h"
#include "compiler/target/docker/judgement.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {

std::vector<const Given*> Judgement::all(std::string_view name) const {
  std::vector<const Given*> found;
  if ((names_ & mark_of(name)) == 0) return found;
  for (const Given& given : arguments_.given) {
    if (given.flag->name == name) found.push_back(&given);
  }
  return found;
}

const Given* Judgement::last(std::string_view name) const {
  if ((names_ & mark_of(name)) == 0) return nullptr;
  const auto found = std::find_if(arguments_.given.rbegin(), arguments_.given.rend(),
                                  [name](const Given& given) { return given.flag->name == name; });
  return found == arguments_.given.rend() ? nullptr : &*found;
}

std::string_view Judgement::text(std::string_view name) const {
  const Given* given = last(name);
  return given == nullptr ? std::string_view() : given->value;
}

bool Judgement::on(std::string_view name) const {
  const Given* given = last(name);
  if (given == nullptr) return false;
  return given->bare || parse_bool(given->value).value_or(false);
}

std::optional<std::int64_t> Judgement::number(std::string_view name) const {
  const Given* given = last(name);
  if (given == nullptr) return {};
  std::int64_t value = 0;
  Check wrong;
  switch (given->flag->type) {
    case FlagType::Int:
      wrong = check_int(given->value, &value);
      break;
    case FlagType::Bytes:
      wrong = check_size(given->value, &value);
      break;
    case FlagType::MemorySwap:
      wrong = check_memory_swap(given->value, &value);
      break;
    case FlagType::Duration:
      wrong = check_duration(given->value, &value);
      break;
    case FlagType::Decimal:
      wrong = check_cpus(given->value, &value);
      break;
    case FlagType::Uint16: {
      std::uint64_t weight = 0;
      wrong = check_uint(given->value, 16, &weight);
      value = static_cast<std::int64_t>(weight);
      break;
    }
    default:
      return {};
  }
  if (wrong) return {};
  return value;
}

void Judgement::report(const Given& given, const Rule& rule, Trouble trouble) {
  const std::size_t size = words_[given.word].size();
  const std::size_t begin = std::min(given.begin + trouble.begin, size);
  const bool open = trouble.end == std::string_view::npos;
  const std::size_t end = open ? size : std::min(given.begin + trouble.end, size);
  faults_.push_back({given.word,
                     begin,
                     std::max(begin, end),
                     &rule,
                     std::move(trouble.message),
                     std::move(trouble.suggestion),
                     {}});
}

void Judgement::report_flag(const Given& given, const Rule& rule, std::string message,
                            const Given* other, std::string suggestion) {
  const bool separate = given.word != given.flag_word;
  const std::size_t begin = separate ? 0 : given.begin;
  Fault fault{given.word,
              begin,
              words_[given.word].size(),
              &rule,
              std::move(message),
              std::move(suggestion),
              {}};
  if (other != nullptr) fault.notes.emplace_back(other->word, dashed(*other) + " is given here");
  faults_.push_back(std::move(fault));
}

void Judgement::report_word(std::size_t word, const Rule& rule, Trouble trouble) {
  const std::size_t size = words_[word].size();
  faults_.push_back({word,
                     std::min(trouble.begin, size),
                     std::min(trouble.end, size),
                     &rule,
                     std::move(trouble.message),
                     std::move(trouble.suggestion),
                     {}});
}

bool Judgement::faulty(const Given& given) const {
  return std::any_of(faults_.begin(), faults_.end(), [&given](const Fault& fault) {
    return fault.word == given.word && fault.rule->severity == Severity::Error;
  });
}

std::string dashed(const Given& given) { return "--" + std::string(given.flag->name); }

namespace {

// `--rm false image`: docker reads "false" as the image.
bool is_stray_switch_value(const Judgement& judgement, std::size_t image) {
  constexpr std::array<std::string_view, 6> kWords = {"true", "false", "yes", "no", "on", "off"};
  const auto& given = judgement.arguments().given;
  if (given.empty() || !given.back().bare || given.back().word + 1 != image) return false;
  if (image + 1 >= judgement.words().size()) return false;
  return std::find(kWords.begin(), kWords.end(), lower(judgement.words()[image])) != kWords.end();
}

// `image --gpus all`: docker hands the flag to the program in the container.
void judge_command(Judgement& judgement, std::size_t first) {
  if (first >= judgement.words().size()) return;
  const std::string_view word = judgement.words()[first];
  if (!word.starts_with("--")) return;
  const std::string_view name = cut(word.substr(2), '=').before;
  if (name.size() < 2 || find_flag(name) == nullptr || name == "help") return;
  judgement.report_word(first, kFlagAfterImage,
                        {"--" + std::string(name) +
                             " stands behind the image and goes to the program "
                             "inside the container, not to docker",
                         ""});
}

}  // namespace

namespace {

void report_no_image(Judgement& judgement) {
  // What follows an unknown flag is a guess, and a missing value is reported as such.
  if (judgement.arguments().guessed) return;
  const Trouble trouble{"no image is given", ""};
  if (judgement.words().empty()) return judgement.report_missing(kMissingImage, trouble.message);
  judgement.report_word(judgement.words().size() - 1, kMissingImage, trouble);
}

void report_stray_switch_value(Judgement& judgement, std::size_t image) {
  const std::string_view word = judgement.words()[image];
  const bool yes = word == "true" || word == "yes" || word == "on";
  const std::string better =
      dashed(judgement.arguments().given.back()) + (yes ? "=true" : "=false");
  judgement.report_word(
      image, kBadBoolean,
      {quoted(word) + " is read as the image, a switch takes its value behind \"=\" only",
       suggest(better)});
}

}  // namespace

void judge_image(Judgement& judgement) {
  const std::size_t image = judgement.arguments().image;
  if (image == Arguments::kNone) return report_no_image(judgement);
  if (is_stray_switch_value(judgement, image)) return report_stray_switch_value(judgement, image);
  if (Check wrong = check_image(judgement.words()[image])) {
    judgement.report_word(image, kBadImage, std::move(*wrong));
  }
  judge_command(judgement, image + 1);
}

namespace {

bool has_nul(std::span<const std::string_view> words, std::vector<Fault>& faults) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t at = words[i].find('\0');
    if (at == std::string_view::npos) continue;
    faults.push_back({i, at, at + 1, &kNulByte, "a NUL byte ends the word here", "", {}});
  }
  return !faults.empty();
}

}  // namespace

std::vector<Fault> judge_run(std::span<const std::string_view> words) {
  std::vector<Fault> faults;
  if (has_nul(words, faults)) return faults;
  Judgement judgement(words, faults);
  judge_values(judgement);
  judge_resources(judgement);
  judge_process(judgement);
  judge_storage(judgement);
  judge_network(judgement);
  judge_logging(judgement);
  judge_image(judgement);
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.word, a.begin) < std::tie(b.word, b.begin);
  });
  return faults;
}

}  // namespace launch::docker
