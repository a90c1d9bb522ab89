#include "cli/options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>

#include "cli/choices.h"
#include "cli/disk.h"

namespace launch::cli {
namespace {

constexpr const char* kSet = "--set";
constexpr const char* kSetString = "--set-string";
constexpr const char* kSetFile = "--set-file";
constexpr const char* kResourceArgs = "--override-resource-args";
constexpr const char* kEnv = "--env";
constexpr const char* kSetVar = "--set-var";
constexpr const char* kRunId = "--run-id";
constexpr const char* kRunName = "--run-name";

std::pair<std::string, std::string> split(const std::string& flag, const std::string& text) {
  const std::string wanted = flag == kEnv || flag == kSetVar ? "NAME=VALUE" : "PATH=VALUE";
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UsageError{std::string(flag) + " wants " + wanted + ", and this is " +
                     launch::quoted(text)};
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string read_value(const std::string& flag, const std::string& path) {
  FileText file = read_file(path);
  if (file.status == FileText::Status::Ok) return std::move(file.text);
  throw UnreachableError{flag + ": " + launch::quoted(path) + " cannot be read" +
                         (file.why.empty() ? ": no such file" : ": " + file.why)};
}

Setting resource_args(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  const bool inline_map = first != std::string::npos && (text[first] == '{' || text[first] == '[');
  return {Setting::Kind::ResourceArgs,
          kResourceArgs,
          {},
          inline_map ? text : read_value(kResourceArgs, text),
          true};
}

Setting setting_of(const std::string& flag, const std::string& text) {
  if (flag == kResourceArgs) return resource_args(text);
  if (flag == kRunId) return {Setting::Kind::SetString, flag, "run_id", text, true};
  if (flag == kRunName) return {Setting::Kind::SetString, flag, "name", text, true};
  if (flag == kEnv && text.find('=') == std::string::npos) {
    return {Setting::Kind::Env, flag + " " + text, text, {}, false};
  }
  auto [path, value] = split(flag, text);
  // The value is left out: it may be what nobody shall see.
  const std::string shown = flag + " " + path;
  if (flag == kEnv) return {Setting::Kind::Env, shown, path, value, true};
  if (flag == kSetVar) return {Setting::Kind::Variable, shown, path, value, true};
  if (flag == kSetString) return {Setting::Kind::SetString, shown, path, value, true};
  if (flag == kSetFile) return {Setting::Kind::SetFile, shown, path, read_value(flag, value), true};
  return {Setting::Kind::Set, shown, path, value, true};
}

}  // namespace

void add_common_flags(CLI::App& command, CommonOptions& options) {
  allow(command.add_option("--color", options.color, "When to use colours"),
        {"auto", "always", "never"});
  command.add_option("--root", options.root, "Folder outside which no file is read")
      ->type_name(kFolderValue);
}

void add_job_options(CLI::App& command, JobOptions& options) {
  command.add_option("JOB", options.job, "Job file, or - for standard input")
      ->required()
      ->type_name(kFileValue);
  add_job_flags(command, options);
}

void add_job_flags(CLI::App& command, JobOptions& options) {
  options.command = &command;
  command
      .add_option("-q,--queue", options.queue, "Queue file to use instead of the one the job names")
      ->type_name(kQueueValue);
  std::vector<std::string> target_names;
  for (const Target* target : targets()) target_names.emplace_back(target->name);
  target_names.emplace_back("all");
  offer(command.add_option("-t,--target", options.target,
                           "Target to render for, or all that the job has a block for"),
        target_names);
  const auto repeated = [&](const char* names, const char* help, const char* value) {
    command.add_option(names)
        ->description(help)
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false)
        ->type_name(value);
  };
  repeated(kSet, "Set a field; the value is read as YAML", "PATH=VALUE");
  repeated(kSetString, "Set a field to text as it is", "PATH=TEXT");
  repeated(kSetFile, "Set a field to a file's text", "PATH=FILE");
  repeated("-R,--override-resource-args,--resource-args",
           "JSON, or a file of it, laid over resource_args", kFileValue);
  repeated(kEnv, "Set a variable; a NAME alone takes it from the submitting environment",
           "NAME=VALUE");
  repeated("-v,--set-var", "Set a template variable", "NAME=VALUE");
  repeated(kRunId, "Id of the run", "ID");
  repeated(kRunName, "Name of the run", "NAME");
  command
      .add_option("--image-uri", options.image_uri, "Image to run, instead of what would be built")
      ->type_name("IMAGE");
  add_target_flags(command, options.target_flags);
}

void add_threads_flag(CLI::App& command, std::size_t& threads) {
  constexpr std::int64_t kMost = 1024;
  allow_numbers(command.add_option("-j,--jobs", threads, "Threads; one a core by default")
                    ->type_name("NUMBER"),
                0, kMost);
}

void add_target_flags(CLI::App& command, TargetFlags& flags) {
  command
      .add_option("--kubernetes-version", flags.kubernetes_version,
                  "Version of the API server to judge by, such as 1.34; the newest by default")
      ->type_name("VERSION");
  command
      .add_option("--schema", flags.schemas,
                  "CustomResourceDefinitions or JSON schemas: a file, or a folder of them")
      ->type_name(kFileValue)
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command
      .add_option("--aws-account", flags.aws_account,
                  "AWS account of roles that are given by name: 12 digits")
      ->type_name("ACCOUNT");
  command.add_flag("--allow-plain-secrets", flags.allow_plain_secrets,
                   "Let requests whose fields are plain text (SageMaker, Vertex AI) hold secrets");
}

std::vector<Setting> settings_of(const JobOptions& options) {
  std::vector<Setting> settings;
  std::map<const CLI::Option*, std::size_t> taken;
  for (const CLI::Option* option : options.command->parse_order()) {
    for (const char* flag :
         {kSet, kSetString, kSetFile, kResourceArgs, kEnv, kSetVar, kRunId, kRunName}) {
      if (!option->check_name(flag)) continue;
      const std::size_t index = taken[option]++;
      if (index < option->results().size()) {
        settings.push_back(setting_of(flag, option->results()[index]));
      }
    }
  }
  return settings;
}

bool wants_colour(const CommonOptions& common, int stream) {
  if (common.color == "always") return true;
  if (common.color == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* force = std::getenv("CLICOLOR_FORCE");
  if (force != nullptr && *force != '\0' && *force != '0') return true;
  return isatty(stream) != 0;
}

}  // namespace launch::cli
