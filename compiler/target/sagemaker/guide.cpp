#include "compiler/target/sagemaker/guide.h"

#include <algorithm>
#include <vector>

#include "sagemaker_schemas.h"

namespace launch::sagemaker {
namespace {

const schema::Guidebook& request_book() {
  static const schema::Guidebook kBook(kCreateTrainingJob.text, "CreateTrainingJobRequest");
  return kBook;
}

// A field of one of the request's structures, which the flat form gives beside them.
struct FlatField {
  schema::KeyGuide key;
  std::string holder;
};

std::vector<FlatField> flat_fields(const schema::Guide& request) {
  std::vector<FlatField> fields;
  for (const schema::KeyGuide& holder : request.keys) {
    const std::string step[] = {holder.name};
    const std::optional<schema::Guide> inside = request_book().at(step);
    if (!inside || inside->takes_list) continue;
    for (const schema::KeyGuide& key : inside->keys) fields.push_back({key, holder.name});
  }
  // A name that two structures have, or the request itself, says nothing by itself.
  const std::vector<FlatField> all = fields;
  std::erase_if(fields, [&](const FlatField& field) {
    const auto same = std::count_if(all.begin(), all.end(), [&](const FlatField& other) {
      return other.key.name == field.key.name;
    });
    return same > 1 ||
           std::any_of(request.keys.begin(), request.keys.end(),
                       [&](const schema::KeyGuide& key) { return key.name == field.key.name; });
  });
  return fields;
}

}  // namespace

std::optional<schema::Guide> guide(std::span<const std::string> path) {
  if (!path.empty()) {
    if (std::optional<schema::Guide> found = request_book().at(path)) return found;
  }
  schema::Guide request = *request_book().at({});
  const std::vector<FlatField> fields = flat_fields(request);
  if (path.empty()) {
    for (const FlatField& field : fields) {
      request.keys.push_back({field.key.name,
                              "Short for " + field.holder + "." + field.key.name + ".",
                              field.key.type});
    }
    return request;
  }
  for (const FlatField& field : fields) {
    if (field.key.name != path.front()) continue;
    std::vector<std::string> whole{field.holder};
    whole.insert(whole.end(), path.begin(), path.end());
    std::optional<schema::Guide> found = request_book().at(whole);
    if (found) found->description = "Short for " + field.holder + "." + field.key.name + ".";
    return found;
  }
  return std::nullopt;
}

}  // namespace launch::sagemaker
