// What the store keeps of a submission: whoever takes it over finds it by that.
#pragma once

#include <optional>
#include <string>

#include "submit/submission.h"

namespace launch::cli {

struct Note {
  std::string host;  // whose agent began it
  submit::Submission submission;
};

// Of this host.
std::string note_of(const submit::Submission& submission);
// Nothing for a text that is no note.
std::optional<Note> note_in(const std::string& text);

}  // namespace launch::cli
