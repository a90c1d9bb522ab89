// What the job says in its own words is taken out of a target's object.
#pragma once

#include "compiler/document/node.h"

namespace launch {

struct LiftContext {
  Arena& arena;
  bool& uses_braces;
};

// Takes the field at `path` of `object` away and puts it into `job` under `field`, as literal text.
// Only a text, or, with `is_list`, a list of texts that is not empty.
void lift_text(Node& object, const Path& path, std::string_view field, MappingBuilder& job,
               LiftContext context);
void lift_words(Node& object, const Path& path, std::string_view field, MappingBuilder& job,
                LiftContext context);
// A list of {name, value} becomes the job's env, except those that say more or that refer to each
// other by $(NAME), whose order counts. A map of texts wholly.
void lift_env(Node& object, const Path& path, MappingBuilder& job, LiftContext context);

}  // namespace launch
