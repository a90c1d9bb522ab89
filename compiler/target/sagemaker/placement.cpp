#include "compiler/target/sagemaker/placement.h"

#include <algorithm>

#include "compiler/spec/schema_rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/target/sagemaker/api.h"
#include "compiler/target/sagemaker/rules.h"
#include "compiler/target/text.h"
#include "compiler/target/tree.h"

namespace launch::sagemaker {
namespace {

// Taken out by W&B's client before it calls AWS (sagemaker_runner.py, build_sagemaker_args).
constexpr std::string_view kAgentSettings[] = {"ecr_repo_name", "region", "profile"};

std::string_view agent_setting(std::string_view key) {
  const auto* found = std::find_if(std::begin(kAgentSettings), std::end(kAgentSettings),
                                   [&](std::string_view name) { return same_key(name, key); });
  return found == std::end(kAgentSettings) ? std::string_view() : *found;
}

struct Place {
  std::string_view name;
  Path path;
  bool in_list;  // of the items of a list, of which there may be several
};

// Every field of the request's structures, those above before those below.
void gather(const Path& path, bool in_list, std::vector<Place>& places) {
  const std::vector<std::string_view> names = request_schema().names(path);
  for (const std::string_view name : names) {
    places.push_back({name, path / name, in_list});
  }
  for (const std::string_view name : names) {
    gather(path / name, in_list, places);
    gather(path / name / "0", true, places);
  }
}

const std::vector<Place>& all_places() {
  static const std::vector<Place> kPlaces = [] {
    std::vector<Place> places;
    gather({}, false, places);
    return places;
  }();
  return kPlaces;
}

// A field of the request itself is meant before those further down, and one that is there once
// before those of items.
std::vector<const Place*> places_of(std::string_view key) {
  std::vector<const Place*> own, listed;
  for (const Place& place : all_places()) {
    if (!same_key(place.name, key)) continue;
    if (place.path.size() == 1) return {&place};
    (place.in_list ? listed : own).push_back(&place);
  }
  return own.empty() ? listed : own;
}

std::string dotted(const Path& path) {
  std::string text;
  for (const std::string& step : path) {
    text += step == "0" ? "[]" : (text.empty() ? "" : ".") + step;
  }
  return text;
}

class Placer {
 public:
  explicit Placer(TargetContext& context) : context_(context) {}

  Node run(const Node& block) {
    root_ = Node::mapping({}, block.span());
    for (const Member& member : block.members()) place(member);
    return root_.with_tag(block.tag()).with_history(block.history());
  }

 private:
  void place(const Member& member) {
    const std::string_view setting = agent_setting(member.key);
    if (!setting.empty()) {
      root_ =
          with(root_, Path{std::string(setting)}, member.value, member.key_span, context_.arena);
      return;
    }
    const std::vector<const Place*> found = places_of(member.key);
    if (found.empty()) return report_unknown(member);
    if (found[0]->in_list) return report_in_list(member, found);
    if (found.size() > 1) return report_several(member, found);
    put(found[0]->path, member, with_names(member.value, found[0]->path));
  }

  void put(const Path& path, const Member& member, const Node& value) {
    const Node placed =
        path.back() == member.key && path.size() == 1
            ? value
            : value.with_step(context_.arena, {Step::Action::Moved, member.key_span, member.key});
    const Node* there = root_.at(path);
    root_ = with(root_, path, there == nullptr ? placed : both(*there, placed, member.key),
                 member.key_span, context_.arena);
  }

  // One thing in two spellings: maps complete each other, anything else must be the same.
  Node both(const Node& one, const Node& other, std::string_view key) {
    if (one.is_mapping() && other.is_mapping()) {
      MappingBuilder builder(one);
      for (const Member& member : other.members()) {
        const Node* there = builder.find(member.key);
        builder.set(member.key, member.key_span,
                    there == nullptr ? member.value : both(*there, member.value, member.key));
      }
      return builder.build(context_.arena, one.span()).with_history(one.history());
    }
    if (!same_value(one, other)) {
      context_.diagnostics.report({&kSetTwice,
                                   other.span(),
                                   std::string(key) + " is set twice, in two spellings",
                                   {{one.span(), "the other one"}},
                                   "keep one of the two"});
    }
    return one;
  }

  // Names of nested fields as the request has them; those of the user's own maps stay.
  Node with_names(const Node& value, const Path& path) {
    if (value.is_sequence()) {
      std::vector<Node> items;
      for (const Node& item : value.items()) items.push_back(with_names(item, path / "0"));
      return Node::sequence(context_.arena.copy(std::span<const Node>(items)), value.span())
          .with_tag(value.tag())
          .with_history(value.history());
    }
    const std::vector<std::string_view> names = request_schema().names(path);
    if (!value.is_mapping() || names.empty()) return value;
    MappingBuilder builder;
    for (const Member& member : value.members()) {
      const auto same = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
        return same_key(name, member.key);
      });
      const std::string_view name = same == names.end() ? member.key : *same;
      Node named = with_names(member.value, path / name);
      if (name != member.key) {
        named = named.with_step(context_.arena, {Step::Action::Moved, member.key_span, member.key});
      }
      const Node* there = builder.find(name);
      builder.set(name, member.key_span,
                  there == nullptr ? named : both(*there, named, member.key));
    }
    return builder.build(context_.arena, value.span())
        .with_tag(value.tag())
        .with_history(value.history());
  }

  void report_unknown(const Member& member) {
    std::vector<std::string_view> known(std::begin(kAgentSettings), std::end(kAgentSettings));
    for (const Place& place : all_places()) {
      if (!place.in_list) known.push_back(place.name);
    }
    context_.diagnostics.report({&kUnknownKey,
                                 member.key_span,
                                 "unknown key " + quoted(member.key) +
                                     ": the request CreateTrainingJob has no field of that name",
                                 {},
                                 suggest(did_you_mean(member.key, known))});
  }

  void report_in_list(const Member& member, const std::vector<const Place*>& places) {
    context_.diagnostics.report(
        {&kMisplacedKey,
         member.key_span,
         quoted(member.key) + " has no place of its own: it belongs to " + one_of(names_of(places)),
         {},
         "write the list with its items"});
  }

  void report_several(const Member& member, const std::vector<const Place*>& places) {
    const std::vector<std::string> names = dotted_names(places);
    context_.diagnostics.report({&kAmbiguousKey,
                                 member.key_span,
                                 quoted(member.key) + " fits " + std::to_string(names.size()) +
                                     " places of the request: " + all_of(views(names)),
                                 {},
                                 "write it inside the one that is meant"});
  }

  static std::vector<std::string> dotted_names(const std::vector<const Place*>& places) {
    std::vector<std::string> names;
    for (const Place* place : places) names.push_back(dotted(place->path));
    return names;
  }
  static std::vector<std::string_view> views(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
  }
  std::vector<std::string_view> names_of(const std::vector<const Place*>& places) {
    std::vector<std::string_view> names;
    for (const std::string& name : dotted_names(places)) {
      names.push_back(context_.arena.copy(name));
    }
    return names;
  }

  TargetContext& context_;
  Node root_;
};

}  // namespace

Node place_keys(const Node& block, TargetContext& context) { return Placer(context).run(block); }

Node without_agent_settings(const Node& request, Arena& arena) {
  MappingBuilder builder(request);
  for (const std::string_view setting : kAgentSettings) builder.erase(setting);
  return builder.build(arena, request.span()).with_history(request.history());
}

}  // namespace launch::sagemaker
