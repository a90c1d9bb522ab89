// What an API server says of objects that it does not take, led back to what the user wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/target.h"

namespace launch::kubernetes {

struct ServerComplaint {
  std::string kind;  // of the object: "Job"; empty when it is not said
  Path path;         // of the field in it
  // Go's own words for a value of the wrong type leave out the indexes of lists.
  bool has_indexes = true;
  std::string message;  // the server's, with the field as it calls it
};

// What kubectl prints of a refusal, as far as it names fields; empty where it names none.
std::vector<ServerComplaint> server_complaints(std::string_view words);

// What is said of a place in the user's files.
struct Blame {
  Span span;
  std::string message;
};

// Where the fields were written: the field itself, or what it is missing from. Empty unless each
// complaint has such a place.
std::vector<Blame> blames(const std::vector<ServerComplaint>& complaints, const Manifest& manifest,
                          const SourceMap& sources);

}  // namespace launch::kubernetes
