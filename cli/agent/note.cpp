#include "cli/agent/note.h"

#include <nlohmann/json.hpp>

#include "submit/host.h"
#include "submit/journal.h"

namespace launch::cli {

using Json = nlohmann::json;

std::string note_of(const submit::Submission& submission) {
  return Json{{"host", submit::host_name()},
              {"submission", Json::parse(submit::text_of(submission))}}
      .dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<Note> note_in(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("submission") || !json.contains("host"))
    return std::nullopt;
  auto submission = submit::submission_of_text(json["submission"].dump());
  if (!submission || !json["host"].is_string()) return std::nullopt;
  return Note{json["host"].get<std::string>(), *std::move(submission)};
}

}  // namespace launch::cli
