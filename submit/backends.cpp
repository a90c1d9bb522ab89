#include <algorithm>

#include "compiler/document/utf8.h"
#include "submit/backend.h"
#include "submit/docker.h"
#include "submit/kubernetes.h"
#include "submit/local_process.h"
#include "submit/sagemaker.h"
#include "submit/vertex.h"
#include "submit/wandb.h"

namespace launch::submit {
namespace {

constexpr const Backend* kBackends[] = {&kDocker,    &kKubernetes, &kLocalProcess,
                                        &kSageMaker, &kVertex,     &kWandb};
constexpr std::size_t kMostWords = 2000;

// "E1126 03:58:48.251387   24714 memcache.go:265] …": what kubectl's libraries log, before kubectl
// says the same (https://github.com/kubernetes/klog).
bool is_log(std::string_view line) {
  constexpr std::string_view kSeverities = "IWEF";
  if (line.size() < 6 || kSeverities.find(line[0]) == std::string_view::npos) return false;
  const bool has_date = line.find_first_not_of("0123456789", 1) == 5 && line[5] == ' ';
  return has_date && line.find(".go:") != std::string_view::npos;
}

}  // namespace

std::string words_of(std::string_view said) {
  std::string words;
  while (!said.empty() && words.size() < kMostWords) {
    const std::string_view line = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(line.size() + 1, said.size()));
    if (is_log(line)) continue;
    for (std::size_t i = 0; i < line.size() && words.size() < kMostWords;) {
      const CodePoint c = decode_utf8(line, i);
      const bool is_control = c.value < ' ' || (c.value >= 0x7F && c.value < 0xA0);
      if (!c.valid) words += "\uFFFD";
      if (c.valid && (!is_control || c.value == '\t')) words += line.substr(i, c.length);
      i += c.length;
    }
    words += '\n';
  }
  while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
  return words + (words.size() < kMostWords ? "" : " …");
}

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
      return {Failure::Kind::NoClient,
              "there is no program " + quoted(client) +
                  (client.find('/') == std::string::npos ? " on PATH" : " that can be run")};
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
  std::string words = words_of(finished.err.empty() ? finished.out : finished.err);
  if (words.empty())
    words = quoted(client) + " ended with exit code " + std::to_string(finished.code);
  return {backend.failure_kind(finished), std::move(words)};
}

}  // namespace launch::submit
