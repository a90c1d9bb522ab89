// The base protocol of the Language Server Protocol: headers, an empty line, a body.
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace launch::cli {

// Cuts a stream of bytes into bodies. What is no header is dropped, so that a stream that went
// wrong is understood again from its next header on.
class Framing {
 public:
  void feed(std::string_view bytes) { waiting_.append(bytes); }
  // The next whole body, if it has arrived.
  std::optional<std::string> next();

  static std::string framed(std::string_view body);

 private:
  bool take_header();
  void forget(std::size_t bytes);

  std::string waiting_;
  std::size_t begin_ = 0;  // of what has not been taken yet
  std::optional<std::size_t> length_;
  std::size_t skip_ = 0;  // bytes of a body that is too large to be read
};

}  // namespace launch::cli
