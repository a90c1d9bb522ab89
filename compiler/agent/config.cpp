#include "compiler/agent/config.h"

#include <algorithm>
#include <optional>

#include "compiler/agent/settled_types.h"
#include "compiler/target/text.h"

namespace launch::agent {
namespace {

constexpr std::string_view kNumbers[] = {"max_jobs", "max_schedulers", "verbosity",
                                         "stopped_run_timeout"};

// The whole number that a text stands for: "5", "+5", " 5 ", "5.0"; nothing for any other.
// https://docs.pydantic.dev/latest/concepts/conversion_table/
std::optional<std::string_view> whole_number(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (const std::size_t dot = text.find('.'); dot != std::string_view::npos) {
    const bool zeros =
        dot + 1 < text.size() && text.find_first_not_of('0', dot + 1) == std::string_view::npos;
    if (!zeros) return {};
    text = text.substr(0, dot);
  }
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  // What does not fit 64 bits is no number of jobs.
  const bool number = !digits.empty() && digits.size() < 19 &&
                      std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c); });
  if (!number) return {};
  return text;
}

std::optional<bool> truth(std::string_view text) {
  const std::string word = lower(text);
  for (const char* yes : {"1", "on", "t", "true", "y", "yes"}) {
    if (word == yes) return true;
  }
  for (const char* no : {"0", "off", "f", "false", "n", "no"}) {
    if (word == no) return false;
  }
  return {};
}

Node as_number(const Node& node) {
  if (node.kind() == Kind::Bool) {
    return Node::scalar(Kind::Integer, node.as_bool() ? "1" : "0", node.span());
  }
  if (!node.is_string() && node.kind() != Kind::Float) return node;
  const auto number = whole_number(node.as_string());
  return number ? Node::scalar(Kind::Integer, *number, node.span()) : node;
}

Node as_truth(const Node& node) {
  if (!node.is_string() && !node.is_number()) return node;
  std::string_view text = node.as_string();
  if (node.kind() == Kind::Float) text = whole_number(text).value_or(text);  // 1.0
  const auto value = truth(text);
  return value ? Node::scalar(Kind::Bool, *value ? "true" : "false", node.span()) : node;
}

// Texts and nothing else; a null is as good as nothing.
Node text_of(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->is_string() ? *node : Node();
}
Node map_of(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->is_mapping() ? *node : Node();
}

void take(Setting<std::int64_t>& setting, const Node& root, std::string_view key) {
  const Node* node = root.find(key);
  if (node == nullptr || node->kind() != Kind::Integer) return;
  if (const auto value = node->as_integer()) setting = {*value, *node};
}

Registry read_registry(const Node& block) {
  return {block,
          text_of(block, "type"),
          text_of(block, "uri"),
          text_of(block, "url"),
          text_of(block, "repository"),
          text_of(block, "repo_name"),
          text_of(block, "image-name"),
          text_of(block, "account_id"),
          text_of(block, "region"),
          text_of(block, "project")};
}

Node accelerator_base(const Node& block) {
  const Node newer = text_of(map_of(block, "accelerator"), "base_image");
  return newer.valid() ? newer : text_of(map_of(block, "cuda"), "base_image");
}

Builder read_builder(const Node& block) {
  Builder builder;
  builder.block = block;
  builder.type = text_of(block, "type");
  builder.destination = text_of(block, "destination");
  builder.platform = text_of(block, "platform");
  builder.base_image = text_of(block, "base_image");
  builder.accelerator_base_image = accelerator_base(block);
  return builder;
}

}  // namespace

bool is_number_key(std::string_view key) {
  return std::find(std::begin(kNumbers), std::end(kNumbers), key) != std::end(kNumbers);
}

Node settled_types(const Node& root, Arena& arena) {
  if (!root.is_mapping()) return root;
  std::vector<Member> members(root.members().begin(), root.members().end());
  for (Member& member : members) {
    if (is_number_key(member.key)) member.value = as_number(member.value);
    if (member.key == "secure_mode") member.value = as_truth(member.value);
  }
  MappingBuilder builder;
  builder.members() = std::move(members);
  return builder.build(arena, root.span());
}

AgentConfig read_config(const Node& root, Arena& arena) {
  const Node settled = settled_types(root, arena);
  AgentConfig config;
  config.root = root;
  config.entity = text_of(settled, "entity");
  if (const Node* queues = settled.find("queues")) {
    for (const Node& queue : queues->items()) {
      if (queue.is_string()) config.queues.push_back(queue);
    }
  }
  // W&B's agent adds it too, before its schema refuses it (wandb/sdk/launch/_launch.py).
  const Node queue = text_of(settled, "queue");
  if (!queue.as_string().empty()) config.queues.push_back(queue);
  take(config.max_jobs, settled, "max_jobs");
  take(config.max_schedulers, settled, "max_schedulers");
  take(config.verbosity, settled, "verbosity");
  take(config.stopped_run_timeout, settled, "stopped_run_timeout");
  const Node* secure = settled.find("secure_mode");
  if (secure != nullptr && secure->kind() == Kind::Bool) {
    config.secure_mode = {secure->as_bool(), *secure};
  }
  config.registry = read_registry(map_of(settled, "registry"));
  const Node environment = map_of(settled, "environment");
  config.environment = {environment, text_of(environment, "type"), text_of(environment, "region"),
                        text_of(environment, "project")};
  config.builder = read_builder(map_of(settled, "builder"));
  return config;
}

}  // namespace launch::agent
