#include "compiler/sweep/run.h"

#include "compiler/document/digest.h"

namespace launch::sweep {
namespace {

// The map of values, with nested parameters below their parents. Parameters of one parent follow
// one another.
Node config_of(std::span<const Parameter> parameters, std::span<const Node> values,
               std::size_t depth, Arena& arena) {
  MappingBuilder builder;
  Span span{};
  for (std::size_t i = 0; i < parameters.size();) {
    const Parameter& parameter = parameters[i];
    span = parameter.node.span();
    if (parameter.path.size() == depth + 1) {
      builder.set(parameter.path[depth], parameter.name_span, values[i]);
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < parameters.size() && parameters[end].path.size() > depth + 1 &&
           parameters[end].path[depth] == parameter.path[depth]) {
      ++end;
    }
    builder.set(
        parameter.path[depth], parameter.name_span,
        config_of(parameters.subspan(i, end - i), values.subspan(i, end - i), depth + 1, arena));
    i = end;
  }
  return builder.build(arena, span);
}

// As W&B's own ids: 8 lower-case letters and digits.
std::string id_of(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  constexpr std::size_t kLength = 8;
  const auto digest = sha256(text);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | digest[i];
  std::string id;
  for (std::size_t i = 0; i < kLength; ++i, number /= kAlphabet.size()) {
    id += kAlphabet[number % kAlphabet.size()];
  }
  return id;
}

void set(MappingBuilder& builder, std::string_view key, const Node& value) {
  if (value.valid()) builder.set(key, value.span(), value);
}

Node overrides_of(const Sweep& sweep, const Run& run, const Node& launch, Arena& arena) {
  const Node* given = launch.find("overrides");
  MappingBuilder overrides(given == nullptr ? Node() : *given);
  const Node* given_config = overrides.find("run_config");
  MappingBuilder config(given_config == nullptr ? Node() : *given_config);
  for (const Member& member : run.config.members()) {
    config.set(member.key, member.key_span, member.value);
  }
  const Span span = run.config.span();
  overrides.set("run_config", span, config.build(arena, span));
  const Command& command = sweep.command;
  if (!command.words.empty()) {
    const Span place = command.words.front().span();
    overrides.set("entry_point", place,
                  Node::sequence(arena.copy(std::span<const Node>(command.words)), place));
  }
  if (command.arguments != Arguments::None) {
    const std::vector<Node> arguments = arguments_of(command, run.config, arena);
    const Span place = command.macro.span();
    overrides.set("args", place,
                  Node::sequence(arena.copy(std::span<const Node>(arguments)), place));
  }
  return overrides.build(arena, span);
}

}  // namespace

Run run_of(const Sweep& sweep, const Point& point, std::uint64_t number, Arena& arena) {
  Run run;
  run.config = config_of(sweep.parameters, point, 0, arena);
  if (const Node* parameters = sweep.root.find("parameters")) {
    run.config = run.config.with_span(parameters->span());
  }
  std::string text = canonical_json(run.config);
  if (sweep.method != Method::Grid) text += "\n" + std::to_string(number);
  run.id = id_of(text);
  return run;
}

Node job_of(const Sweep& sweep, const Run& run, Arena& arena) {
  const Node& root = sweep.root;
  const Node* block = root.find("launch");
  const Node launch = block == nullptr ? Node() : *block;
  MappingBuilder job(launch);
  job.erase("image_uri");
  for (const std::string_view key : {"entity", "project", "queue", "job"}) {
    set(job, key, setting_of(root, key));
  }
  set(job, "image", setting_of(root, "image_uri"));
  if (const Node* base = root.find("base_config")) set(job, "base_config", *base);
  const Span span = run.config.span();
  job.set("run_id", span, Node::string(arena.copy(run.id), span));
  job.set("overrides", span, overrides_of(sweep, run, launch, arena));
  return job.build(arena, root.span());
}

std::optional<FirstJob> judge_sweep(const Node& root, const SweepContext& context) {
  const Sweep sweep = read_sweep(root, context);
  const bool names_job = setting_of(root, "job").valid() || setting_of(root, "image_uri").valid() ||
                         root.find("base_config") != nullptr;
  if (context.diagnostics.has_errors() || !names_job) return std::nullopt;
  Run first;
  if (!Runs(sweep, 0).next(first, context.arena)) return std::nullopt;
  return FirstJob{job_of(sweep, first, context.arena), first.config};
}

Runs::Runs(const Sweep& sweep, std::int64_t seed)
    : sweep_(sweep),
      grid_(sweep.method == Method::Grid ? sweep.parameters : std::span<const Parameter>()),
      draws_(sweep.parameters, seed) {}

std::optional<std::uint64_t> Runs::size() const {
  return sweep_.method == Method::Random ? std::nullopt : std::optional(grid_.size());
}

bool Runs::next(Run& run, Arena& arena) {
  Point point;
  if (sweep_.method == Method::Grid) {
    if (!grid_.next(point, arena)) return false;
  } else {
    point = draws_.draw(number_, arena);
  }
  run = run_of(sweep_, point, number_++, arena);
  return true;
}

}  // namespace launch::sweep
