#include <algorithm>

#include "submit/queue/payload.h"

namespace launch::queue {
namespace {

// wandb.init(resume=…): https://docs.wandb.ai/guides/runs/resuming. What W&B's own agent sets for a
// run that it requeued (wandb/sdk/launch/_project_spec.py, get_env_vars_dict).
constexpr std::string_view kResume = "WANDB_RESUME";
constexpr std::string_view kAllow = "allow";
constexpr std::string_view kNever = "never";
// Whatever has W&B's variables runs the job, what stands beside it has not.
constexpr std::string_view kOfTheJob = "WANDB_LAUNCH";

class Resuming {
 public:
  explicit Resuming(Order& order)
      : arena_(*order.arena), nowhere_{order.sources->built_in(), 0, 0} {}

  void change(Argv& argv) {
    const std::string field = "env." + std::string(kResume);
    const bool said =
        std::any_of(argv.words.begin(), argv.words.end(),
                    [&](const Word& word) { return word.field == field; }) ||
        std::any_of(argv.environment.begin(), argv.environment.end(),
                    [](const ProcessVariable& variable) { return variable.name == kResume; });
    if (said) return;
    const bool in_container = argv.words.size() > 2 && argv.words[1].node.as_string() == "run" &&
                              std::any_of(argv.words.begin(), argv.words.end(),
                                          [](const Word& w) { return w.field == "image"; });
    if (!in_container) return argv.environment.push_back({kResume, text(kAllow)});
    const std::string_view kept = arena_.copy(field);
    const std::string_view pair = arena_.join({kResume, "=", kAllow});
    argv.words.insert(argv.words.begin() + 2, {{text("-e"), kept}, {text(pair), kept}});
  }

  void change(Manifest& manifest) {
    for (Node& document : manifest.documents) document = changed(document);
  }

  void change(Request& request) { request.body = changed(request.body); }

 private:
  Node text(std::string_view text) const { return Node::string(text, nowhere_); }

  // Lists of {name, value} as Kubernetes and Vertex AI have them, the map that SageMaker has.
  Node changed(const Node& node) const {
    if (node.is_sequence()) {
      std::vector<Node> items;
      for (const Node& item : node.items()) items.push_back(changed(item));
      if (lacks_resume(names_in(node))) items.push_back(variable());
      return Node::sequence(arena_.copy(std::span<const Node>(items)), node.span())
          .with_history(node.history());
    }
    if (!node.is_mapping()) return node;
    std::vector<Member> members;
    std::vector<std::string_view> names;
    for (const Member& member : node.members()) {
      names.push_back(member.key);
      members.push_back({member.key, member.key_span, changed(member.value)});
    }
    if (lacks_resume(names)) members.push_back({kResume, nowhere_, text(kAllow)});
    return Node::mapping(arena_.copy(std::span<const Member>(members)), node.span())
        .with_history(node.history());
  }

  static std::vector<std::string_view> names_in(const Node& list) {
    std::vector<std::string_view> names;
    for (const Node& item : list.items()) {
      const Node* name = item.find("name");
      if (name != nullptr) names.push_back(name->as_string());
    }
    return names;
  }

  static bool lacks_resume(const std::vector<std::string_view>& names) {
    const auto has = [&](std::string_view name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    return has(kOfTheJob) && !has(kResume);
  }

  Node variable() const {
    const Member members[] = {{"name", nowhere_, text(kResume)}, {"value", nowhere_, text(kAllow)}};
    return Node::mapping(arena_.copy(std::span<const Member>(members)), nowhere_);
  }

  Arena& arena_;
  Span nowhere_;
};

// Also in lists of {name, value}.
bool says_never(const Node& node) {
  const Node* name = node.find("name");
  const Node* value = node.find("value");
  const bool listed = name != nullptr && value != nullptr && name->as_string() == kResume;
  if (listed && value->as_string() == kNever) return true;
  return std::any_of(node.items().begin(), node.items().end(), says_never) ||
         std::any_of(node.members().begin(), node.members().end(), [](const Member& member) {
           const bool mapped = member.key == kResume && member.value.as_string() == kNever;
           return mapped || says_never(member.value);
         });
}

bool says_never(const Argv& argv) {
  const std::string pair = std::string(kResume) + "=" + std::string(kNever);
  return std::any_of(argv.words.begin(), argv.words.end(),
                     [&](const Word& word) { return word.node.as_string() == pair; }) ||
         std::any_of(argv.environment.begin(), argv.environment.end(),
                     [](const ProcessVariable& variable) {
                       return variable.name == kResume && variable.value.as_string() == kNever;
                     });
}

bool says_never(const Manifest& manifest) {
  return std::any_of(manifest.documents.begin(), manifest.documents.end(),
                     [](const Node& document) { return says_never(document); });
}

bool says_never(const Request& request) { return says_never(request.body); }

}  // namespace

bool never_resumes(const Order& order) {
  return std::visit([](const auto& content) { return says_never(content); },
                    order.artifact.content);
}

void mark_resumed(Order& order) {
  Resuming resuming(order);
  std::visit([&](auto& content) { resuming.change(content); }, order.artifact.content);
}

}  // namespace launch::queue
