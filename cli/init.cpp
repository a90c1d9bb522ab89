#include <cstdio>
#include <filesystem>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/new_files.h"
#include "compiler/target/target.h"
#include "init_templates.h"

namespace launch::cli {
namespace {

struct InitOptions {
  std::string folder = ".";
  std::string target = "docker";
  std::string ci = "github";
  std::string agent;  // files for an agent there, and no workspace
  bool force = false;
};

std::string_view queue_for(std::string_view target) {
  if (target == "kubernetes") return kInitKubernetes;
  if (target == "sagemaker") return kInitSagemaker;
  if (target == "vertex") return kInitVertex;
  return target == "local-process" ? kInitLocalProcess : kInitDocker;
}

// What fills the template's hole: a process has no image, and SageMaker's come from AWS's registry.
std::string source_for(std::string_view target) {
  if (target == "local-process") {
    return "# What runs: a W&B job artifact, or `git:` with a full commit.\n"
           "job: my-team/my-project/train:v0";
  }
  const std::string registry = target == "sagemaker"
                                   ? "123456789012.dkr.ecr.us-east-1.amazonaws.com"
                                   : "registry.example.com";
  // A request to Vertex AI has no place for it; on SageMaker the queue's role is the place to say
  // so.
  const std::string ignored =
      target == "vertex"
          ? "# launch: ignore[secret/no-api-key] the job fetches its key to W&B by itself\n"
          : "";
  return "# What runs: an image by digest, or `git:` with a full commit, or `job:` with an "
         "artifact.\n" +
         ignored + "image: " + registry + "/train@sha256:" + std::string(64, '0');
}

std::string filled(std::string_view text, std::string_view hole, const std::string& value) {
  std::string result(text);
  for (std::size_t at = result.find(hole); at != std::string::npos;
       at = result.find(hole, at + value.size())) {
    result.replace(at, hole.size(), value);
  }
  return result;
}

std::vector<NewFile> files_of(const InitOptions& options) {
  if (options.agent == "kubernetes") {
    return {{"kubernetes.yaml", filled(kInitDeployment, "@VERSION@", LAUNCH_VERSION)}};
  }
  if (options.agent == "systemd") {
    return {{"launch-agent.service", std::string(kInitService)},
            {"launch-config.yaml", std::string(kInitAgentConfig)}};
  }
  std::vector<NewFile> files{
      {"launch.yaml", std::string(kInitWorkspace)},
      {"queues/default.yaml", std::string(queue_for(options.target))},
      {"bases/team.yaml", std::string(kInitBase)},
      {"jobs/first.yaml", filled(kInitJob, "@SOURCE@", source_for(options.target))},
      {".pre-commit-config.yaml", std::string(kInitPreCommit)}};
  if (options.ci == "github") {
    files.push_back(
        {".github/workflows/launch.yml", filled(kInitGithub, "@VERSION@", LAUNCH_VERSION)});
  } else if (options.ci == "gitlab") {
    files.push_back({".gitlab-ci.yml", std::string(kInitGitlab)});
  }
  return files;
}

int init(const InitOptions& options) {
  write_new_files(files_of(options), options.folder, options.force);
  if (!options.agent.empty()) {
    std::printf("next: set names and addresses in it, and follow the lines at its top\n");
    return kOk;
  }
  const std::string normal = std::filesystem::path(options.folder).lexically_normal().string();
  const std::string go = normal == "." ? "" : "cd " + normal + " && ";
  std::printf("next: %slaunch validate && launch render jobs/first.yaml\n", go.c_str());
  return kOk;
}

}  // namespace

void add_init(Program& program) {
  auto [command, options] =
      program.add<InitOptions>("init", "Write a workspace to start from", init);
  command.add_option("DIR", options.folder, "Where to; here without it")->type_name(kFolderValue);
  std::vector<std::string> names;
  for (const Target* target : targets()) names.emplace_back(target->name);
  allow(command.add_option("-t,--target", options.target, "Where jobs run; docker without it"),
        names);
  allow(command.add_option("--ci", options.ci, "What checks them; github without it"),
        {"github", "gitlab", "none"});
  allow(command.add_option("--agent", options.agent,
                           "Write what runs an agent there, and no workspace"),
        {"systemd", "kubernetes"});
  command.add_flag("--force", options.force, "Overwrite files that are there");
}

}  // namespace launch::cli
