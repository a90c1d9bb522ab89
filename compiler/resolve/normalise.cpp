#include "compiler/resolve/normalise.h"

#include "compiler/resolve/resolve_rules.h"
#include "compiler/spec/command_words.h"
#include "compiler/spec/env_map.h"
#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

// A field of the launch-spec form and the place of the same thing in the common form.
struct Spelling {
  std::string_view outer, inner;  // where it may be written: outer.inner, or outer.middle.inner
  std::string_view middle;
  std::string_view to;
  std::string_view name;  // for people
};

constexpr Spelling kSpellings[] = {
    {"docker", "docker_image", "", "image", "docker.docker_image"},
    {"job", "image", "docker", "image", "job.docker.image"},
    {"job", "git", "", "git", "job.git"},
};

class Normaliser {
 public:
  Normaliser(const Layer& layer, const NormaliseContext& context)
      : layer_(layer), context_(context), result_(layer.root) {}

  Layer run() {
    for (const Spelling& spelling : kSpellings) move(spelling);
    drop_emptied("docker");
    drop_emptied("job");
    normalise_git();
    if (const Node* env = result_.find("env"))
      replace("env", env_as_map(*env, {context_.arena, context_.sources, context_.diagnostics}));
    split_commands();
    normalise_resource();
    normalise_resource_args();
    if (layer_.role == Role::Queue) leave_out_queue_fields();
    Layer layer = layer_;
    layer.root = result_.build(context_.arena, layer_.root.span()).with_tag(layer_.root.tag());
    return layer;
  }

 private:
  void replace(std::string_view key, const Node& value) {
    for (Member& member : result_.members()) {
      if (member.key == key) member.value = value;
    }
  }

  void move(const Spelling& spelling) {
    const Node* outer = result_.find(spelling.outer);
    if (outer == nullptr || !outer->is_mapping()) return;
    const Node* holder = outer;
    if (!spelling.middle.empty()) holder = outer->find(spelling.middle);
    if (holder == nullptr) return;
    const Member* member = holder->find_member(spelling.inner);
    if (member == nullptr) return;
    const Member moved = *member;
    remove_inner(spelling, *outer, *holder);
    const bool unset = moved.value.is_string() && moved.value.as_string().empty();
    if (unset && spelling.to == "image") return;  // W&B counts an empty docker_image as none
    put(spelling.to, moved, spelling.name);
  }

  void remove_inner(const Spelling& spelling, const Node& outer, const Node& holder) {
    MappingBuilder rest(holder);
    rest.erase(spelling.inner);
    Node smaller = rest.build(context_.arena, holder.span());
    if (!spelling.middle.empty()) {
      MappingBuilder outer_rest(outer);
      if (smaller.size() == 0) {
        outer_rest.erase(spelling.middle);
      } else {
        outer_rest.set(spelling.middle, outer.find_member(spelling.middle)->key_span, smaller);
      }
      smaller = outer_rest.build(context_.arena, outer.span());
    }
    replace(spelling.outer, smaller);
  }

  void put(std::string_view to, const Member& moved, std::string_view name) {
    const Member* present = nullptr;
    for (const Member& member : result_.members()) {
      if (member.key == to) present = &member;
    }
    if (present != nullptr && !same_value(present->value, moved.value)) {
      report_set_twice(to, present->value.span(), name, moved.value.span());
      return;
    }
    const Node value =
        moved.value.with_step(context_.arena, {Step::Action::Moved, moved.key_span, name});
    if (present == nullptr) result_.set(to, moved.key_span, value);
  }

  void report_set_twice(std::string_view a, Span a_place, std::string_view b, Span b_place) {
    const bool swapped = a_place.begin > b_place.begin;
    if (swapped) {
      std::swap(a, b);
      std::swap(a_place, b_place);
    }
    context_.diagnostics.report(
        {&kSetTwice,
         b_place,
         std::string(b) + " and " + std::string(a) + " say the same thing with different values",
         {{a_place, std::string(a) + " is set here"}},
         "keep one of the two"});
  }

