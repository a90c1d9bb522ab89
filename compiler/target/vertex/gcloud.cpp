#include "compiler/target/vertex/gcloud.h"

#include "compiler/document/write_json.h"
#include "compiler/document/write_yaml.h"
#include "compiler/spec/shell_words.h"

namespace launch::vertex {
namespace {

// On one line of a comment, whatever the text holds.
std::string flag(std::string_view name, const std::string& value) {
  std::string word = shell_quote("--" + std::string(name) + "=" + value);
  for (char& c : word) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return " " + word;
}

std::string text_of(const Node& value) {
  return std::string(value.is_secret() ? kRedacted : value.as_string());
}

// gcloud ai custom-jobs create, in the SDK 528.
std::string command(const Node& job) {
  std::string line = "# gcloud ai custom-jobs create --region=REGION --config=FILE";
  if (const Node* name = job.find("displayName")) line += flag("display-name", text_of(*name));
  std::string labels;
  if (const Node* all = job.find("labels")) {
    for (const Member& label : all->members()) {
      labels += (labels.empty() ? "" : ",") + std::string(label.key) + "=" + text_of(label.value);
    }
  }
  if (!labels.empty()) line += flag("labels", labels);
  const Node* key = job.at(Path{"encryptionSpec", "kmsKeyName"});
  if (key != nullptr) line += flag("kms-key", text_of(*key));
  return line + "\n";
}

}  // namespace

std::string write_gcloud_config(const Artifact& artifact) {
  const Node& job = std::get<Request>(artifact.content).body;
  const Node* spec = job.find("jobSpec");
  return command(job) + (spec == nullptr ? "" : write_yaml(*spec));
}

}  // namespace launch::vertex
