// Characters that mean something in XML and HTML.
#pragma once

#include <string>

namespace launch {

// Appends the character as text and attributes between double quotes have it.
// Source: XML 1.0, section 4.6, Predefined Entities.
inline void append_markup(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
  }
}

}  // namespace launch
