#include "cli/build/docker.h"

#include <cstdio>

#include "cli/build/published.h"
#include "cli/workspace.h"
#include "compiler/build/registry.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

[[noreturn]] void refuse_login(const std::string& name, const std::string& said) {
  throw BuildError{"the registry of " + name +
                   " takes no push from who asks: docker is logged in " +
                   "nowhere, or as somebody who may not; log in with `" +
                   build::login_of(build::parse_image_name(name)) + "`\n" + said};
}

// Refuses before a build what the registry would not take after it.
bool is_published(const std::string& docker, const std::string& name) {
  const Published asked = ask_registry(docker, name);
  if (asked.answer == Published::Answer::Refused) refuse_login(name, asked.said);
  return asked.answer == Published::Answer::Yes;
}

void build_here(const Image& image, const std::string& docker, const BuildManner& manner) {
  const bool buildkit = run_docker(docker, {{"buildx", "version"}}).good();
  DockerCall call;
  const std::vector<Word>& words = std::get<Argv>(image.call.content).words;
  for (std::size_t i = 1; i < words.size(); ++i) call.words.emplace_back(words[i].node.as_string());
  if (buildkit) {
    // Where the user's own builder is no part of the engine, the image stays in its cache.
    call.words.insert(call.words.begin() + 1, "--load");
  } else {
    call.environment.emplace_back("DOCKER_BUILDKIT", "0");
  }
  call.input = archive_of(image, buildkit);
  call.shown = manner.shown;
  call.stop = manner.stop;
  const submit::Finished finished = run_docker(docker, call);
  if (!finished.good())
    throw BuildError{image.name() + " was not built\n" + finished.out + finished.err};
}

void push_image(const std::string& docker, const std::string& name, const BuildManner& manner) {
  DockerCall call{{"push"}};
  const bool shown = manner.shown;
  if (!shown) call.words.emplace_back("--quiet");
  call.words.insert(call.words.end(), {"--", name});
  call.shown = shown;
  call.stop = manner.stop;
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
  options.stop = call.stop;
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
  const bool gone = said.find("Cannot connect to the Docker daemon") != std::string::npos ||
                    said.find("failed to connect to the docker API") != std::string::npos;
  if (!finished.good() && gone) {
    throw UnreachableError{"docker's engine cannot be reached: " + submit::first_line(said)};
  }
  if (call.shown) finished.err = std::move(seen);
  return finished;
}

BuildResult build_image(const Image& image, const std::string& docker, const BuildManner& manner) {
  const std::string name = image.name();
  // The registry knows before a build whether it will take the push.
  if (manner.push && is_published(docker, name)) return BuildResult::Already;
  const bool here =
      run_docker(docker, {{"image", "inspect", "--format", "{{.Id}}", "--", name}}).good();
  if (!here) build_here(image, docker, manner);
  if (manner.push) push_image(docker, name, manner);
  return here && !manner.push ? BuildResult::Already : BuildResult::Built;
}

}  // namespace launch::cli
