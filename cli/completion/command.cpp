
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/completion/completion.h"
#include "cli/disk.h"
#include "cli/exit_code.h"
#include "cli/queue/which_store.h"
#include "cli/walk.h"
#include "cli/write_out.h"
#include "compiler/rules.h"

namespace launch::cli {
namespace {

struct CompletionOptions {
  const Program* program = nullptr;
  std::string shell;
  std::string words;  // rules, queues, stored-queues
};

std::string rule_words() {
  std::string text;
  std::string_view area;
  for (const Rule* rule : all_rules()) {
    const std::string_view its_area = rule->id.substr(0, rule->id.find('/'));
    if (its_area != area) text += std::string(its_area) + "\n";
    area = its_area;
    text += std::string(rule->id) + "\n";
  }
  return text;
}

// The files that the workspace holds queues in, as seen from here.
std::string queue_words() {
  const Workspace workspace = find_workspace(std::nullopt);
  std::string text;
  for (const std::string& path :
       documents_below(workspace.prefix.empty() ? "." : workspace.prefix)) {
    if (workspace.expected_kind(path) == DocumentKind::Queue) text += normal_path(path) + "\n";
  }
  return text;
}

int completion(const CompletionOptions& options) {
  std::string text;
  const CLI::App& app = options.program->app();
  const Completed line{arguments_of(app), command_tree(app)};
  if (options.words == "rules") {
    text = rule_words();
  } else if (options.words == "queues") {
    text = queue_words();
  } else if (options.words == "stored-queues") {
    for (const std::string& name : queues_at_hand(find_workspace(std::nullopt)))
      text += name + "\n";
  } else if (options.shell == "bash") {
    text = bash_completion(line);
  } else if (options.shell == "zsh") {
    text = zsh_completion(line);
  } else if (options.shell == "fish") {
    text = fish_completion(line);
  } else {
    throw UsageError{"completion wants the name of a shell: \"bash\", \"zsh\" or \"fish\""};
  }
  return write_out(text, {});
}

}  // namespace

void add_completion(Program& program) {
  auto [command, options] = program.add<CompletionOptions>(
      "completion", "Print the script that completes this command line in a shell", completion);
  options.program = &program;
  allow(command.add_option("SHELL", options.shell, "The shell"), {"bash", "zsh", "fish"});
  // Asked for by the scripts when Tab is pressed.
  allow(command.add_option("--words", options.words, "Print known names instead of a script"),
        {"rules", "queues", "stored-queues"});
}

}  // namespace launch::cli
