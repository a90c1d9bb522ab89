#include "compiler/spec/wandb_env.h"
#include "compiler/target/job_words.h"
#include "compiler/target/sagemaker/emit.h"
#include "compiler/target/sagemaker/instance_types.h"
#include "compiler/target/sagemaker/names.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

class Completer {
 public:
  Completer(const Spec& spec, Tree& tree, TargetContext& context)
      : spec_(spec), tree_(tree), context_(context) {}

  void run(std::string_view region) {
    name_job();
    complete_role(region);
    texts(Path{"HyperParameters"});
    tag_run();
    complete_resources();
    tree_.complete(Path{"StoppingCondition", "MaxRuntimeInSeconds"},
                   tree_.built_in(Kind::Integer, "86400", "AWS's default, one day"));
  }

 private:
  void name_job() {
    const Path place{"TrainingJobName"};
    const Node* given = tree_.find(place);
    if (given != nullptr && (!given->is_string() || given->is_deferred())) return;
    if (!spec_.run_id.valid()) {
      return tree_.complete(place, tree_.built_in("RUN", "no run is known").with_deferred());
    }
    const std::string_view asked = given == nullptr ? std::string_view() : given->as_string();
    const std::string name = training_job_name(asked, spec_.run_id.as_string());
    if (name == asked) return;
    constexpr std::string_view kWhy = "made of the run's id";
    if (given == nullptr) return tree_.complete(place, name, kWhy);
    const Node made = Node::string(context_.arena.copy(name), given->span())
                          .with_history(given->history())
                          .with_secret(given->is_secret())
                          .with_step(context_.arena, {Step::Action::Completed, given->span(),
                                                      "made legal, and unique with the run's id"});
    tree_.set(place, made, given->span());
  }

  static std::string_view partition_of(std::string_view region) {
    if (region.starts_with("cn-")) return "aws-cn";
    return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
  }

  // The name of a role, with or without its path, is enough where the account is known.
  void complete_role(std::string_view region) {
    const Path place{"RoleArn"};
    const Node* role = tree_.find(place);
    if (role == nullptr || !role->is_string() || role->is_deferred()) return;
    const std::string_view name = role->as_string();
    if (name.empty() || name.find(':') != std::string_view::npos) return;
    const std::string_view account = context_.options.aws_account;
    if (account.empty()) {
      context_.diagnostics.report(
          {&kRoleName,
           role->span(),
           quoted(name) + " is a role's name, and its account is not known",
           {},
           "write the role's whole ARN, or give its account with --aws-account"});
      tree_.set(place, role->with_deferred(), role->span());
      return;
    }
    const std::string arn = "arn:" + std::string(partition_of(region)) +
                            ":iam::" + std::string(account) + ":role/" +
                            std::string(name.starts_with('/') ? name.substr(1) : name);
    tree_.set(place,
              Node::string(context_.arena.copy(arn), role->span())
                  .with_history(role->history())
                  .with_secret(role->is_secret())
                  .with_step(context_.arena, {Step::Action::Completed, role->span(),
                                              "completed with --aws-account"}),
              role->span());
  }

  // A map whose values are texts to SageMaker takes numbers and more from people.
  void texts(const Path& place) {
    const Node* map = tree_.find(place);
    if (map == nullptr) return;
    std::vector<Member> members(map->members().begin(), map->members().end());
    if (members.empty()) return;
    for (Member& member : members) member.value = as_text(member.value, context_.arena);
    const Node texts =
        Node::mapping(context_.arena.copy(std::span<const Member>(members)), map->span())
            .with_history(map->history());
    tree_.set(place, texts, texts.span());
  }

  // As W&B's client does (sagemaker_runner.py, build_sagemaker_args).
  void tag_run() {
    const Path place{"Tags"};
    const Node* tags = tree_.find(place);
    if (!spec_.run_id.valid() || (tags != nullptr && !tags->is_sequence())) return;
    constexpr std::string_view kKey = "WandbRunId";
    std::size_t count = 0;
    for (; tags != nullptr && count < tags->items().size(); ++count) {
      const Node* key = tags->items()[count].find("Key");
      if (key != nullptr && key->as_string() == kKey) return;
    }
    const Path tag = place / std::to_string(count);
    tree_.complete(tag / "Key", kKey, "tells the run");
    tree_.complete(tag / "Value", as_text(spec_.run_id, context_.arena));
  }

  void complete_resources() {
    const Path config{"ResourceConfig"};
    const std::string_view type = tree_.text(config / "InstanceType");
    if (type.empty() || tree_.has(config / "InstanceGroups")) return;
    tree_.complete(config / "InstanceCount", tree_.built_in(Kind::Integer, "1", "one instance"));
    if (has_local_storage(type) || instance_family(type).empty()) return;
    // Estimator's default in https://github.com/aws/sagemaker-python-sdk.
    tree_.complete(config / "VolumeSizeInGB",
                   tree_.built_in(Kind::Integer, "30", "the default of AWS's SDK"));
  }

  const Spec& spec_;
  Tree& tree_;
  TargetContext& context_;
};

}  // namespace

void complete(const Spec& spec, std::string_view region, Tree& tree, TargetContext& context) {
  Completer(spec, tree, context).run(region);
}

}  // namespace launch::sagemaker
