#include <string>
#include <vector>

#include "build_info.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/judged_by.h"
#include "cli/write_out.h"
#include "compiler/document/write_json.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/sagemaker/api.h"
#include "compiler/target/target.h"
#include "compiler/target/vertex/api.h"
#include "compiler/wandb/queue_item.h"
#include "submit/queue/store.h"

namespace launch::cli {

namespace {

struct VersionOptions {
  bool schemas = false;
  std::string format = "text";
};

std::string botocore() { return std::string(sagemaker::botocore_version()); }
std::string aiplatform() { return std::string(vertex::package_version()); }

std::vector<std::string> target_names() {
  std::vector<std::string> names;
  for (const Target* target : targets()) names.emplace_back(target->name);
  names.emplace_back(wandb::kTarget);
  return names;
}

std::vector<std::string> kubernetes_versions() {
  std::vector<std::string> versions;
  for (const int minor : kubernetes::known_minors())
    versions.push_back("1." + std::to_string(minor));
  return versions;
}

std::vector<std::string> store_names() {
  std::vector<std::string> names{"sqlite"};
  if (queue::has_postgresql()) names.emplace_back("postgresql");
  return names;
}

std::string words(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += " " + item;
  return out;
}

std::string json_list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "[" : ",") + json_string(item);
  return out + "]";
}

std::string schemas_text() {
  return "job, queue, agent, sweep: as of launch " LAUNCH_VERSION "\ndocker: client " +
         std::string(kDockerClient) + ", engine " + std::string(kDockerEngine) +
         "\nkubernetes:" + words(kubernetes_versions()) +
         " (the API of batch/v1; --kubernetes-version chooses, the first by default)\n"
         "sagemaker: botocore " +
         botocore() +
         " (CreateTrainingJob of 2017-07-24)\n"
         "vertex: @google-cloud/aiplatform " +
         aiplatform() + " (CustomJob of v1)\n";
}

std::string text(bool schemas) {
  const std::string commit = *kCommit == '\0' ? "an unknown commit" : kCommit;
  return "launch " LAUNCH_VERSION "\nbuilt from " + commit + (kModified ? ", with changes" : "") +
         "\nbuilt by " LAUNCH_COMPILER ", " LAUNCH_BUILD_TYPE ", " LAUNCH_LINKAGE "\nrenders for:" +
         words(target_names()) + "\nkeeps queues in:" + words(store_names()) + "\n" +
         (schemas ? schemas_text() : "");
}

std::string json() {
  const std::string commit = *kCommit == '\0' ? "null" : json_string(kCommit);
  return R"({"format_version":1,"version":")" LAUNCH_VERSION R"(","commit":)" + commit +
         R"(,"modified":)" + (kModified ? "true" : "false") +
         R"(,"compiler":")" LAUNCH_COMPILER R"(","build_type":")" LAUNCH_BUILD_TYPE
         R"(","linkage":")" LAUNCH_LINKAGE R"(","targets":)" +
         json_list(target_names()) + R"(,"stores":)" + json_list(store_names()) +
         R"(,"schemas":{"docker":{"client":)" + json_string(kDockerClient) + R"(,"engine":)" +
         json_string(kDockerEngine) + R"(},"kubernetes":)" + json_list(kubernetes_versions()) +
         R"(,"sagemaker":{"botocore":)" + json_string(botocore()) +
         R"(},"vertex":{"@google-cloud/aiplatform":)" + json_string(aiplatform()) + "}}}\n";
}

int version(const VersionOptions& options) {
  const std::string out = options.format == "json" ? json() : text(options.schemas);
  return write_out(out, {});
}

}  // namespace

void add_version(Program& program) {
  auto [command, options] =
      program.add<VersionOptions>("version", "Print the version, and how it was built", version);
  command.add_flag("--schemas", options.schemas, "And what the targets are judged by");
  allow(command.add_option("--format", options.format, "How to print it; json says all of it"),
        {"text", "json"});
}

}  // namespace launch::cli
