// Pieces that several formats write.
#pragma once

#include <map>

#include "compiler/diagnostic/report.h"

namespace launch {

std::string_view severity_word(Severity severity);  // "error", "warning"
// `job.yaml:3:7`, or only the name of what has no lines.
std::string place_text(const Place& place);
// `job.yaml:3:7: error: message [area/rule]`, on one line and without control characters.
std::string concise_line(const Finding& finding);
// The message, then each note and the way out on a line of its own, for formats that have one text.
std::string whole_message(const Finding& finding);

// The first address that a rule's help names, which is its source; empty when there is none.
std::string_view source_address(const Rule& rule);

// `text` with each byte for which `must` is true written as % and two digits.
std::string percent_encoded(std::string_view text, bool (*must)(char));

// The findings of each file, in the order of the files' names; clean files have none.
using FindingsByFile = std::map<std::string_view, std::vector<const Finding*>>;
FindingsByFile findings_by_file(const Report& report);
std::size_t errors_in(const std::vector<const Finding*>& findings);

}  // namespace launch
