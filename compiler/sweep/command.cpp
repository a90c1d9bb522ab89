#include "compiler/sweep/command.h"

#include <array>
#include <optional>

#include "compiler/document/environment_name.h"
#include "compiler/document/write_json.h"
#include "compiler/sweep/number.h"
#include "compiler/sweep/rules.h"

namespace launch::sweep {
namespace {

struct Macro {
  std::string_view text;
  Arguments arguments;
};

// wandb/sdk/launch/sweeps/utils.py, create_sweep_command_args.
constexpr std::array kMacros{
    Macro{"${args}", Arguments::Flags},
    Macro{"${args_no_equals}", Arguments::Pairs},
    Macro{"${args_no_hyphens}", Arguments::Bare},
    Macro{"${args_no_boolean_flags}", Arguments::FlagsOfTrue},
    Macro{"${args_json}", Arguments::Json},
    Macro{"${args_append_hydra}", Arguments::HydraAppend},
    Macro{"${args_override_hydra}", Arguments::HydraOverride},
};
constexpr std::string_view kProgram = "${program}";
constexpr std::string_view kArgsDict = "${args_dict}";

const Macro* macro_of(std::string_view word) {
  for (const Macro& macro : kMacros) {
    if (macro.text == word) return &macro;
  }
  return nullptr;
}

class CommandReader {
 public:
  CommandReader(const Node* program, Arena& arena, Diagnostics& diagnostics)
      : program_(program), arena_(arena), diagnostics_(diagnostics) {}

  Command run(const Node& words) {
    for (const Node& word : words.items()) add(word);
    return std::move(result_);
  }

 private:
  void add(const Node& word) {
    const std::string_view text = word.is_string() ? word.as_string() : std::string_view();
    if (const Macro* macro = macro_of(text)) return take_arguments(word, *macro);
    if (result_.macro.valid()) report_order(word);
    if (text == kProgram) return add_program(word);
    judge(word, text);
    result_.words.push_back(with_environment(word));
  }

  void take_arguments(const Node& word, const Macro& macro) {
    if (result_.macro.valid()) {
      report(kCommandMacro, word,
             quoted(macro.text) + " is the second list of arguments, expected one",
             {{result_.macro.span(), "the first"}});
      return;
    }
    result_.macro = word;
    result_.arguments = macro.arguments;
  }

  void report_order(const Node& word) {
    if (order_reported_) return;
    order_reported_ = true;
    report(kCommandOrder, word,
           "this word stands behind " + quoted(result_.macro.as_string()) +
               ", whose arguments come last all the same",
           {{result_.macro.span(), "the arguments"}});
  }

  void add_program(const Node& word) {
    if (program_ == nullptr || !program_->is_string()) {
      return report(kCommandMacro, word, "the sweep has no \"program\" for \"${program}\"", {});
    }
    result_.words.push_back(program_->with_history(word.history())
                                .with_step(arena_, {Step::Action::Filled, word.span(), "program"}));
  }

  void judge(const Node& word, std::string_view text) {
    if (text == "${env}" || text == "${interpreter}") {
      return report(
          kCommandMacro, word,
          quoted(text) + " is filled by `wandb agent` only, expected the words themselves", {},
          text == "${env}" ? "remove it" : "write \"python\"");
    }
    if (text == kArgsDict) {
      return report(kCommandMacro, word, quoted(kArgsDict) + " is a map, expected a list", {},
                    "\"${args_json}\" gives it as text");
    }
    for (const Macro& macro : kMacros) {
      if (text.find(macro.text) == std::string_view::npos) continue;
      return report(kCommandMacro, word,
                    quoted(macro.text) + " is filled only as a word of its own", {});
    }
    if (text.find(kProgram) != std::string_view::npos) {
      report(kCommandMacro, word, quoted(kProgram) + " is filled only as a word of its own", {});
    }
  }

  // sweeps/utils.py, create_sweep_command: others stay as they are written.
  void judge_variable(const Node& word, std::string_view name) {
    if (is_environment_name(name)) return;
    report(kCommandMacro, word,
           "${envvar:NAME} takes a variable in capitals, digits and _, and this is " + quoted(name),
           {});
  }

  // ${envvar:NAME} is our ${NAME}.
  Node with_environment(const Node& word) {
    constexpr std::string_view kPrefix = "${envvar:";
    const std::string_view text = word.is_string() ? word.as_string() : std::string_view();
    if (text.find(kPrefix) == std::string_view::npos) return word;
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = text.find(kPrefix); at != std::string_view::npos;
         at = text.find(kPrefix, from)) {
      out.append(text.substr(from, at - from)).append("${");
      from = at + kPrefix.size();
      judge_variable(word, text.substr(from, text.find('}', from) - from));
    }
    out += text.substr(from);
    return Node::string(arena_.copy(out), word.span()).with_history(word.history());
  }

  void report(const Rule& rule, const Node& at, std::string message, std::vector<Note> notes,
              std::string way_out = {}) {
    diagnostics_.report(
        {&rule, at.span(), std::move(message), std::move(notes), std::move(way_out)});
  }

  const Node* program_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  Command result_;
  bool order_reported_ = false;
};

// The words for one value; none for a false flag.
std::vector<std::string> words_of(Arguments arguments, std::string_view key, const Node& value) {
  const std::string name(key);
  const std::string text = name + "=" + python_text(value);
  switch (arguments) {
    case Arguments::Pairs:
      return {"--" + name, python_text(value)};
    case Arguments::Bare:
      return {text};
    case Arguments::HydraAppend:
      return {"+" + text};
    case Arguments::HydraOverride:
      return {"++" + text};
    case Arguments::FlagsOfTrue:
      if (value.kind() != Kind::Bool) return {"--" + text};
      return value.as_bool() ? std::vector{"--" + name} : std::vector<std::string>();
    default:
      return {"--" + text};
  }
}

}  // namespace

Command read_command(const Node& words, const Node* program, Arena& arena,
                     Diagnostics& diagnostics) {
  return CommandReader(program, arena, diagnostics).run(words);
}

std::vector<Node> arguments_of(const Command& command, const Node& config, Arena& arena) {
  std::vector<Node> result;
  const auto add = [&](std::string_view text, Span span) {
    const Step step{Step::Action::Filled, command.macro.span(), command.macro.as_string()};
    result.push_back(Node::string(arena.copy(text), span).with_step(arena, step));
  };
  if (command.arguments == Arguments::Json) {
    add(write_json(config, JsonStyle::Python), command.macro.span());
    return result;
  }
  for (const Member& member : config.members()) {
    for (const std::string& word : words_of(command.arguments, member.key, member.value)) {
      add(word, member.value.span());
    }
  }
  return result;
}

}  // namespace launch::sweep
