#include "compiler/import/docker.h"

#include <algorithm>
#include <set>

#include "compiler/document/template.h"
#include "compiler/import/docker_prefix.h"
#include "compiler/import/docker_view.h"
#include "compiler/import/holes.h"
#include "compiler/import/rules.h"
#include "compiler/import/shell.h"
#include "compiler/target/docker/arguments.h"

namespace launch {
namespace {

using docker::Arguments;
using docker::Flag;
using docker::FlagType;
using docker::Given;
using shell::Hole;
using shell::Part;

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool digits = !text.empty() && text.size() < 18 &&
                      text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits && (text[0] != '0' || text.size() == 1);
}

bool is_decimal(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && is_integer(text.substr(0, dot)) &&
         dot + 1 < text.size() && text.size() < 18 &&
         text.find_first_not_of("0123456789", dot + 1) == std::string_view::npos;
}

// Numbers as numbers, for people; they come out as they are written.
Node number_or_text(const Node& text) {
  const std::string_view written = text.as_string();
  if (is_integer(written)) return Node::scalar(Kind::Integer, written, text.span());
  if (is_decimal(written)) return Node::scalar(Kind::Float, written, text.span());
  return text;
}

bool holds_number(const Flag& flag) {
  switch (flag.type) {
    case FlagType::Int:
    case FlagType::Uint:
    case FlagType::Uint16:
    case FlagType::Decimal:
    case FlagType::Ulimit:
      return true;
    default:
      return false;
  }
}

// One `docker run`.
class Line {
 public:
  Line(const shell::Command& command, std::size_t first, const std::vector<Hole>& holes,
       ImportContext& context)
      : words_(command.words.begin() + static_cast<std::ptrdiff_t>(first), command.words.end()),
        holes_(holes, context),
        context_(context) {
    for (const Node& word : std::span(command.words).first(first)) prefix(word);
    for (const shell::Aside& aside : command.asides) {
      residue(aside.span, std::string(aside.what) + " is a shell's matter, and no part of the job");
    }
    place_ = command.words.front().span();
    place_.end = command.words.back().span().end;
  }

  Draft run() {
    drop_several();
    for (const Node& word : words_) texts_.push_back(word.as_string());
    std::vector<docker::Fault> faults;
    arguments_ = docker::read_arguments(texts_, faults);
    for (const docker::Fault& fault : faults) {
      const bool flag = fault.word < words_.size();
      residue(flag ? words_[fault.word].span() : place_,
              "this is no flag that can be said, so that it does not come back");
    }
    name_host_paths();
    judge();
    Draft draft;
    draft.target = "docker";
    draft.place = place_;
    draft.original = original();
    for (const Given& given : arguments_.given) take(given);
    draft.resource_args = block();
    draft.job = job();
    draft.variables = holes_.variables(place_);
    return draft;
  }

 private:
  void residue(Span span, std::string message) {
    context_.diagnostics.report({&kImportResidue, span, std::move(message)});
  }

  // FOO=bar docker run -e FOO
  void prefix(const Node& word) {
    // A shell's own assignment, or one of env, which takes any name.
    const std::size_t equals = word.as_string().find('=');
    const bool assigns = equals != std::string_view::npos && !word.as_string().starts_with('-');
    if (assigns) given_[word.as_string().substr(0, equals)] = word;
    if (word.as_string().find("nvidia-docker") != std::string_view::npos) {
      const Node flag = Node::string("--runtime=nvidia", word.span());
      words_.insert(words_.begin(), flag);
    }
  }

  // What may become any number of words cannot be placed: "$@", $OPTIONS.
  void drop_several() {
    const auto is_lost = [&](const Node& word) {
      const std::vector<Part> parts = shell::parts_of(word.as_string());
      const bool alone = parts.size() == 1 && parts[0].is_hole();
      const std::string_view written = context_.sources.text(word.span());
      const bool open =
          alone && !written.starts_with('"') && names_options(holes_.hole(parts[0]).name);
      const auto several = [&](const Part& part) {
        return part.is_hole() && holes_.hole(part).is_several;
      };
      if (!open && std::none_of(parts.begin(), parts.end(), several)) return false;
      const auto hole =
          std::find_if(parts.begin(), parts.end(), [](const Part& part) { return part.is_hole(); });
      residue(word.span(), quoted(holes_.hole(*hole).written) +
                               " may become any number of words, which only a shell "
                               "knows");
      return true;
    };
    std::erase_if(words_, is_lost);
  }

  static bool names_options(std::string_view name) {
    for (const char* part : {"OPT", "ARG", "FLAG", "opt", "arg", "flag"}) {
      if (name.find(part) != std::string_view::npos) return true;
    }
    return false;
  }

