#include "compiler/resolve/guardrail.h"

#include <algorithm>
#include <map>

#include "compiler/document/template.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

void collect(const Node& node, Path& path, std::vector<Guardrail>& found) {
  if (node.is_string()) {
    if (!may_have_holes(node.as_string())) return;
    Guardrail guardrail{path, {}, {}, node, {}};
    for (const Piece& piece : parse_template(node.as_string())) {
      if (piece.kind == Piece::Kind::Variable) guardrail.variables.emplace_back(piece.text);
    }
    if (!guardrail.variables.empty()) found.push_back(std::move(guardrail));
    return;
  }
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    path.push_back(std::to_string(i));
    collect(node.items()[i], path, found);
    path.pop_back();
  }
  for (const Member& member : node.members()) {
    path.emplace_back(member.key);
    collect(member.value, path, found);
    path.pop_back();
  }
}

// The item of `list` that is laid over the queue's item `path`; null when none is.
const Node* item_over(const Node& list, const Node& queue, std::span<const std::string> path,
                      std::string_view key) {
  const Node* weaker = queue.at(path.first(path.size() - 1));
  if (weaker == nullptr) return nullptr;
  Counterparts counterparts(weaker->items(), key);
  for (const Node& item : list.items()) {
    if (std::to_string(counterparts.of(item)) == path.back()) return &item;
  }
  return nullptr;
}

// The value in `layer` that takes a guarded field away from the queue; null when none does.
const Node* offender(const Guardrail& guardrail, const Node& queue, const Node& layer,
                     const ListKey& list_key) {
  const Node* node = &layer;
  for (std::size_t i = 0; i < guardrail.path.size(); ++i) {
    const bool adds = node->tag() == Node::Tag::Append || node->tag() == Node::Tag::Prepend;
    if (i > 0 && adds) return nullptr;
    if (node->tag() == Node::Tag::Replace || node->is_scalar()) return node;
    if (node->is_mapping()) {
      node = node->find(guardrail.path[i]);
    } else {
      const auto end = guardrail.path.begin() + static_cast<std::ptrdiff_t>(i);
      const std::string_view key = list_key(Path(guardrail.path.begin(), end));
      if (key.empty()) return node;
      node = item_over(*node, queue, std::span(guardrail.path).first(i + 1), key);
    }
    if (node == nullptr) return nullptr;
  }
  return same_value(*node, guardrail.value) ? nullptr : node;
}

// Places of which the second sets, or goes around, what the first says.
struct Detour {
  Path from, to;
  bool whole = false;  // the second stands for all below the first
};
const std::vector<Detour>& detours() {
  static const std::vector<Detour> all{
      {{"hyperparameters"}, {"overrides", "run_config"}},
      {{"args"}, {"overrides", "args"}},
      {{"entry_point"}, {"overrides", "entry_point"}},
      {{"env"}, {"resource_args", "docker", "env"}},
      {{"resource_args", "docker", "env"}, {"env"}},
      {{"hyperparameters"}, {"env", "WANDB_CONFIG"}, true},
      {{"project"}, {"env", "WANDB_PROJECT"}, true},
      {{"entity"}, {"env", "WANDB_ENTITY"}, true},
  };
  return all;
}

// The field in the queue's own spelling: shm_size, not the shm-size it became.
std::string field_as_written(const Node& queue, const Guardrail& guardrail) {
  Path path = guardrail.path;
  const Step* step = guardrail.value.history();
  const bool respelt = step != nullptr && step->action == Step::Action::Moved &&
                       step->name.find('.') == std::string_view::npos;
  if (!respelt) return field_name(queue, path);
  path.pop_back();
  const std::string parent = field_name(queue, path);
  return parent + (parent.empty() ? "" : ".") + std::string(step->name);
}

void add_detours(std::vector<Guardrail>& found) {
  const std::size_t written = found.size();
  for (std::size_t i = 0; i < written; ++i) {
    for (const Detour& detour : detours()) {
      const Path path = found[i].path;
      const bool starts = path.size() >= detour.from.size() &&
                          std::equal(detour.from.begin(), detour.from.end(), path.begin());
      if (!starts) continue;
      Guardrail other = found[i];
      other.path = detour.to;
      const auto rest = path.begin() + static_cast<std::ptrdiff_t>(detour.from.size());
      if (detour.whole) other.detour = field_name({}, detour.to);
      if (!detour.whole) other.path.insert(other.path.end(), rest, path.end());
      found.push_back(std::move(other));
    }
  }
}

}  // namespace

Guardrails find_guardrails(const Node& queue) {
  Guardrails found{queue, {}};
  for (const Member& member : queue.members()) {
    if (member.key == "template_variables") continue;
    Path path{std::string(member.key)};
    collect(member.value, path, found.fields);
  }
  for (Guardrail& guardrail : found.fields) guardrail.field = field_as_written(queue, guardrail);
  add_detours(found.fields);
  return found;
}

void check_guardrails(const Guardrails& guardrails, const Layer& layer, const ListKey& list_key,
                      Diagnostics& diagnostics) {
  // One finding a value, however many guarded fields it goes around.
  std::map<const Node*, std::vector<const Guardrail*>> offences;
  std::vector<const Node*> order;
  for (const Guardrail& guardrail : guardrails.fields) {
    const Node* node = offender(guardrail, guardrails.queue, layer.root, list_key);
    if (node == nullptr) continue;
    if (offences[node].empty()) order.push_back(node);
    offences[node].push_back(&guardrail);
  }
  for (const Node* node : order) {
    const std::vector<const Guardrail*>& guarded = offences[node];
    Diagnostic diagnostic{&kGuardrail, node->span(), {}, {}, {}};
    std::vector<std::string_view> variables;
    for (const Guardrail* guardrail : guarded) {
      diagnostic.notes.push_back({guardrail->value.span(), "the queue's own value"});
      for (const std::string& name : guardrail->variables) {
        const bool seen = std::find(variables.begin(), variables.end(), name) != variables.end();
        if (!seen) variables.push_back(name);
      }
    }
    const std::string plural = variables.size() > 1 ? "variables " : "variable ";
    const std::string& detour = guarded[0]->detour;
    diagnostic.message =
        detour.empty() ? guarded[0]->field + " belongs to the queue"
                       : detour + " replaces " + guarded[0]->field + ", which belongs to the queue";
    if (guarded.size() > 1) {
      diagnostic.message += " (and " + std::to_string(guarded.size() - 1) + " more fields)";
    }
    diagnostic.message += ", which fills it from the template " + plural + all_of(variables);
    diagnostic.suggestion = "set template_variables." + std::string(variables[0]) + " instead";
    diagnostics.report(std::move(diagnostic));
  }
}

}  // namespace launch
