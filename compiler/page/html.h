// Text that is safe inside HTML, and templates with holes.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace launch::page {

// Fit for content and for attributes in quotes. Control characters and those that turn the reading
// direction are shown by name; line breaks stay.
std::string escaped(std::string_view text);

// The text, or its beginning and how much is left out.
std::string bounded(std::string_view text, std::size_t most);

// Puts values, which are HTML already, into the holes `{{name}}` of a template. What is put in is
// not looked at again. Every hole must have a value: it throws std::logic_error otherwise.
std::string fill_template(std::string_view text,
                          const std::map<std::string, std::string, std::less<>>& values);

// What a Content-Security-Policy calls a script or style that is part of the page
// (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
std::string policy_hash(std::string_view text);

}  // namespace launch::page