  // --- holes ----------------------------------------------------------------------------------

  // A relative path stands for the working directory where docker's client takes one: as the host's
  // side of a volume (docker/cli, cli/compose/loader/volume.go; opts/mount.go).
  void name_host_paths() {
    std::size_t all = 0;
    std::size_t paths = 0;
    for (const std::string_view text : texts_) {
      for (const Part& part : shell::parts_of(text)) all += part.is_hole() && is_pwd(part) ? 1 : 0;
    }
    for (const Given& given : arguments_.given) paths += starts_with_pwd(given) ? 1 : 0;
    if (all > 0 && all == paths) holes_.set_default("PWD", ".");
  }

  bool is_pwd(const Part& part) const { return holes_.hole(part).name == "PWD"; }

  bool starts_with_pwd(const Given& given) const {
    std::string_view value = given.value;
    if (given.flag->name == "mount") {
      const std::size_t source = std::min(value.find("source="), value.find("src="));
      if (source == std::string_view::npos) return false;
      value.remove_prefix(value.find('=', source) + 1);
    } else if (given.flag->name != "volume") {
      return false;
    }
    const std::vector<Part> parts = shell::parts_of(value);
    const bool first =
        parts.size() > 1 && parts[0].is_hole() && is_pwd(parts[0]) && !parts[1].is_hole();
    return first && std::string_view(":/,").find(parts[1].text.front()) != std::string_view::npos;
  }

  // --- the original ---------------------------------------------------------------------------

  Node original() {
    std::vector<bool> is_env(words_.size(), false);
    for (const Given& given : arguments_.given) {
      if (given.flag->name == "env") is_env[given.word] = true;
    }
    std::vector<Node> words;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      Node word = holes_.seen(texts_[i], words_[i].span(), is_env[i]);
      const auto before = given_.find(texts_[i]);
      if (is_env[i] && before != given_.end()) {
        word = holes_.seen(before->second.as_string(), words_[i].span(), true);
      }
      words.push_back(word);
    }
    return docker_view(words, context_.arena);
  }

