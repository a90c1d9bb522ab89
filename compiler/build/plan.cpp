#include "compiler/build/plan.h"

#include "compiler/build/registry.h"
#include "compiler/build/repository_name.h"
#include "compiler/build/settings.h"
#include "compiler/document/write_json.h"
#include "compiler/spec/wandb_env.h"
#include "compiler/target/text.h"

namespace launch::build {
namespace {

const Node* given(const Node* map, std::string_view key) {
  const Node* node = map == nullptr ? nullptr : map->find(key);
  const bool empty =
      node == nullptr || node->is_null() || (node->is_string() && node->as_string().empty());
  return empty ? nullptr : node;
}

class Planner {
 public:
  explicit Planner(const PlanInput& input) : input_(input), root_(input.spec.root) {
    builders_ = builders_of(input);
    build_ = given(&root_, "build");
  }

  Plan run() {
    plan_.source = input_.spec.source;
    plan_.entry = input_.spec.entry;
    plan_.builder = of_builders("type");
    if (!plan_.builder.valid()) plan_.builder = built_in("docker", "nobody names a builder");
    take_source();
    take_destination();
    take_base();
    take(plan_.python_version, given(&root_, "python_version"));
    take(plan_.platform, given(build_, "platform"));
    if (!plan_.platform.valid()) plan_.platform = of_builders("platform");
    take(plan_.dockerfile, given(given(&root_, "overrides"), "dockerfile"));
    if (!plan_.dockerfile.valid()) take(plan_.dockerfile, given(build_, "dockerfile"));
    take(plan_.context, given(build_, "context"));
    take_user();
    if (const Node* packages = given(build_, "system_packages")) {
      plan_.system_packages.assign(packages->items().begin(), packages->items().end());
    }
    if (const Node* args = given(build_, "args")) {
      plan_.args.assign(args->members().begin(), args->members().end());
    }
    return std::move(plan_);
  }

 private:
  static void take(Node& field, const Node* node) {
    if (node != nullptr) field = *node;
  }
  Node built_in(std::string_view text, std::string_view why) const {
    return built_in_text(input_.arena.copy(text), why, input_.arena, input_.sources);
  }
  Node of_builders(std::string_view key) const {
    for (const Node* builder : builders_) {
      if (const Node* node = given(builder, key)) return *node;
    }
    return {};
  }

  void take_source() {
    if (plan_.source == SourceKind::Artifact) {
      plan_.artifact = input_.spec.source_node;
      return;
    }
    const Node* git = &input_.spec.source_node;
    take(plan_.repository, given(git, "repository"));
    for (const std::string_view key : {"commit", "version", "branch"}) {
      if (plan_.revision.valid()) break;
      take(plan_.revision, given(git, key));
      plan_.is_branch = plan_.revision.valid() && key == "branch";
    }
  }

  void take_destination() {
    plan_.destination = destination_of(root_, input_.arena);
    if (!plan_.destination.valid()) {
      const Node to = of_builders("destination");
      if (to.valid()) plan_.destination = name_of_destination(to, input_.arena);
    }
    if (!plan_.destination.valid() && input_.agent.valid()) {
      plan_.destination = destination_of(input_.agent, input_.arena);
    }
    plan_.pushes = plan_.destination.valid();
    if (!plan_.pushes) {
      plan_.destination = built_in(safe_image_name(name_of_source()),
                                   "made of the code's name: no builder has a destination");
    }
  }

  // "git.example.com/team/code" of https://user@git.example.com/team/code.git, "train" of
  // wandb-artifact://team/project/train:v3.
  std::string name_of_source() const {
    std::string_view name =
        (plan_.artifact.valid() ? plan_.artifact : plan_.repository).as_string();
    if (const std::size_t scheme = name.find("://"); scheme != std::string_view::npos)
      name.remove_prefix(scheme + 3);
    if (plan_.artifact.valid()) {
      name = name.substr(0, name.rfind(':'));
      return std::string(name);
    }
    if (const std::size_t at = name.find('@'); at != std::string_view::npos)
      name.remove_prefix(at + 1);
    if (name.ends_with(".git")) name.remove_suffix(4);
    return std::string(name);
  }

  void take_base() {
    take(plan_.base_image, given(build_, "base_image"));
    if (plan_.base_image.valid()) return;
    take(plan_.base_image, given(given(&root_, "docker"), "base_image"));
    if (plan_.base_image.valid()) return;
    take(plan_.base_image, given(&root_, "accelerator_base_image"));
    for (const Node* builder : builders_) {
      // cuda is the older name (wandb/sdk/launch/_project_spec.py).
      for (const char* key : {"accelerator", "cuda"}) {
        if (!plan_.base_image.valid())
          take(plan_.base_image, given(given(builder, key), "base_image"));
      }
    }
    plan_.accelerator = plan_.base_image.valid();
    if (!plan_.accelerator) plan_.base_image = of_builders("base_image");
  }

  // SageMaker runs containers as root (wandb/sdk/launch/builder/build.py, get_user_setup).
  void take_user() {
    if (input_.target == "sagemaker") {
      plan_.user = built_in("0", "SageMaker runs containers as root");
    } else {
      take(plan_.user, given(given(&root_, "docker"), "user_id"));
      if (!plan_.user.valid()) plan_.user = built_in("1000", "the usual user of images");
    }
  }

