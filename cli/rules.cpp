#include "compiler/rules.h"

#include <cstdio>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/workspace.h"

namespace launch::cli {
namespace {

struct RulesOptions {
  std::string id;
  std::string format = "text";  // text, markdown
};

const char* severity_name(Severity severity) {
  return severity == Severity::Error ? "error" : "warning";
}

std::string page(const Rule& rule) {
  return std::string(rule.id) + " (" + severity_name(rule.severity) +
         "): " + std::string(rule.summary) + "\n\n" + std::string(rule.help) + "\n";
}

// docs/rules.md, from the same words as `launch rules ID`.
std::string markdown() {
  std::string out =
      "# Rules\n\nEvery finding names its rule in brackets. `launch rules ID` prints the same "
      "text. "
      "A comment `# launch: ignore[ID] reason` silences a rule on its line or the next.\n";
  std::string_view area;
  for (const Rule* rule : all_rules()) {
    const std::string_view its_area = rule->id.substr(0, rule->id.find('/'));
    if (its_area != area) out += "\n## " + std::string(its_area) + "\n";
    area = its_area;
    out += "\n### " + std::string(rule->id) + "\n\n*" + severity_name(rule->severity) +
           "*: " + std::string(rule->summary) + ".\n\n" + std::string(rule->help) + "\n";
  }
  return out;
}

std::string list() {
  std::size_t widest = 0;
  for (const Rule* rule : all_rules()) widest = std::max(widest, rule->id.size());
  std::string out;
  for (const Rule* rule : all_rules()) {
    std::string line(rule->id);
    line.resize(widest + 2, ' ');
    line += rule->severity == Severity::Error ? "error    " : "warning  ";
    out += line + std::string(rule->summary) + "\n";
  }
  return out;
}

int rules(const RulesOptions& options) {
  std::string text;
  if (!options.id.empty()) {
    const Rule* rule = find_rule(options.id);
    if (rule == nullptr) {
      std::vector<std::string_view> known;
      for (const Rule* each : all_rules()) known.push_back(each->id);
      const std::string nearest = suggest(did_you_mean(options.id, known));
      throw UsageError{"there is no rule " + launch::quoted(options.id) +
                       (nearest.empty() ? "; `launch rules` lists them" : "; " + nearest)};
    }
    text = page(*rule);
  } else {
    text = options.format == "markdown" ? markdown() : list();
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kOk;
}

}  // namespace

void add_rules(Program& program) {
  auto [command, options] =
      program.add<RulesOptions>("rules", "List all rules, or explain one", rules);
  command.add_option("ID", options.id, "A rule, as printed in brackets");
  command.add_option("--format", options.format, "text or markdown")
      ->check(CLI::IsMember({"text", "markdown"}));
}

}  // namespace launch::cli