  // A block that only held what was moved says nothing any more.
  void drop_emptied(std::string_view key) {
    const Node* before = layer_.root.find(key);
    const Node* after = result_.find(key);
    if (before == nullptr || after == nullptr || !after->is_mapping()) return;
    if (after->size() == 0 && before->size() > 0) result_.erase(key);
  }

  void normalise_git() {
    const Node* git = result_.find("git");
    if (git == nullptr || !git->is_mapping()) return;
    const Member* repo = git->find_member("repo");
    if (repo == nullptr) return;
    const Member* repository = git->find_member("repository");
    if (repository != nullptr && !same_value(repository->value, repo->value)) {
      report_set_twice("git.repository", repository->value.span(), "git.repo", repo->value.span());
    }
    MappingBuilder rest;
    for (const Member& member : git->members()) {
      if (member.key != "repo") {
        rest.set(member.key, member.key_span, member.value);
      } else if (repository == nullptr) {
        rest.set("repository", member.key_span,
                 member.value.with_step(context_.arena,
                                        {Step::Action::Moved, member.key_span, "git.repo"}));
      }
    }
    replace("git", rest.build(context_.arena, git->span()).with_history(git->history()));
  }

  // A queue's own affairs are no defaults of its jobs.
  void leave_out_queue_fields() {
    for (const char* key : {"name", "description", "type", "max_jobs", "prioritization_mode",
                            "registry", "environment", "server"}) {
      result_.erase(key);
    }
  }

  void split_commands() {
    constexpr std::string_view kFields[] = {"command", "args", "entry_point"};
    for (const std::string_view field : kFields) {
      if (const Node* text = result_.find(field)) replace(field, as_words(*text, words_context()));
    }
    const Node* overrides = result_.find("overrides");
    if (overrides == nullptr || !overrides->is_mapping()) return;
    MappingBuilder builder(*overrides);
    for (Member& member : builder.members()) {
      const bool is_command = member.key == "args" || member.key == "entry_point";
      if (is_command) member.value = as_words(member.value, words_context());
    }
    replace("overrides",
            builder.build(context_.arena, overrides->span()).with_tag(overrides->tag()));
  }
  WordsContext words_context() const {
    return {context_.arena, context_.sources, context_.diagnostics};
  }

  void normalise_resource() {
    const Node* resource = result_.find("resource");
    if (resource == nullptr || !resource->is_string()) return;
    const std::string_view written = resource->as_string();
    const std::string_view canonical = context_.canonical_resource(written);
    if (canonical == written) return;
    replace("resource",
            Node::string(canonical, resource->span())
                .with_step(context_.arena, {Step::Action::Moved, resource->span(), written}));
  }

  // One variable for all targets and for docker, with different values, in one document.
  void report_env_twice(const Node& block) {
    const Node* general = result_.find("env");
    const Node* own = block.find("env");
    if (general == nullptr || own == nullptr) return;
    for (const Member& variable : own->members()) {
      const Node* other = general->find(variable.key);
      if (other == nullptr || same_value(*other, variable.value)) continue;
      const std::string name(variable.key);
      report_set_twice("resource_args.docker.env." + name, variable.value.span(), "env." + name,
                       other->span());
    }
  }

  void normalise_resource_args() {
    const Node* all = result_.find("resource_args");
    if (all == nullptr || !all->is_mapping()) return;
    MappingBuilder blocks;
    for (const Member& member : all->members()) {
      const std::string_view name = context_.canonical_resource(member.key);
      const Node block = context_.normalise_block(name, member.value);
      const Node* present = blocks.find(name);
      if (present != nullptr && !same_value(*present, block)) {
        report_set_twice("resource_args." + std::string(name), present->span(),
                         "resource_args." + std::string(member.key), member.value.span());
        continue;
      }
      blocks.set(name, member.key_span, block);
      if (name == "docker") report_env_twice(block);
    }
    replace("resource_args", blocks.build(context_.arena, all->span()).with_tag(all->tag()));
  }

  const Layer& layer_;
  const NormaliseContext& context_;
  MappingBuilder result_;
};

}  // namespace

Layer normalise_layer(const Layer& layer, const NormaliseContext& context) {
  return Normaliser(layer, context).run();
}

}  // namespace launch
