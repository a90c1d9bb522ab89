// Grammars of the texts in a CustomJob. Each says what is wrong with a text, or nothing.
#pragma once

#include "compiler/target/trouble.h"

namespace launch::vertex {

// gs://bucket/path.
Check check_storage_uri(std::string_view text);
Check check_label_key(std::string_view text);
Check check_label_value(std::string_view text);
// A C identifier.
Check check_variable_name(std::string_view text);
// NAME@PROJECT.iam.gserviceaccount.com, or one of Google's own.
Check check_service_account(std::string_view text);
// A resource's path in the form of `shape`, such as "projects/NUMBER/global/networks/NAME": words
// in capitals stand for one step each, NUMBER for digits.
Check check_resource(std::string_view text, std::string_view shape);
// 2x2 or 2x2x1.
Check check_topology(std::string_view text);
// Lower-case letters, digits and -, a letter first.
Check check_resource_id(std::string_view text);

}  // namespace launch::vertex
