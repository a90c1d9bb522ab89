#include "compiler/target/block_guide.h"

#include <algorithm>

#include "compiler/target/docker/flags.h"
#include "compiler/target/kubernetes/guide.h"
#include "compiler/target/sagemaker/guide.h"
#include "compiler/target/target.h"
#include "compiler/target/vertex/guide.h"

namespace launch {
namespace {

std::string type_of(const docker::Flag& flag) {
  using docker::FlagType;
  const std::string_view scalar =
      flag.type == FlagType::Bool ? "boolean"
      : flag.type == FlagType::Int || flag.type == FlagType::Uint || flag.type == FlagType::Uint16
          ? "integer"
      : flag.type == FlagType::Decimal ? "number"
                                       : "text";
  return std::string(scalar) + (flag.repeatable() ? " or list" : "") +
         (flag.pairs ? " or map" : "");
}

std::string description_of(const docker::Flag& flag) {
  std::string text = "`--" + std::string(flag.name) + "`";
  if (flag.letter != '\0') text += ", `-" + std::string(1, flag.letter) + "`";
  text += " of `docker run`";
  return text + (flag.repeatable() ? "; may be given several times." : ".");
}

std::optional<schema::Guide> docker_guide(std::span<const std::string> path) {
  schema::Guide guide;
  if (path.empty()) {
    guide.type = "map";
    for (const docker::Flag& flag : docker::all_flags()) {
      std::string name(flag.name);
      // As specs are written; both spellings are read.
      std::replace(name.begin(), name.end(), '-', '_');
      guide.keys.push_back({name, description_of(flag), type_of(flag)});
    }
    return guide;
  }
  const docker::Flag* flag = docker::find_flag_for_key(path.front());
  if (flag == nullptr || path.size() > 1) return std::nullopt;
  guide.description = description_of(*flag);
  guide.type = type_of(*flag);
  guide.takes_list = flag->repeatable();
  if (flag->type == docker::FlagType::Bool) guide.words = {"true", "false"};
  return guide;
}

struct Known {
  std::string_view target;
  std::optional<schema::Guide> (*guide)(std::span<const std::string> path);
};
// local-process has no settings.
constexpr Known kKnown[] = {{"docker", docker_guide},
                            {"kubernetes", kubernetes::guide},
                            {"sagemaker", sagemaker::guide},
                            {"vertex", vertex::guide}};

}  // namespace

std::optional<schema::Guide> block_guide(std::string_view target,
                                         std::span<const std::string> path) {
  const std::string_view name = canonical_resource(target);
  for (const Known& each : kKnown) {
    if (each.target == name) return each.guide(path);
  }
  return std::nullopt;
}

}  // namespace launch
