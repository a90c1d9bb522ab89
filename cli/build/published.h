// Whether a registry has an image, asked by docker's client with its own credentials.
#pragma once

#include <cstdint>
#include <string>

namespace launch::cli {

struct Published {
  enum class Answer : std::uint8_t {
    Yes,
    No,       // as far as one can tell: also without a client, and without an answer in time
    Refused,  // it does not talk to who asks
  };
  Answer answer = Answer::No;
  std::string said;  // by the client, unless it is Yes
};
Published ask_registry(const std::string& docker, const std::string& image);

// Whether a registry's answer to docker is about who asks.
bool wants_login(const std::string& said);

}  // namespace launch::cli
