#include "compiler/rules.h"

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/workspace.h"
#include "cli/write_out.h"
#include "compiler/document/write_json.h"

namespace launch::cli {
namespace {

struct RulesOptions {
  std::string id;
  std::string format = "text";  // text, json, markdown
};

const char* severity_name(Severity severity) {
  return severity == Severity::Error ? "error" : "warning";
}

std::string page(const Rule& rule) {
  return std::string(rule.id) + " (" + severity_name(rule.severity) +
         "): " + std::string(rule.summary) + "\n\n" + std::string(rule.help) + "\n";
}

using Rules = std::vector<const Rule*>;

std::string_view area_of(const Rule& rule) { return rule.id.substr(0, rule.id.find('/')); }

// docs/rules.md, from the same words as `launch rules ID`.
std::string markdown(const Rules& rules) {
  std::string out =
      "# Rules\n\nEvery finding names its rule in brackets. `launch rules ID` prints the same "
      "text. "
      "A comment `# launch: ignore[ID] reason` silences a rule on its line or the next.\n";
  std::string_view area;
  for (const Rule* rule : rules) {
    if (area_of(*rule) != area) out += "\n## " + std::string(area_of(*rule)) + "\n";
    area = area_of(*rule);
    out += "\n### " + std::string(rule->id) + "\n\n*" + severity_name(rule->severity) +
           "*: " + std::string(rule->summary) + ".\n\n" + std::string(rule->help) + "\n";
  }
  return out;
}

std::string json(const Rules& rules) {
  std::string out = "{\"format_version\":1,\"rules\":[";
  for (const Rule* rule : rules) {
    out += rule == rules.front() ? "\n" : ",\n";
    out += "{\"id\":" + json_string(rule->id) + ",\"severity\":\"" + severity_name(rule->severity) +
           "\",\"summary\":" + json_string(rule->summary) + ",\"help\":" + json_string(rule->help) +
           "}";
  }
  return out + "\n]}\n";
}

std::string list(const Rules& rules) {
  std::size_t widest = 0;
  for (const Rule* rule : rules) widest = std::max(widest, rule->id.size());
  std::string out;
  for (const Rule* rule : rules) {
    std::string line(rule->id);
    line.resize(widest + 2, ' ');
    line += rule->severity == Severity::Error ? "error    " : "warning  ";
    out += line + std::string(rule->summary) + "\n";
  }
  return out;
}

// All of them, those of an area, or the one of that id.
Rules rules_named(const std::string& name) {
  Rules rules;
  std::vector<std::string_view> known;
  for (const Rule* rule : all_rules()) {
    known.push_back(rule->id);
    known.push_back(area_of(*rule));
    if (name.empty() || rule->id == name || area_of(*rule) == name) rules.push_back(rule);
  }
  if (!rules.empty()) return rules;
  const std::string nearest = suggest(did_you_mean(name, known));
  throw UsageError{"there is no rule " + launch::quoted(name) +
                   (nearest.empty() ? "; `launch rules` lists them" : "; " + nearest)};
}

int rules(const RulesOptions& options) {
  const Rules rules = rules_named(options.id);
  const bool one = rules.front()->id == options.id;
  const std::string text = options.format == "markdown" ? markdown(rules)
                           : options.format == "json"   ? json(rules)
                           : one                        ? page(*rules.front())
                                                        : list(rules);
  return write_out(text, {});
}

}  // namespace

void add_rules(Program& program) {
  auto [command, options] =
      program.add<RulesOptions>("rules", "List all rules, or explain one", rules);
  command.add_option("ID", options.id, "A rule, as printed in brackets, or an area of them")
      ->type_name(kRuleValue);
  allow(command.add_option("--format", options.format, "How to print them"),
        {"text", "json", "markdown"});
}

}  // namespace launch::cli