  const PlanInput& input_;
  const Node& root_;
  std::vector<const Node*> builders_;
  const Node* build_ = nullptr;
  Plan plan_;
};

class Words {
 public:
  Words(const Plan& plan, const Known& known, Arena& arena, SourceMap& sources)
      : plan_(plan), known_(known), arena_(arena), sources_(sources) {}

  Argv run() {
    add(built_in("docker", "builds images"), "builder");
    add(built_in("build", "builds images"), "builder");
    pair("--tag", image(), "image");
    const std::string_view path = known_.dockerfile;
    if (!path.empty()) {
      pair("--file",
           plan_.dockerfile.valid() ? same_place(plan_.dockerfile, path)
                                    : built_in(path, "the Dockerfile that launch wrote"),
           "dockerfile");
    } else if (plan_.dockerfile.valid()) {
      pair("--file", plan_.dockerfile, "dockerfile");
    } else {
      pair("--file", built_in(kWrittenDockerfile, "launch writes it").with_deferred(),
           "dockerfile");
    }
    if (plan_.platform.valid()) pair("--platform", plan_.platform, "platform");
    for (const Member& arg : plan_.args) {
      pair("--build-arg", assigned(arg.key, arg.value), arena_.join({"args.", arg.key}));
    }
    labels();
    add(built_in("-", "the context, as an archive on the standard input"), "context");
    return std::move(argv_);
  }

 private:
  Node built_in(std::string_view text, std::string_view why) const {
    return built_in_text(arena_.copy(text), why, arena_, sources_);
  }
  // Named apart from the fields of the job that the image is for.
  void add(const Node& node, std::string_view field) {
    argv_.words.push_back({node, arena_.join({"build.", field})});
  }
  void pair(std::string_view flag, const Node& value, std::string_view field) {
    add(built_in(flag, "a flag of docker build"), field);
    add(value, field);
  }
  // What a node says in other words keeps the node's place.
  Node same_place(const Node& node, std::string_view text) const {
    return Node::string(arena_.copy(text), node.span())
        .with_history(node.history())
        .with_secret(node.is_secret())
        .with_deferred(node.is_deferred());
  }
  Node assigned(std::string_view key, const Node& value) const {
    return same_place(value, arena_.join({key, "=", scalar_text(value, arena_)}));
  }

  Node image() const {
    const std::string_view repository = plan_.destination.as_string();
    if (!known_.tag.empty())
      return same_place(plan_.destination, arena_.join({repository, ":", known_.tag}));
    return same_place(plan_.destination, arena_.join({repository, ":${image_tag}"}))
        .with_deferred();
  }

  // https://github.com/opencontainers/image-spec/blob/main/annotations.md
  // Everybody who has the image reads them.
  void labels() {
    label("source", "source",
          plan_.artifact.valid()
              ? plan_.artifact
              : same_place(plan_.repository, without_credentials(plan_.repository.as_string())));
    if (!known_.commit.empty()) {
      label("revision", "revision",
            plan_.revision.valid() ? same_place(plan_.revision, known_.commit)
                                   : built_in(known_.commit, "the head of the repository"));
    } else if (plan_.repository.valid()) {
      label("revision", "revision",
            plan_.revision.valid() ? plan_.revision
                                   : built_in("HEAD", "no commit is named").with_deferred());
    }
    label("base.name", "base_image", plan_.base_image);
  }
  void label(std::string_view name, std::string_view field, const Node& value) {
    if (!value.valid()) return;
    pair("--label", assigned(arena_.join({"org.opencontainers.image.", name}), value), field);
  }

  const Plan& plan_;
  const Known& known_;
  Arena& arena_;
  SourceMap& sources_;
  Argv argv_;
};

}  // namespace

std::vector<const Node*> builders_of(const PlanInput& input) {
  const Node& root = input.spec.root;
  const Node* blocks = root.find("resource_args");
  const Node* block = given(blocks, input.target);
  return {given(&root, "builder"), given(block, "builder"), given(blocks, "builder"),
          given(&input.agent, "builder")};
}

Plan plan_of(const PlanInput& input) { return Planner(input).run(); }

std::string key_of(const Plan& plan) {
  std::string key;
  const auto add = [&](const Node& node) {
    key += (node.valid() ? write_json(node, JsonStyle::Compact) : "-") + "\n";
  };
  for (const Node& node : {plan.builder, plan.destination, plan.repository, plan.revision,
                           plan.artifact, plan.base_image, plan.python_version, plan.platform,
                           plan.dockerfile, plan.context, plan.user}) {
    add(node);
  }
  if (plan.is_branch) key += "branch\n";
  for (const Node& package : plan.system_packages) add(package);
  for (const Member& arg : plan.args) {
    key += json_string(arg.key) + ":";
    add(arg.value);
  }
  key += "entry\n";
  for (const Node& word : plan.entry) add(word);
  return key;
}

Artifact build_artifact(const Plan& plan, const Known& known, Arena& arena, SourceMap& sources) {
  return {kBuildTarget, Words(plan, known, arena, sources).run()};
}

}  // namespace launch::build
