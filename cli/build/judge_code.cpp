#include "cli/build/judge_code.h"

#include <algorithm>
#include <map>

#include "cli/build/image.h"
#include "cli/build/job_code.h"
#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/paths/docker_ignore.h"

namespace launch::cli {
namespace {

using Presence = CodeFiles::Presence;

// The build context in one state of the code.
class Context {
 public:
  Context(const CodeTree& tree, const OwnChoice& choice, const CodeJudging& judging)
      : tree_(tree), choice_(choice), judging_(judging), ignore_(ignore_text()) {}

  CodeFiles files() {
    return {[this](std::string_view path) { return presence(path); },
            [this](std::string_view path) { return open(std::string(path)); }};
  }

  std::optional<SourceId> open(const std::string& path) {
    const auto known = sources_.find(path);
    if (known != sources_.end()) return known->second;
    std::optional<SourceId>& source = sources_[path];
    if (presence(path) != Presence::Here || !tree_.look.is_file(choice_.folder + path))
      return source;
    if (auto text = tree_.read(choice_.folder + path)) {
      const std::string shown = tree_.shown(choice_.folder + path);
      judging_.reading.read.insert(shown);
      source = judging_.sources.add(shown, std::move(*text));
      judging_.reading.sources.insert(*source);
    }
    return source;
  }

 private:
  // A Dockerfile's own ignore file takes the place of the context's.
  std::string ignore_text() const {
    for (const std::string& file :
         {choice_.dockerfile + ".dockerignore", std::string(".dockerignore")}) {
      if (!tree_.look.is_file(choice_.folder + file)) continue;
      judging_.reading.read.insert(tree_.shown(choice_.folder + file));
      return tree_.read(choice_.folder + file).value_or("");
    }
    return {};
  }

  Presence presence(std::string_view path) const {
    const std::string name(path);
    if (!tree_.look.exists(choice_.folder + name)) return Presence::Missing;
    // docker needs the Dockerfile whatever it says; of an ignored folder something may be taken
    // back.
    const bool kept = name == choice_.dockerfile || !ignore_.ignores(name) ||
                      (ignore_.has_exceptions() && !tree_.look.is_file(choice_.folder + name));
    return kept ? Presence::Here : Presence::Ignored;
  }

  const CodeTree& tree_;
  const OwnChoice& choice_;
  const CodeJudging& judging_;
  DockerIgnore ignore_;
  std::map<std::string, std::optional<SourceId>> sources_;
};

build::Plan plan_for(const Grounds& grounds, const Compiled& compiled, Judgement& judgement) {
  Node agent;
  try {
    agent = read_agent_config(grounds.agent_config, grounds.workspace, judgement.sources,
                              judgement.arena);
  } catch (const UsageError&) {
    // The configuration is judged by itself.
  } catch (const UnreachableError&) {
  }
  return plan_image({compiled, {}, grounds.workspace, judgement.arena, judgement.sources}, agent);
}

}  // namespace

void judge_tree(const CodeTree& whole, const CodeJudging& judging) {
  const build::Plan& plan = judging.plan;
  CodeTree tree = whole;
  const auto noting = [&](const std::function<bool(const std::string&)>& asks) {
    return [&judging, &whole, asks](const std::string& path) {
      judging.reading.looked_for.insert(whole.shown(path));
      return asks(path);
    };
  };
  tree.look = {noting(whole.look.exists), noting(whole.look.is_file)};
  try {
    const OwnChoice choice = choose_dockerfile(plan, tree.look);
    Context files(tree, choice, judging);
    const CodeFiles code = files.files();
    const CodeContext context{plan, code, judging.arena, judging.sources, judging.diagnostics};
    if (choice.dockerfile.empty()) {
      judge_written_dockerfile({starts_python(plan), judging.place}, context);
    } else if (const auto source = files.open(choice.dockerfile)) {
      judge_own_dockerfile({*source, plan.entry.empty()}, context);
    }
  } catch (const CodePathError& error) {
    judging.diagnostics.report({&kMissingFile, error.place, error.message, {}, {}});
  }
}

void judge_code(const Grounds& grounds, const Compiled& compiled, Judgement& judgement,
                Diagnostics& found) {
  if (!needs_image(compiled)) return;
  const build::Plan plan = plan_for(grounds, compiled, judgement);
  if (grounds.agent_config.empty())
    judgement.looked_for.insert(grounds.workspace.prefix + "launch-config.yaml");
  const std::optional<CodeTree> tree = grounds.code->of(plan);
  if (!tree) return;
  const Span place = compiled.spec.source_node.span();
  CodeReading reading;
  judge_tree(*tree, {plan, place, judgement.arena, judgement.sources, reading, found});
  if (tree->is_commit) {
    for (const SourceId source : reading.sources) judgement.named_at.emplace(source, place);
  }
  judgement.read.merge(reading.read);
  judgement.looked_for.merge(reading.looked_for);
}

}  // namespace launch::cli