  // What docker itself says of the line, where a shell has not to fill it first.
  void judge() {
    std::vector<std::string_view> words;
    std::vector<bool> open;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words.push_back(holes_.seen(texts_[i], words_[i].span(), false).as_string());
      const std::vector<Part> parts = shell::parts_of(texts_[i]);
      open.push_back(
          std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.is_hole(); }));
    }
    for (const docker::Fault& fault : docker::judge_run(words)) {
      const bool known = fault.word < words_.size();
      if (known && open[fault.word]) continue;
      const Span span = !known
                            ? place_
                            : sub_span(words_[fault.word], static_cast<std::uint32_t>(fault.begin),
                                       static_cast<std::uint32_t>(fault.end), context_.sources);
      context_.diagnostics.report({fault.rule, span, fault.message, {}, fault.suggestion});
    }
  }

  // --- the documents --------------------------------------------------------------------------

  void take(const Given& given) {
    const Span span = words_[given.word].span();
    const std::string_view name = given.flag->name;
    if (name == "env") return variable(given.value, span);
    if (name == "entrypoint") {
      entrypoint_ = holes_.written(given.value, span);
      return;
    }
    if (given.flag->type == FlagType::Bool) {
      const bool on = given.bare || switch_value(given.value, true);
      flags_.set(name, span, Node::scalar(Kind::Bool, on ? "true" : "false", span));
      return;
    }
    std::vector<Node>& values = values_[name];
    if (!given.flag->repeatable()) values.clear();
    Node value = holes_.written(given.value, span);
    values.push_back(value);
    flags_.set(name, span, flag_value(*given.flag, values, span));
  }

  void variable(std::string_view text, Span span) {
    const auto before = given_.find(text);
    if (before != given_.end()) text = before->second.as_string();
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    if (name.empty() || name.find(shell::kOpen) != std::string_view::npos) {
      return residue(span, "the name of a variable cannot be left open");
    }
    Node value = Node::scalar(Kind::Null, {}, span);
    if (equals != std::string_view::npos) {
      value = holes_.written(text.substr(equals + 1), span, true);
      if (value.as_string() == "${" + std::string(name) + "}") {
        value = Node::scalar(Kind::Null, {}, span);
      }
    }
    env_.set(name, span, value);
  }

  Node flag_value(const Flag& flag, const std::vector<Node>& values, Span span) const {
    if (flag.pairs) {
      const Node map = as_map(flag, values, span);
      if (map.valid()) return map;
    }
    if (values.size() == 1) {
      if (flag.type == FlagType::Gpus) return without_inner_quotes(values[0]);
      return holds_number(flag) ? number_or_text(values[0]) : values[0];
    }
    return Node::sequence(context_.arena.copy(std::span<const Node>(values)), span);
  }

  // device=0,1 gets its inner quotes back.
  static Node without_inner_quotes(const Node& value) {
    const std::string_view text = value.as_string();
    const bool inner = text.size() > 2 && text.starts_with("\"device=") && text.ends_with('"');
    if (!inner) return value;
    const std::string_view bare = text.substr(1, text.size() - 2);
    const bool again = bare.find(',') != std::string_view::npos &&
                       bare.find('=', 7) == std::string_view::npos &&
                       bare.find('"') == std::string_view::npos;
    return again ? Node::string(bare, value.span()) : value;
  }

  // KEY=VALUE each, every key once; not valid where that does not say it all.
  Node as_map(const Flag& flag, const std::vector<Node>& values, Span span) const {
    MappingBuilder map;
    const char separator = flag.name == "add-host" ? ':' : '=';
    for (const Node& value : values) {
      const std::string_view text = value.as_string();
      const std::size_t at = text.find(separator);
      const std::string_view key = text.substr(0, at);
      // Keys are never filled: a hole or an escape there would stay as it is written.
      const bool fits = at != std::string_view::npos && !key.empty() &&
                        key.find_first_of("{$=") == std::string_view::npos &&
                        map.find(key) == nullptr;
      if (!fits) return {};
      const Node part = Node::string(text.substr(at + 1), value.span());
      map.set(key, value.span(), holds_number(flag) ? number_or_text(part) : part);
    }
    return map.build(context_.arena, span);
  }

  Node block() {
    const Node* rm = flags_.find("rm");
    const Node* restart = flags_.find("restart");
    const bool restarts =
        restart != nullptr && !restart->as_string().empty() && restart->as_string() != "no";
    if (rm == nullptr && !restarts) {
      // launch removes the container after the run unless told not to.
      flags_.set("rm", place_, Node::scalar(Kind::Bool, "false", place_));
    }
    return flags_.build(context_.arena, place_);
  }

  Node job() {
    MappingBuilder job;
    if (arguments_.image != Arguments::kNone) {
      const Node& image = words_[arguments_.image];
      job.set("image", image.span(), holes_.written(texts_[arguments_.image], image.span()));
    } else {
      context_.diagnostics.report(
          {&kImportBroken, place_, "no image is named behind the flags of docker run"});
    }
    if (entrypoint_.valid()) {
      job.set("entry_point", entrypoint_.span(),
              Node::sequence(context_.arena.copy(std::span<const Node>(&entrypoint_, 1)),
                             entrypoint_.span()));
    }
    std::vector<Node> args;
    for (std::size_t i = arguments_.image; i < words_.size() && ++i < words_.size();) {
      args.push_back(holes_.written(texts_[i], words_[i].span()));
    }
    if (!args.empty()) {
      job.set("args", args[0].span(),
              Node::sequence(context_.arena.copy(std::span<const Node>(args)), args[0].span()));
    }
    if (!env_.members().empty()) job.set("env", place_, env_.build(context_.arena, place_));
    return job.build(context_.arena, place_);
  }

  std::vector<Node> words_;  // behind `docker run`, holes marked
  std::vector<std::string_view> texts_;
  HoleTexts holes_;
  ImportContext& context_;
  Span place_;
  Arguments arguments_;
  std::map<std::string_view, Node> given_;  // variables set in front of the command
  std::map<std::string_view, std::vector<Node>> values_;
  MappingBuilder env_, flags_;
  Node entrypoint_;
};

std::vector<Draft> read_docker(SourceId source, ImportContext& context) {
  const shell::Script script = shell::read_script(source, context);
  if (context.diagnostics.has_errors()) return {};
  std::vector<Draft> drafts;
  for (const shell::Command& command : script.commands) {
    const std::size_t first = docker_prefix(command, context);
    if (first > 0) drafts.push_back(Line(command, first, script.holes, context).run());
  }
  if (drafts.empty()) {
    const auto end = static_cast<std::uint32_t>(context.sources.text(source).size());
    context.diagnostics.report({&kImportBroken,
                                {source, 0, std::min<std::uint32_t>(end, 1)},
                                "there is no docker run command in this text",
                                {},
                                "paste the whole line, beginning with docker run"});
  }
  return drafts;
}

}  // namespace

const Importer docker_importer{"docker", "a docker run line, or a shell script with some",
                               read_docker, rendered_docker_view, nullptr};

}  // namespace launch
