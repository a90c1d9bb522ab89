#include "cli/build/docker.h"

#include <cstdio>

#include "cli/workspace.h"
#include "compiler/build/registry.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

bool holds_one_of(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

// What registries answer to those who have not logged in, in the client's and the engine's words
// (distribution/distribution, registry/api/errcode; moby/moby, distribution/errors.go).
bool wants_login(const std::string& said) {
  return holds_one_of(said, {"no basic auth credentials", "unauthorized", "401 Unauthorized",
                             "authentication required", "denied:"});
}

[[noreturn]] void refuse_login(const std::string& name, const std::string& said) {
  throw BuildError{"the registry of " + name +
                   " takes no push from who asks: docker is logged in " +
                   "nowhere, or as somebody who may not; log in with `" +
                   build::login_of(build::parse_image_name(name)) + "`\n" + said};
}

enum class Published { Yes, No, Unknown };

// Whether the registry has it: asked with the client's own credentials. Registries on this machine
// speak plain HTTP, as docker's engine takes for granted too.
Published is_published(const std::string& docker, const std::string& name) {
  const std::string host(build::parse_image_name(name).host);
  std::vector<std::string> words{"manifest", "inspect"};
  if (build::is_loopback(host)) words.emplace_back("--insecure");
  words.insert(words.end(), {"--", name});
  const submit::Finished asked = run_docker(docker, {std::move(words)});
  if (asked.good()) return Published::Yes;
  if (wants_login(asked.err)) refuse_login(name, asked.err);
  return holds_one_of(asked.err, {"no such manifest", "manifest unknown", "name unknown"})
             ? Published::No
             : Published::Unknown;
}

void build_here(const Image& image, const std::string& docker, bool shown) {
  const bool buildkit = run_docker(docker, {{"buildx", "version"}}).good();
  DockerCall call;
  const std::vector<Word>& words = std::get<Argv>(image.call.content).words;
  for (std::size_t i = 1; i < words.size(); ++i) call.words.emplace_back(words[i].node.as_string());
  if (!buildkit) call.environment.emplace_back("DOCKER_BUILDKIT", "0");
  call.input = archive_of(image, buildkit);
  call.shown = shown;
  const submit::Finished finished = run_docker(docker, call);
  if (!finished.good())
    throw BuildError{image.name() + " was not built\n" + finished.out + finished.err};
}

void push_image(const std::string& docker, const std::string& name, bool shown) {
  DockerCall call{{"push"}};
  if (!shown) call.words.emplace_back("--quiet");
  call.words.insert(call.words.end(), {"--", name});
  call.shown = shown;
  const submit::Finished pushed = run_docker(docker, call);
  if (pushed.good()) return;
  const std::string said = pushed.out + pushed.err;
  if (wants_login(said)) refuse_login(name, shown ? "" : said);
  throw BuildError{name + " was not pushed\n" + (shown ? "" : said)};
}

}  // namespace

submit::Finished run_docker(const std::string& docker, const DockerCall& call) {
  submit::Command command{call.words, call.environment, call.input};
  command.argv.insert(command.argv.begin(), docker);
  submit::RunOptions options;
  std::string seen;
  if (call.shown) {
    options.sink = [&](std::string_view text, bool) {
      std::fwrite(text.data(), 1, text.size(), stderr);
      if (seen.size() < submit::kMostOutput) seen += text;
    };
  }
  submit::Finished finished = submit::run(command, options);
  if (finished.how == submit::Finished::How::NotFound) {
    throw UnreachableError{docker + " cannot be run: is it installed?"};
  }
  // The client's words for an engine that is not there; what registries say is told otherwise.
  const std::string& said = call.shown ? seen : finished.err;
  const bool gone = holds_one_of(
      said, {"Cannot connect to the Docker daemon", "failed to connect to the docker API"});
  if (!finished.good() && gone) {
    throw UnreachableError{"docker's engine cannot be reached: " + first_line(said)};
  }
  if (call.shown) finished.err = std::move(seen);
  return finished;
}

BuildResult build_image(const Image& image, const std::string& docker, const BuildManner& manner) {
  const std::string name = image.name();
  // The registry knows before a build whether it will take the push.
  if (manner.push && is_published(docker, name) == Published::Yes) return BuildResult::Already;
  const bool here =
      run_docker(docker, {{"image", "inspect", "--format", "{{.Id}}", "--", name}}).good();
  if (!here) build_here(image, docker, manner.shown);
  if (manner.push) push_image(docker, name, manner.shown);
  return here && !manner.push ? BuildResult::Already : BuildResult::Built;
}

}  // namespace launch::cli
