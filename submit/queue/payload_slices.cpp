#include "submit/queue/payload_slices.h"

#include <utility>

namespace launch::queue {
namespace {

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html: of
// Environment, which is why wandb/sdk/launch/utils.py cuts there.
constexpr std::size_t kLongest = 512;
constexpr std::string_view kCut[] = {"WANDB_CONFIG", "WANDB_LAUNCH_FILE_OVERRIDES"};

// NAME itself, or NAME_0, NAME_1 …
bool is_of(std::string_view key, std::string_view name) {
  if (!key.starts_with(name)) return false;
  key.remove_prefix(name.size());
  if (key.empty()) return true;
  return key.size() > 1 && key[0] == '_' &&
         key.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

// One variable, in all its slices.
class Slices {
 public:
  Slices(const Node& variables, std::string_view name, Arena& arena) : name_(name), arena_(arena) {
    for (const Member& member : variables.members()) {
      if (!is_of(member.key, name)) continue;
      if (!first_.valid()) first_ = member.value;
      text_ += member.value.as_string();
      secret_ = secret_ || member.value.is_secret();
      too_long_ = too_long_ || member.value.as_string().size() > kLongest;
      ++count_;
    }
  }

  // What was filled is longer or shorter than the macro that the slices were made for.
  bool are_off() const { return too_long_ || (secret_ && count_ > 1); }

  void add_to(std::vector<Member>& members, Span key_span) const {
    std::size_t number = 0;
    for (std::size_t at = 0; at < text_.size(); at += kLongest, ++number) {
      const Node slice = Node::string(arena_.copy(text_.substr(at, kLongest)), first_.span())
                             .with_history(first_.history())
                             .with_secret(secret_);
      const bool whole = text_.size() <= kLongest;
      const std::string_view key =
          whole ? name_ : arena_.join({name_, "_", std::to_string(number)});
      members.push_back({key, key_span, slice});
    }
  }

 private:
  std::string_view name_;
  Arena& arena_;
  Node first_;
  std::string text_;
  std::size_t count_ = 0;
  bool secret_ = false, too_long_ = false;
};

Node cut(const Node& variables, std::string_view name, Arena& arena) {
  const Slices slices(variables, name, arena);
  if (!slices.are_off()) return variables;
  std::vector<Member> members;
  bool added = false;
  for (const Member& member : variables.members()) {
    if (!is_of(member.key, name)) {
      members.push_back(member);
    } else if (!std::exchange(added, true)) {
      slices.add_to(members, member.key_span);
    }
  }
  return Node::mapping(arena.copy(std::span<const Member>(members)), variables.span())
      .with_history(variables.history());
}

}  // namespace

Node with_slices(const Node& request, std::string_view key, Arena& arena) {
  const Node* variables = request.find(key);
  if (variables == nullptr || !variables->is_mapping()) return request;
  Node whole = *variables;
  for (const std::string_view name : kCut) whole = cut(whole, name, arena);
  std::vector<Member> members(request.members().begin(), request.members().end());
  for (Member& member : members) {
    if (member.key == key) member.value = whole;
  }
  return Node::mapping(arena.copy(std::span<const Member>(members)), request.span())
      .with_history(request.history());
}

}  // namespace launch::queue
