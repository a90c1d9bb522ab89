// The short form: requests, limits, node_selector … beside a manifest or instead of one.
#pragma once

#include "compiler/target/tree.h"

namespace launch::kubernetes {

// A template of pods in the manifest, and the number of the container that runs the job in it.
struct Pod {
  Path path;  // of the template
  std::size_t main = 0;
  Path container() const { return path / "spec" / "containers" / std::to_string(main); }
};

// The parts of the object that the short form's keys go to.
struct Places {
  Path job_spec;  // of a Job, also inside a CronJob; not meaningful for other kinds
  bool has_job = false;
  std::vector<Pod> pods;
};

// All keys of the short form, in their one spelling.
std::vector<std::string_view> short_form_keys();

// Where a key of the short form goes in a Job whose first container runs the job; empty for an
// unknown key, and for the settings of W&B's agent.
Path job_field_of(std::string_view short_key);

// Every key of the short form in its one spelling (node_selector for nodeSelector and
// node-selector). Reports keys that say the same thing twice.
Node normalise_short_form(const Node& block, TargetContext& context);

// Takes the short form's keys, and the settings of W&B's agent that are no part of the object, out
// of `block`.
Node without_short_form(const Node& block, Arena& arena);

// Lays what the short form says over the manifest. Reports what has no place in it.
void lower_short_form(const Node& block, const Places& places, Tree& tree, TargetContext& context);

}  // namespace launch::kubernetes
