#include "compiler/check/dockerfile/dockerfile.h"

#include <algorithm>
#include <map>

#include "compiler/check/dockerfile/rules.h"
#include "compiler/check/image_name.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

// A builder's base images are judged with every job, its code at hand or not.
bool is_judged(Span place, const Diagnostics& diagnostics) {
  return std::any_of(
      diagnostics.all().begin(), diagnostics.all().end(),
      [&](const Diagnostic& each) { return each.rule == &kBaseImage && each.span == place; });
}

void judge_written_packages(const build::Requirements requirements, const CodeContext& context) {
  const std::string_view file = build::file_of(requirements);
  switch (requirements) {
    case build::Requirements::RequirementsTxt:
    case build::Requirements::Frozen:
      return judge_requirements(file, context);
    case build::Requirements::Pyproject:
      return judge_pyproject(file, context);
    case build::Requirements::Conda:
      return judge_conda_environment(file, context);
    case build::Requirements::UvLock:
    case build::Requirements::PoetryLock:
    case build::Requirements::None:
      break;
  }
}

// Requirements come from the first file there is: one that is left out changes which.
void judge_ignored(const build::Requirements requirements, Span place, const CodeContext& context) {
  for (const build::Requirements each :
       {build::Requirements::RequirementsTxt, build::Requirements::UvLock,
        build::Requirements::PoetryLock, build::Requirements::Pyproject,
        build::Requirements::Frozen, build::Requirements::Conda}) {
    if (each == requirements) return;
    const std::string_view file = build::file_of(each);
    if (context.code.presence(file) != CodeFiles::Presence::Ignored) continue;
    const std::string instead = requirements == build::Requirements::None
                                    ? "nothing is installed"
                                    : std::string(build::file_of(requirements)) + " is installed";
    context.diagnostics.report(
        {&kIgnoredRequirements,
         place,
         "the code has " + quoted(file) +
             ", but .dockerignore leaves it out of the build context: " + instead,
         {},
         {}});
    return;
  }
}

}  // namespace

void judge_base_name(const BaseName& base, const CodeContext& context) {
  const auto message =
      floating_image(Node::string(context.arena.copy(base.name), base.place), base.what);
  if (!message) return;
  const std::string_view tag = image_tag(base.name);
  const bool moves = tag.empty() || tag.starts_with("latest");
  context.diagnostics.report(
      {moves ? &kDockerfileBaseTag : &kDockerfileBaseDigest, base.place, *message, {}, {}});
}

void judge_own_dockerfile(const OwnDockerfile& own, const CodeContext& context) {
  const build::DockerfileText file = build::read_dockerfile(context.sources.text(own.source));
  for (const build::DockerfileTrouble& each : file.troubles) {
    context.diagnostics.report({&kDockerfileSyntax,
                                {own.source, each.begin, each.end},
                                each.message,
                                {},
                                each.suggestion});
  }
  const DockerfileContext parts{file, own.source, context};
  judge_dockerfile_secrets(parts);
  // What follows would only repeat that the file cannot be read.
  if (!file.troubles.empty()) return;
  judge_dockerfile_bases(parts);
  judge_dockerfile_files(parts);
  judge_dockerfile_packages(parts);
  if (own.runs_entrypoint) judge_dockerfile_entrypoint(parts);
}

void judge_written_dockerfile(const WrittenDockerfile& written, const CodeContext& context) {
  const build::Plan& plan = context.plan;
  std::map<std::string, std::string, std::less<>> texts;
  const build::ContextText text_of = [&](std::string_view path) -> const std::string* {
    const auto source = context.code.open(path);
    if (!source) return nullptr;
    return &texts.emplace(path, context.sources.text(*source)).first->second;
  };
  build::DockerfileInput input;
  input.base = std::string(plan.base_image.as_string());
  input.accelerator = plan.accelerator;
  input.python = written.python;
  input.python_version = build::minor_version(plan.python_version.as_string());
  input.requirements = build::requirements_of(text_of);
  const Span place = plan.base_image.valid()       ? plan.base_image.span()
                     : plan.python_version.valid() ? plan.python_version.span()
                                                   : written.place;
  const bool open = plan.base_image.is_deferred() || plan.base_image.is_secret();
  // Which image is the usual one hangs on the language.
  const bool known =
      plan.base_image.valid() || written.python || input.requirements != build::Requirements::None;
  if (known && !open && !is_judged(place, context.diagnostics)) {
    const std::string name = build::base_of(input);
    judge_base_name({name, place, plan.base_image.valid() ? "base_image" : "the usual base image"},
                    context);
  }
  judge_ignored(input.requirements, written.place, context);
  judge_written_packages(input.requirements, context);
  if (input.requirements == build::Requirements::None) judge_uninstalled(written.place, context);
}

}  // namespace launch
