#include "cli/lock/built_image.h"

#include <cstdio>

#include "cli/build/image.h"
#include "cli/build/job_code.h"
#include "compiler/lock/rules.h"

namespace launch::cli {
namespace {

bool is_known(const Node& node) {
  return node.valid() && node.is_string() && !node.is_deferred() && !node.is_secret();
}

class BuiltImage {
 public:
  BuiltImage(const BuiltImageInput& input, const Compiled& job, PresentJob& present)
      : input_(input), job_(job), present_(present) {}

  void run() {
    code_ = plan_code({job_, input_.options.code, *input_.side.workspace, *input_.file.arena,
                       *input_.file.sources});
    if (code_.agent.valid()) {
      input_.file.read.insert(std::string(input_.file.sources->name(code_.agent.span().source)));
    }
    const build::Plan& plan = code_.plan;
    if (is_known(plan.destination)) {
      add(std::string(kBuiltAs), std::string(plan.destination.as_string()),
          plan.pushes ? plan.destination.span() : place_of_code());
    }
    std::string tag(kUnknownTag);
    if (const auto image = look_at_code()) {
      for (const KnownBase& base : image->bases)
        add_base(base.base.name, base.digest, place_of(base, *image));
      if (!image->tag.empty()) tag = image->tag;
    } else if (is_known(plan.base_image)) {
      const std::string name(plan.base_image.as_string());
      add_base(name, base_meaning(name, input_.meaning), plan.base_image.span());
    }
    add(std::string(kBuiltTag), tag, place_of_code());
  }

 private:
  void add(std::string name, std::string value, Span place) {
    present_.known[name] = value;
    present_.facts.push_back({std::move(name), std::move(value), place, &kLockImage});
  }

  void add_base(const std::string& base, const std::string& digest, Span place) {
    if (digest.empty()) return;
    std::string name = std::string(kBuiltBase) + base.substr(0, base.find('@'));
    const auto known = present_.known.find(name);
    if (known != present_.known.end() && known->second == digest) return;
    // Two digests of one image.
    if (known != present_.known.end()) name = std::string(kBuiltBase) + base;
    add(std::move(name), digest, place);
  }

  // The line that says which code it is.
  Span place_of_code() const {
    const build::Plan& plan = code_.plan;
    if (plan.artifact.valid()) return plan.artifact.span();
    return (plan.revision.valid() ? plan.revision : plan.repository).span();
  }

  // In the Dockerfile, or the line that launch took the base from.
  Span place_of(const KnownBase& base, const Image& image) {
    const build::Plan& plan = code_.plan;
    if (image.written) return plan.base_image.valid() ? plan.base_image.span() : place_of_code();
    if (!dockerfile_) {
      const CodeTree tree =
          source_tree(code_.source, plan.artifact.as_string(), input_.code.artifacts());
      dockerfile_ = input_.file.sources->add(tree.shown(image.own_path), image.dockerfile);
    }
    return {*dockerfile_, base.base.word.begin, base.base.word.end};
  }

  std::string commit() const {
    const auto known = present_.known.find("commit");
    return known == present_.known.end() ? std::string() : known->second;
  }

  // The image, as it would be built; nothing where the code is not at hand, or makes none.
  std::optional<Image> look_at_code() {
    try {
      auto source = input_.code.source(code_.plan, commit());
      if (!source) return std::nullopt;
      code_.source = std::move(*source);
      const BaseDigest digests = [this](const std::string& base) {
        return base_meaning(base, input_.meaning);
      };
      return prepare_image(code_.plan, {code_.source, digests, input_.code.contexts(),
                                        input_.options.code.context_limit, *input_.file.arena,
                                        *input_.file.sources});
    } catch (const UsageError& error) {
      if (input_.options.notes) {
        std::fprintf(stderr, "launch: note: %s: the image's tag is not known: %s\n",
                     present_.name.c_str(), error.message.c_str());
      }
      return std::nullopt;
    }
  }

  const BuiltImageInput& input_;
  const Compiled& job_;
  PresentJob& present_;
  JobCode code_;
  std::optional<SourceId> dockerfile_;
};

}  // namespace

void add_built_image(const BuiltImageInput& input, const Compiled& job, PresentJob& present) {
  if (!needs_image(job)) return;
  try {
    BuiltImage(input, job, present).run();
  } catch (const UsageError&) {
    // A configuration that cannot be used: whoever compares judges it by itself.
    if (input.options.notes) throw;
  }
}

}  // namespace launch::cli
