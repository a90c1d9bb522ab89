// The judge against recorded verdicts about CreateTrainingJob: what AWS's own client (botocore)
// refuses before it sends a request, and what its service model rules out.
//
// The recordings are not part of the project: without the folder they lie in, named by
// LAUNCH_SHARED_DIR or beside the project, the test says so and passes.
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "compiler/target/target.h"
#include "compiler/target/text.h"
#include "tests/catch.h"
#include "tests/document_checks.h"
#include "tests/shared_material.h"

namespace launch::tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::vector<Json> rows_of(const std::string& name) {
  std::vector<Json> rows;
  const fs::path path = shared_dir() / "cases" / name;
  if (!is_there(path)) return rows;
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) rows.push_back(Json::parse(line));
  return rows;
}

// A request, one field a line, as `launch validate --as sagemaker` judges it.
class Judged {
 public:
  explicit Judged(const Json& request) : reading_(request.dump(1)) {
    find_target("sagemaker")
        ->judge({reading_.documents.at(0).root,
                 {reading_.arena, reading_.sources, reading_.diagnostics, options_}});
  }

  const Node& root() const { return reading_.documents.at(0).root; }
  std::size_t line(std::uint32_t at) const {
    return reading_.sources.position(reading_.id, at).line;
  }

  static bool is_schema(const Diagnostic& found) { return found.rule->id.starts_with("schema/"); }

  bool refused_by_schema() const {
    const auto all = reading_.diagnostics.all();
    return std::any_of(all.begin(), all.end(), is_schema);
  }
  bool schema_finding_in(std::size_t first, std::size_t last) const {
    const auto all = reading_.diagnostics.all();
    return std::any_of(all.begin(), all.end(), [&](const Diagnostic& found) {
      const std::size_t at = line(found.span.begin);
      return is_schema(found) && at >= first && at <= last;
    });
  }

  std::string findings() const {
    std::string text;
    for (const Diagnostic& found : reading_.diagnostics.sorted()) {
      text += "\n  ours " + std::to_string(line(found.span.begin)) + ": " + found.message + " [" +
              std::string(found.rule->id) + "]";
    }
    return text;
  }

 private:
  TargetOptions options_;
  Reading reading_;
};

// ResourceConfig.InstanceGroups[0].InstanceType, or the same with slashes.
Path steps_of(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '/' || c == '['; }, '.');
  std::erase(text, ']');
  if (text == "input") return {};
  Path steps;
  for (const std::string_view step : split(text, '.')) steps.emplace_back(step);
  return steps;
}

// Which field a message of AWS's client or of the model's judge names: one that is missing by the
// structure that lacks it.
Path named_by(const std::string& message) {
  std::string field;
  if (RE2::PartialMatch(message, R"(^Missing required parameter in ([^:]+):)", &field) ||
      RE2::PartialMatch(message, R"(^Unknown parameter in ([^:]+):)", &field) ||
      RE2::PartialMatch(message, R"(^Invalid \w+ for parameter ([^,]*),)", &field) ||
      RE2::PartialMatch(message, R"(^([^ :]+?)(?:/key [^:]*)?:)", &field)) {
    return steps_of(field);
  }
  return {};
}

// A finding about the field stands inside it, or on the line of its name.
bool stands_in(const Judged& judged, const Path& field) {
  const Node* node = judged.root().at(field);
  if (node == nullptr) return false;
  return judged.schema_finding_in(judged.line(node->span().begin), judged.line(node->span().end));
}

}  // namespace

TEST_CASE("requests are refused by schema rules exactly when AWS's client or its model does") {
  for (const Json& row : rows_of("sagemaker-requests.jsonl")) {
    const Judged judged(row["request"]);
    INFO(row["name"] << ": " << row["botocore"] << ", " << row["service_model"]
                     << judged.findings());
    const bool refused = row["botocore"] != "accept" || row["service_model"] != "accept";
    CHECK(judged.refused_by_schema() == refused);
  }
}

TEST_CASE("mutated requests are refused as AWS's client and its model refuse them, and there") {
  for (const Json& row : rows_of("sagemaker-mutations.jsonl")) {
    const Judged judged(row["request"]);
    INFO(row["name"] << ": " << row["changes"] << row["botocore"] << row["service_model"]
                     << judged.findings());
    CHECK(judged.refused_by_schema() == !(row["botocore"].empty() && row["service_model"].empty()));
    for (const char* judge : {"botocore", "service_model"}) {
      for (const std::string message : row[judge]) {
        INFO(message);
        CHECK(stands_in(judged, named_by(message)));
      }
    }
  }
}

TEST_CASE("requests from the wild are judged without a crash, and mostly fine") {
  const fs::path folder = shared_dir() / "corpus" / "sagemaker";
  if (!is_there(folder)) return;
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const Json request = Json::parse(std::ifstream(entry.path()));
    const Judged judged(request);
    ++count;
  }
  CHECK(count > 0);
}

}  // namespace launch::tests
