#include "compiler/build/judge_builder.h"

#include "compiler/build/cluster.h"
#include "compiler/build/rules.h"

namespace launch::build {
namespace {

class Judge {
 public:
  explicit Judge(const BuilderJudging& judging)
      : plan_(judging.plan),
        settings_(judging.settings),
        judging_(judging),
        builder_(plan_.builder.as_string()) {}

  void settings() {
    arguments();
    if (builds_in_cluster(plan_) && config()) objects();
  }

  void lacking(const Lacking& lacking) {
    if (builder_ == "docker") return;
    if (!builds_in_cluster(plan_)) {
      return lack(kNoBuilder, lacking.no_builder, lacking,
                  quoted(builder_) + " builds no image, and the job's code needs one",
                  "name another builder, or give the job an image");
    }
    if (!settings_.store.valid() && !settings_.claim.valid()) {
      lack(kContextPlace, lacking.no_place, lacking,
           builder_ +
               " has nowhere to fetch the code from, expected build-context-store or "
               "build-context-claim");
    }
    if (!plan_.pushes) {
      lack(kImagePlace, lacking.no_place, lacking,
           builder_ + " has nowhere to push images to, expected destination");
    }
  }

 private:
  void report(const Rule& rule, const Node& node, std::string message,
              std::string suggestion = {}) {
    judging_.diagnostics.report(
        {&rule, node.span(), std::move(message), {}, std::move(suggestion)});
  }
  void lack(const Rule& rule, Severity severity, const Lacking& lacking, std::string message,
            std::string suggestion = {}) {
    std::vector<Note> notes;
    if (lacking.code) notes.push_back({*lacking.code, "the code that the image is made of"});
    judging_.diagnostics.report_as(severity, {&rule, plan_.builder.span(), std::move(message),
                                              std::move(notes), std::move(suggestion)});
  }

  // It would stand on docker's command line, in the image's history, and in a tag that differs from
  // person to person.
  void arguments() {
    for (const Member& argument : plan_.args) {
      if (!argument.value.is_deferred() && !argument.value.is_secret()) continue;
      report(kArgument, argument.value,
             "build.args." + std::string(argument.key) +
                 " waits for the environment, and what a build is told stays in the image",
             "take it from env when the job runs");
    }
  }

  // Whether a Job can be made of kaniko-config or buildkit-config at all.
  bool config() {
    const Node& config = settings_.config;
    const std::string key = builder_ + "-config";
    bool is_job = true;
    for (const auto& [field, expected] :
         {std::pair("apiVersion", "batch/v1"), std::pair("kind", "Job")}) {
      const Node* given = config.find(field);
      if (given == nullptr || given->is_null() || given->as_string() == expected) continue;
      report(
          kJobConfig, *given,
          key + " has the " + field + " " + quoted(given->as_string()) + ", expected " + expected);
      is_job = false;
    }
    if (!is_job) return false;
    const Path path{"spec", "template", "spec", "containers"};
    const Node* containers = config.at(path);
    if (containers == nullptr || !containers->is_sequence() || containers->size() == 0) return true;
    if (containers->size() > 1) {
      report(kJobConfig, *containers,
             key + " has " + std::to_string(containers->size()) +
                 " containers, expected the one that builds");
      return false;
    }
    return builder_ != "kaniko" || kaniko_arguments(containers->items()[0]);
  }

  // kaniko would take anything else for the value of the flag before it, and W&B's agent stops
  // (wandb/sdk/launch/builder/kaniko_builder.py).
  bool kaniko_arguments(const Node& container) {
    const Node* args = container.find("args");
    if (args == nullptr || !args->is_sequence()) return true;
    bool good = true;
    for (const Node& word : args->items()) {
      const std::string_view text = word.as_string();
      if (text.starts_with("--") && text.find('=') != std::string_view::npos) continue;
      report(kJobConfig, word, "the argument " + quoted(text) + " of kaniko is no --NAME=VALUE");
      good = false;
    }
    return good;
  }

  void objects() {
    const Known known{"0123456789abcdef", {}, std::string(kWrittenDockerfile)};
    const ClusterInput input{plan_, settings_, known, judging_.arena, judging_.sources};
    std::vector<Node> objects = std::get<Manifest>(cluster_artifact(input).content).documents;
    if (settings_.claim.valid()) objects.push_back(context_receiver(input));
    Diagnostics found;
    const TargetOptions options;
    for (const Node& object : objects) {
      find_target("kubernetes")
          ->judge({object, {judging_.arena, judging_.sources, found, options}});
    }
    // What launch itself puts there is no mistake of the user's.
    found.remove_if([&](const Diagnostic& each) {
      return judging_.sources.kind(each.span.source) == SourceMap::Kind::BuiltIn;
    });
    judging_.diagnostics.take(std::move(found));
  }

  const Plan& plan_;
  const ClusterSettings& settings_;
  const BuilderJudging& judging_;
  std::string builder_;
};

}  // namespace

void judge_builder(const BuilderJudging& judging) { Judge(judging).settings(); }

void judge_builder(const PlanInput& input, Diagnostics& diagnostics) {
  Plan plan = plan_of(input);
  // A queue is of no code: any will do.
  if (!plan.artifact.valid() && !plan.repository.valid()) plan.artifact = plan.builder;
  const ClusterSettings settings = cluster_settings(input, plan.builder.as_string());
  judge_builder({plan, settings, input.arena, input.sources, diagnostics});
}

void judge_lacking(const Lacking& lacking, const BuilderJudging& judging) {
  Judge(judging).lacking(lacking);
}

}  // namespace launch::build
