#include "compiler/target/text.h"
#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/grammar.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

// custom_job.proto, CustomJob.display_name.
void check_display_name(const Field& name) {
  constexpr std::size_t kLongest = 128;
  if (!check_not_empty(name) || name.unknown()) return;
  const std::size_t length = count_characters(name.text_or_empty());
  if (length <= kLongest) return;
  name.report(kOutOfRange, "displayName has " + std::to_string(length) +
                               " characters, expected at most " + std::to_string(kLongest));
}

void check_labels(const Field& labels) {
  constexpr std::size_t kMost = 64;
  for (const Field& label : labels.members()) {
    if (const Check trouble = check_label_key(label.key())) {
      label.report_key(kBadLabel, trouble->message, trouble->suggestion);
    }
    if (label.is_text()) label.report(kBadLabel, check_label_value(label.text_or_empty()));
  }
  if (labels.size() > kMost) {
    labels.report_key(kOutOfRange, "labels has " + std::to_string(labels.size()) +
                                       " entries, expected at most " + std::to_string(kMost));
  }
}

// google.api.field_behavior OUTPUT_ONLY: the API passes over what is sent.
void check_output_only(const Field& job) {
  for (const char* name : {"name", "state", "createTime", "startTime", "endTime", "updateTime",
                           "error", "webAccessUris", "satisfiesPzs", "satisfiesPzi"}) {
    const Field field = job[name];
    if (field.present()) {
      field.report_key(kNoEffectField, std::string(name) + " is filled in by the API itself");
    }
  }
}

}  // namespace

bool check_not_empty(const Field& field) {
  if (!field.is_text() || !field.empty()) return field.is_text();
  field.report(kMissingField, quoted(field.name()) + " is empty");
  return false;
}

void check_custom_job(const Field& job) {
  check_display_name(job["displayName"]);
  check_labels(job["labels"]);
  const Field key = job["encryptionSpec"]["kmsKeyName"];
  if (check_not_empty(key)) {
    key.report(kBadName,
               check_resource(key.text_or_empty(),
                              "projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY"));
  }
  check_output_only(job);
  check_job_spec(job["jobSpec"]);
}

}  // namespace launch::vertex
