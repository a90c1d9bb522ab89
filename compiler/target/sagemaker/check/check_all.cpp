#include <map>

#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {

void check_all(const Field& request) {
  check_parts(request);
  check_algorithm(request);
  check_resources(request);
  check_storage(request);
  check_stopping(request);
  check_channels(request);
  check_network(request);
  check_outputs(request);
  check_tags(request);
  check_debugger(request);
  check_serverless(request);
  check_numbers(request);
}

void check_unique(const Field& list, std::string_view key, std::string_view what) {
  std::map<std::string_view, Field> seen;
  for (const Field& item : list.items()) {
    const Field name = key.empty() ? item : item[key];
    if (!name.is_text() || name.unknown()) continue;
    const auto [first, fresh] = seen.emplace(name.text_or_empty(), name);
    if (fresh) continue;
    name.report_with(kDuplicate,
                     "two " + std::string(what) + " are called " + quoted(name.text_or_empty()),
                     first->second, "the first one");
  }
}

bool is_spot(const Field& request) { return request["EnableManagedSpotTraining"].is_true(); }

}  // namespace launch::sagemaker
