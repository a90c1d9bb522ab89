#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string_view>

#include "cli/commands.h"

namespace launch::cli {
namespace {

// The command line as one object; each subcommand is one call.
struct CommandLine {
  CLI::App app{
      "Compiles and validates ML launch specs: what would run, and what is wrong with it."};
  CommonOptions common;
  ValidateOptions validate;
  RenderOptions render;
  ExplainOptions explain;
  RulesOptions rules;
  std::string schema_kind;
  bool schemas = false;

  CommandLine() {
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);
    app.add_flag_callback(
        "--version", [] { throw CLI::CallForVersion("launch " LAUNCH_VERSION, 0); },
        "Print the version");
    add_validate();
    add_render();
    add_explain();
    add_rest();
  }

  void add_common(CLI::App& command) {
    command.add_option("--color", common.color, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    command.add_option("--root", common.root, "Folder outside which no file is read");
  }

  void add_validate() {
    CLI::App& command =
        *app.add_subcommand("validate", "Check files, folders, or the whole workspace");
    command.add_option("PATH", validate.paths, "Files, folders, or - for standard input");
    command.add_flag("--dependents", validate.dependents,
                     "Also check every file of the workspace that reads one of PATH");
    command
        .add_option("--exclude", validate.exclude,
                    "Glob of files to pass over, such as 'old/**'; may be repeated")
        ->allow_extra_args(false);
    command.add_option("-q,--queue", validate.queue, "Queue file to judge the jobs by");
    command.add_option("--as", validate.as,
                       "Judge finished objects of a target: docker, kubernetes or vertex");
    add_target_flags(command, validate.target);
    command.add_option("--format", validate.format,
                       "text, concise, json, jsonl, sarif, junit, tap, github, gitlab or "
                       "checkstyle");
    command
        .add_option("--output", validate.outputs,
                    "FORMAT=FILE: the findings in another format; may be repeated")
        ->allow_extra_args(false);
    command.add_option("--fail-on", validate.fail_on, "error or warning")
        ->check(CLI::IsMember({"error", "warning"}));
    command.add_option("-j,--jobs", validate.threads, "Threads; one a core by default");
    add_common(command);
  }

  void add_render() {
    CLI::App& command = *app.add_subcommand("render", "Print what would run");
    add_job_options(command, render.job);
    command.add_flag("--resolve-env", render.job.resolve_environment,
                     "Fill environment macros now; secrets stay masked");
    command
        .add_option("--format", render.format,
                    "shell, yaml, gcloud or json; the target's own by default")
        ->check(CLI::IsMember({"shell", "yaml", "gcloud", "json"}));
    command.add_option("-o,--output", render.output, "File to write to");
    add_common(command);
  }

  void add_explain() {
    CLI::App& command = *app.add_subcommand("explain", "Say which file and line set each value");
    add_job_options(command, explain.job);
    command.add_option("FIELD", explain.field, "Field of the rendered object; all without it");
    command.add_option("--format", explain.format, "text or json")
        ->check(CLI::IsMember({"text", "json"}));
    add_common(command);
  }

  void add_rest() {
    CLI::App& rule = *app.add_subcommand("rules", "List all rules, or explain one");
    rule.add_option("ID", rules.id, "A rule, as printed in brackets");
    rule.add_option("--format", rules.format, "text or markdown")
        ->check(CLI::IsMember({"text", "markdown"}));
    CLI::App& print_schema =
        *app.add_subcommand("schema", "Print the JSON schema of a kind of document");
    print_schema.add_option("KIND", schema_kind, "job, queue, agent or sweep")->required();
    CLI::App& print_version = *app.add_subcommand("version", "Print the version");
    print_version.add_flag("--schemas", schemas, "And what the targets are judged by");
  }

  // What the user typed and we do not know, in a sentence, with the nearest thing we do know.
  static int refuse(const std::string& message, std::string_view nearest) {
    const std::string suggestion = nearest.empty() ? "" : "; " + suggest(nearest);
    std::fprintf(stderr, "launch: %s%s\nRun with --help for more information.\n", message.c_str(),
                 suggestion.c_str());
    return kUsage;
  }

  bool is_unknown_command(std::string_view word) const {
    const std::vector<const CLI::App*> commands = app.get_subcommands({});
    return !word.starts_with('-') &&
           std::none_of(commands.begin(), commands.end(),
                        [&](const CLI::App* c) { return c->get_name() == word; });
  }

  int refuse_command(std::string_view word) const {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    return refuse("unknown command " + launch::quoted(word), did_you_mean(word, known));
  }

  int refuse_extras(int argc, char** argv) const {
    if (argc > 1 && is_unknown_command(argv[1])) return refuse_command(argv[1]);
    const std::vector<std::string> extras = app.remaining(true);
    const std::string word =
        extras.empty() ? "" : extras.front().substr(0, extras.front().find('='));
    if (!word.starts_with('-')) return refuse("unexpected argument " + launch::quoted(word), {});
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands()) {
      for (const CLI::Option* option : command->get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
      }
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    return refuse("unknown flag " + word, did_you_mean(word, known));
  }

  int run() {
    if (app.got_subcommand("validate")) return cli::validate(validate, common);
    if (app.got_subcommand("render")) {
      gather_settings(*app.get_subcommand("render"), render.job);
      return cli::render(render, common);
    }
    if (app.got_subcommand("explain")) {
      gather_settings(*app.get_subcommand("explain"), explain.job);
      return cli::explain(explain, common);
    }
    if (app.got_subcommand("rules")) return cli::rules(rules);
    if (app.got_subcommand("schema")) return cli::schema(schema_kind);
    return cli::version(schemas);
  }
};

int parse_and_run(int argc, char** argv) {
  CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    return line.refuse_extras(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (argc > 1 && line.is_unknown_command(argv[1])) return line.refuse_command(argv[1]);
    const int code = line.app.exit(error);
    return code == 0 ? kOk : kUsage;
  }
  return line.run();
}

}  // namespace
}  // namespace launch::cli

int main(int argc, char** argv) {
  using namespace launch::cli;
  // Before anything is set up: the most frequent question of scripts.
  const bool asks_version = argc == 2 && std::string_view(argv[1]) == "--version";
  if (asks_version) {
    std::puts("launch " LAUNCH_VERSION);
    return kOk;
  }
  try {
    return parse_and_run(argc, argv);
  } catch (const UsageError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return kUsage;
  } catch (const UnreachableError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return kUnreachable;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "launch: internal error: %s\nThis is a bug in launch; please report it.\n",
                 error.what());
    return kBug;
  }
}
