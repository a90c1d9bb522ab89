// The protocol's values as JSON, and what is common to all its messages.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "compiler/edit/lines.h"
#include "compiler/edit/outline.h"

namespace launch::cli {

using Json = nlohmann::json;

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#errorCodes
enum class ErrorCode : int {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  ServerNotInitialized = -32002,
  RequestCancelled = -32800
};

// Parameters that are not as the protocol wants them.
struct InvalidParams {
  std::string message;
};

// The member at a path of names; throws InvalidParams when there is none of that type.
const Json& member_of(const Json& value, std::initializer_list<const char*> path);
std::string text_of(const Json& value, std::initializer_list<const char*> path);
// Null when there is none.
const Json* find_member(const Json& value, std::initializer_list<const char*> path);

// Positions in a text, as the client counts them.
struct Places {
  const edit::Lines& lines;
  edit::Encoding encoding;

  std::uint32_t offset_of(const Json& position) const;
  edit::Range range_of(const Json& range) const;
  Json position(std::size_t offset) const;
  Json range(edit::Range range) const;
};

// file:///a%20b to /a b; nothing for other schemes.
std::optional<std::string> path_of_uri(std::string_view uri);
std::string uri_of_path(std::string_view absolute_path);

// A message as bytes of UTF-8, whatever the texts in it hold.
std::string dump(const Json& message);

}  // namespace launch::cli
