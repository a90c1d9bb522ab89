#include "submit/backend.h"
#include "submit/docker.h"

namespace launch::submit {
namespace {

constexpr const Backend* kBackends[] = {&kDocker};
constexpr std::size_t kMostWords = 2000;

// The client's own words, without what only terminals understand, and not without end.
std::string words_of(const Finished& finished) {
  std::string words;
  for (const char c : finished.err.empty() ? finished.out : finished.err) {
    const bool printable = static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t';
    if (printable) words += c;
  }
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  if (words.size() > kMostWords) words = words.substr(0, kMostWords) + " …";
  return words;
}

}  // namespace

std::span<const Backend* const> backends() { return kBackends; }

const Backend* find_backend(std::string_view target) {
  for (const Backend* backend : backends()) {
    if (backend->target == target) return backend;
  }
  return nullptr;
}

Failure failure_of(const Backend& backend, const Finished& finished, const std::string& client) {
  switch (finished.how) {
    case Finished::How::NotFound:
      return {Failure::Kind::NoClient, "there is no program " + quoted(client) + " on PATH"};
    case Finished::How::NotStarted:
      return {Failure::Kind::NoClient, quoted(client) + " cannot be started: " + finished.err};
    case Finished::How::Stopped:
    case Finished::How::TimedOut:
      return {Failure::Kind::Unreachable, quoted(client) + " did not end in time and was stopped"};
    case Finished::How::Signalled:
      return {Failure::Kind::Unreachable,
              quoted(client) + " was killed by signal " + std::to_string(finished.code)};
    case Finished::How::Exited:
      break;
  }
  std::string words = words_of(finished);
  if (words.empty())
    words = quoted(client) + " ended with exit code " + std::to_string(finished.code);
  return {backend.failure_kind(finished), std::move(words)};
}

}  // namespace launch::submit
