#include "cli/build/published.h"

#include <chrono>
#include <vector>

#include "compiler/build/registry.h"
#include "submit/process.h"

namespace launch::cli {

// What registries answer to those who have not logged in, in the client's and the engine's words
// (distribution/distribution, registry/api/errcode; moby/moby, distribution/errors.go).
bool wants_login(const std::string& said) {
  return submit::says(said, {"no basic auth credentials", "unauthorized", "401 Unauthorized",
                             "authentication required", "denied:"});
}

// Registries on this machine speak plain HTTP, as docker's engine takes for granted too.
Published ask_registry(const std::string& docker, const std::string& image) {
  std::vector<std::string> words{docker, "manifest", "inspect"};
  if (build::is_loopback(std::string(build::parse_image_name(image).host))) {
    words.emplace_back("--insecure");
  }
  words.insert(words.end(), {"--", image});
  const submit::Finished asked =
      submit::run({std::move(words), {}, {}}, {std::chrono::seconds(30)});
  using Answer = Published::Answer;
  if (asked.good()) return {Answer::Yes, {}};
  return {wants_login(asked.err) ? Answer::Refused : Answer::No, asked.err};
}

}  // namespace launch::cli
