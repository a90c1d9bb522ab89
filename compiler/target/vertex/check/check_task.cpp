#include "compiler/target/text.h"
#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/grammar.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

// "Maximum limit is 100" (custom_job.proto, ContainerSpec.env, PythonPackageSpec.env and
// package_uris).
constexpr std::size_t kMost = 100;

void check_count(const Field& list) {
  if (list.size() <= kMost) return;
  list.report_key(kOutOfRange, quoted(list.name()) + " has " + std::to_string(list.size()) +
                                   " entries, expected at most " + std::to_string(kMost));
}

void check_variables(const Field& variables) {
  check_count(variables);
  for (const Field& variable : variables.items()) {
    const Field name = variable["name"];
    if (name.is_text()) name.report(kBadName, check_variable_name(name.text_or_empty()));
  }
}

void check_image(const Field& image) {
  if (!check_not_empty(image) || image.unknown()) return;
  const std::string_view text = image.text_or_empty();
  if (trim_space(text) == text && text.find_first_of(" \t\n") == std::string_view::npos) return;
  image.report(kBadName, quoted(text) + " is no image: there are blanks in it");
}

}  // namespace

void check_container(const Field& container) {
  check_image(container["imageUri"]);
  check_variables(container["env"]);
}

void check_python_package(const Field& package) {
  check_image(package["executorImageUri"]);
  check_not_empty(package["pythonModule"]);
  const Field uris = package["packageUris"];
  if (uris.is_list() && uris.size() == 0) {
    uris.report(kMissingField, "packageUris is empty, expected at least one package");
  }
  check_count(uris);
  for (const Field& uri : uris.items()) {
    if (uri.is_text()) uri.report(kBadBucket, check_storage_uri(uri.text_or_empty()));
  }
  check_variables(package["env"]);
}

}  // namespace launch::vertex
