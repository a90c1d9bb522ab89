#include "compiler/target/kubernetes/guide.h"

#include <algorithm>

#include "compiler/target/kubernetes/short_form.h"
#include "compiler/target/spelling.h"
#include "kubernetes_schemas.h"

namespace launch::kubernetes {
namespace {

const schema::Guidebook& job_book() {
  static const schema::Guidebook kBook(kBatchV1_36.text, "batch.v1.Job");
  return kBook;
}

std::string dotted(const Path& path) {
  std::string text;
  for (const std::string& step : path) {
    text += step == "0" ? "[0]" : (text.empty() ? "" : ".") + step;
  }
  return text;
}

schema::Guide guide_of_block() {
  schema::Guide guide = *job_book().at({});
  for (const std::string_view name : short_form_keys()) {
    const Path field = job_field_of(name);
    schema::KeyGuide key{std::string(name), {}, {}};
    if (field.empty()) {
      key.description = "A setting of W&B's agent.";
    } else {
      key.description = "Short for " + dotted(field) + ".";
      if (const std::optional<schema::Guide> there = job_book().at(field)) key.type = there->type;
    }
    guide.keys.push_back(std::move(key));
  }
  std::erase_if(guide.keys, [](const schema::KeyGuide& key) { return key.name == "status"; });
  return guide;
}

// The maps of quantities; any other name of a resource is as good.
// https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
void add_resources(schema::Guide& guide) {
  constexpr std::string_view kResources[] = {"cpu", "memory", "ephemeral-storage",
                                             "nvidia.com/gpu"};
  for (const std::string_view name : kResources) {
    guide.keys.push_back({std::string(name), "A quantity of the resource.", "text"});
  }
}

}  // namespace

std::optional<schema::Guide> guide(std::span<const std::string> path) {
  if (path.empty()) return guide_of_block();
  std::optional<schema::Guide> found = job_book().at(path);
  Path field = job_field_of(path.front());
  if (!found && !field.empty()) {
    // Below a key of the short form both spellings are read.
    for (const std::string& step : path.subspan(1)) field.push_back(camel_case(step));
    found = job_book().at(field);
    if (found && path.size() == 1) found->description = "Short for " + dotted(field) + ".";
  }
  const bool is_resources = path.back() == "requests" || path.back() == "limits";
  if (found && is_resources && found->keys.empty()) add_resources(*found);
  return found;
}

}  // namespace launch::kubernetes
