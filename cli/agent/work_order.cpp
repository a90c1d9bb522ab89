// What is queued of an entry, made ready to be submitted: filled in, its image built.
#include <cstdlib>

#include "cli/agent/image.h"
#include "cli/agent/note.h"
#include "cli/agent/secure.h"
#include "cli/agent/work.h"
#include "submit/host.h"

namespace launch::cli {
namespace {

std::optional<std::string> variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

// An engine by an address that means another one on another machine.
bool is_engine_of_machine(const submit::Submission& submission) {
  const std::string& where = submission.where;
  return submission.target == "docker" && (where.empty() || where.starts_with("unix://"));
}

}  // namespace

using queue::Outcome;

// What is queued, filled in. Nothing, which has been reported, when it cannot be.
std::optional<queue::Order> Work::read(const std::string& image) {
  auto read = queue::read_payload(entry_.what.payload, variable, image);
  if (const auto* error = std::get_if<queue::PayloadError>(&read)) {
    finish(Outcome::Failed, error->message);
    return std::nullopt;
  }
  auto what = std::get<queue::Order>(std::move(read));
  never_resumes_ = queue::never_resumes(what);
  if (entry_.resumes > 0) queue::mark_resumed(what);
  return what;
}

// The same, as far as it may be submitted here.
std::optional<queue::Order> Work::order() {
  std::optional<queue::Order> what = read({});
  if (!what) return std::nullopt;
  const std::string why = yard_.settings.secure_mode ? insecure(*what) : "";
  if (!why.empty()) {
    finish(Outcome::Failed, why);
    return std::nullopt;
  }
  if (!entry_.submission.empty() && !recall()) return std::nullopt;
  return what;
}

// What an earlier agent began. False, which has been reported, when it cannot be gone on with.
bool Work::recall() {
  std::optional<Note> note = note_in(entry_.submission);
  // A process can be seen on its own machine only.
  const bool elsewhere = note && note->host != submit::host_name();
  if (!note || (elsewhere && note->submission.target == "local-process")) {
    finish(Outcome::Failed, note ? "it was begun as a process of " + note->host +
                                       ", which cannot be looked after from here"
                                 : "what an earlier agent wrote of it cannot be read");
    return false;
  }
  // Another name of the host may be another container beside the same engine.
  if (elsewhere && is_engine_of_machine(note->submission)) begun_on_ = note->host;
  begun_ = std::move(note->submission);
  ++yard_.counts.taken_over;
  return true;
}

// What was begun goes on as it began. Empty when there is no image; what that means has been
// reported, unless the entry is lost, unwanted, or the agent leaves.
std::string Work::image_of(const queue::Order& order) {
  const bool goes_on = begun_ || entry_.resumes > 0;
  return goes_on && !order.image.empty() ? order.image : build();
}

std::string Work::build() {
  const auto gives_up = [this] { return yard_.is_over() || is_lost() || is_unwanted(); };
  std::chrono::milliseconds pause = kFirstPause;
  for (int tries = 1; !yard_.leaves() && !gives_up(); ++tries) {
    std::optional<queue::Order> what = read({});
    if (!what) return {};
    say(tries == 1 ? Level::Info : Level::Debug, "its image is built");
    yard_.try_once(
        [&](queue::Store& store) { store.say(lease_->id, lease_->token, "its image is built"); });
    const ImageResult result = build_for(*std::move(what), yard_, gives_up);
    if (!result.image.empty()) return keep(result) ? result.image : "";
    if (gives_up()) return {};
    if (!result.may_pass || tries == kMostTries) {
      finish(Outcome::Failed, result.why);
      return {};
    }
    say(tries == 1 ? Level::Warning : Level::Debug, "its image cannot be built yet", result.why);
    yard_.wait(pause, [&] { return yard_.leaves() || gives_up(); });
    pause = std::min(pause * 2, kLongestRetry);
  }
  return {};
}

// False when another has the entry by now.
bool Work::keep(const ImageResult& built) {
  say(Level::Info, (built.already ? "its image is there: " : "built ") + built.image);
  if (!built.already) ++yard_.counts.built;
  entry_.what.payload = queue::with_image(entry_.what.payload, built.image);
  const queue::Hold hold = yard_.insist([&](queue::Store& store) {
    return store.built(lease_->id, lease_->token, entry_.what.payload);
  });
  lease_->hold = hold;
  return hold != queue::Hold::Lost;
}

}  // namespace launch::cli
