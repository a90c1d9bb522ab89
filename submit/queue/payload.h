// What one entry of a queue holds: a job as it was rendered when it was put in, with the names of
// variables where their values will stand. Nobody's later edit changes it, and it says nothing
// secret.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/target/target.h"

namespace launch::queue {

// Counted up when an older launch would misread what is written. What it reads as it did keeps its
// number: 2 is a job whose image is built later.
inline constexpr int kPayloadFormat = 2;

struct PayloadFacts {
  std::string digest;  // spec_digest()
  std::string run_id;
  std::string file;   // the job, absolute, as the journal names it
  std::string label;  // as people do
  Node block;         // of its target: what the client itself is told
};

// `artifact` is rendered without the environment, from `spec`.
std::string write_payload(const Artifact& artifact, const Spec& spec, const PayloadFacts& facts);

// A job, filled in.
struct Order {
  // Own what the artifact points into.
  std::unique_ptr<SourceMap> sources = std::make_unique<SourceMap>();
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  Artifact artifact{};
  PayloadFacts facts{};
  std::vector<std::string> secret_variables{};  // of the environment, that it names
  // Container fields that secure_mode forbids stand in the artifact; whether the job also replaces
  // the image's entrypoint only its spec knew.
  bool replaces_entrypoint = false;
  // How its image is built (build::kept_of()); not valid for one that brings its image.
  Node build{};
  std::string image{};  // that an agent built before
};

struct PayloadError {
  std::string message;  // for people, lower case
};

using Variable = std::function<std::optional<std::string>(std::string_view name)>;

// Fills in the variables of the environment that `variable` reads, and the image of a job that is
// built; without an image, such a job cannot be submitted yet. All variables that are missing are
// named in one error.
std::variant<Order, PayloadError> read_payload(const std::string& text, const Variable& variable,
                                               const std::string& image = {});

// The payload of a job that is built, with what was built; Order::image then.
std::string with_image(const std::string& payload, const std::string& image);

// The run goes on after an interruption: wandb.init() is told so, unless the job says itself what
// it wants.
void mark_resumed(Order& order);
// The job says itself that no attempt goes on with its run: resume: never.
bool never_resumes(const Order& order);

}  // namespace launch::queue
