#include "cli/build/judge_code.h"

#include <algorithm>
#include <map>

#include "cli/build/image.h"
#include "cli/build/job_code.h"
#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/paths/docker_ignore.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {
namespace {

using Presence = CodeFiles::Presence;

// The build context in one state of the code.
class Context {
 public:
  Context(const CodeTree& tree, const OwnChoice& choice, const CodeJudging& judging)
      : tree_(tree), choice_(choice), judging_(judging), ignore_(ignore_text()) {
    refuse_unusable(ignore_, ignore_file_);
  }

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
  std::string ignore_text() {
    for (const std::string& file :
         {choice_.dockerfile + ".dockerignore", std::string(".dockerignore")}) {
      if (!tree_.look.is_file(choice_.folder + file)) continue;
      ignore_file_ = file;
      judging_.reading.read.insert(tree_.shown(choice_.folder + file));
      return tree_.read(choice_.folder + file).value_or("");
    }
    return {};
  }

  // What a link leads to is in the context as well.
  bool is_held(const std::string& path) const {
    const auto real = tree_.look.real(choice_.folder + path);
    std::optional<std::string> folder{""};
    if (!choice_.folder.empty()) folder = tree_.look.real(choice_.folder);
    if (folder && !folder->empty()) *folder += '/';
    if (!real || !folder || !real->starts_with(*folder)) return false;
    const std::string held = real->substr(folder->size());
    return held == path || presence(held) == Presence::Here;
  }

  Presence presence(std::string_view path) const {
    const std::string name(path);
    if (!tree_.look.exists(choice_.folder + name)) return Presence::Missing;
    // docker needs the Dockerfile whatever it says; of an ignored folder something may be taken
    // back.
    const bool file = tree_.look.is_file(choice_.folder + name);
    const bool kept =
        name == choice_.dockerfile || !ignore_.ignores(name) || (ignore_.has_exceptions() && !file);
    return kept && (!file || is_held(name)) ? Presence::Here : Presence::Ignored;
  }

  const CodeTree& tree_;
  const OwnChoice& choice_;
  const CodeJudging& judging_;
  std::string ignore_file_;
  DockerIgnore ignore_;
  std::map<std::string, std::optional<SourceId>> sources_;
};

void report_script(const OwnChoice& choice, const CodeJudging& judging) {
  const std::string folder = choice.folder.substr(0, choice.folder.size() - 1);
  judging.diagnostics.report(
      {&kMovedScript,
       choice.script.span(),
       "Dockerfile.wandb beside it makes " + launch::quoted(folder) +
           " the build context, in which this script has no folder; it is run as it is written",
       {},
       {}});
}

// The agent's configuration. False: it cannot be used, and is judged by itself.
bool read_agent(const Grounds& grounds, Judgement& judgement, Node& agent) {
  try {
    agent = read_agent_config(grounds.agent_config, grounds.workspace, judgement.sources,
                              judgement.arena);
    return true;
  } catch (const UsageError&) {
  } catch (const UnreachableError&) {
  }
  return false;
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
  tree.look.exists = noting(whole.look.exists);
  tree.look.is_file = noting(whole.look.is_file);
  try {
    const OwnChoice choice = choose_dockerfile(plan, tree.look);
    Context files(tree, choice, judging);
    const CodeFiles code = files.files();
    const CodeContext context{plan, code, judging.arena, judging.sources, judging.diagnostics};
    if (choice.dockerfile.empty()) {
      judge_written_dockerfile({starts_python(plan), judging.place}, context);
    } else if (const auto source = files.open(choice.dockerfile)) {
      judge_own_dockerfile({*source, plan.entry.empty()}, context);
    } else if (plan.dockerfile.valid()) {
      judging.diagnostics.report(
          {&kMissingFile,
           plan.dockerfile.span(),
           "the Dockerfile " + launch::quoted(choice.dockerfile) + " is no file of the context",
           {},
           {}});
    }
    if (choice.script.valid()) report_script(choice, judging);
    if (!tree.folder.empty() && judging.context_limit > 0) {
      check_context({tree.folder / choice.folder, choice.dockerfile, judging.context_limit << 20U});
    }
  } catch (const CodePathError& error) {
    judging.diagnostics.report({&kMissingFile, error.place, error.message, {}, {}});
  } catch (const UsageError& error) {
    judging.diagnostics.report({&kUnusableContext, judging.place, error.message, {}, {}});
  } catch (const UnreachableError& error) {
    judging.diagnostics.report({&kUnusableContext, judging.place, error.message, {}, {}});
  }
}

void judge_code(const Grounds& grounds, const Compiled& compiled, Judgement& judgement,
                Diagnostics& found) {
  if (!needs_image(compiled)) return;
  const CodeOptions no_flags;
  const CodeInput input{compiled, no_flags, grounds.workspace, judgement.arena, judgement.sources};
  JobCode code;
  const bool knows_agent = read_agent(grounds, judgement, code.agent);
  code.plan = plan_image(input, code.agent);
  const build::Plan& plan = code.plan;
  // Flags of whoever builds may say otherwise.
  if (knows_agent && !wandb::is_in_wandb_queue(compiled))
    judge_builder(code, input, Severity::Warning, Severity::Warning, found);
  if (grounds.agent_config.empty())
    judgement.looked_for.insert(grounds.workspace.prefix + "launch-config.yaml");
  const std::optional<CodeTree> tree = grounds.code->of(plan);
  if (!tree) return;
  const Span place = compiled.spec.source_node.span();
  CodeReading reading;
  judge_tree(*tree, {plan, place, judgement.arena, judgement.sources, reading, found,
                     grounds.context_limit});
  if (tree->is_commit) {
    for (const SourceId source : reading.sources) judgement.named_at.emplace(source, place);
  }
  judgement.read.merge(reading.read);
  judgement.looked_for.merge(reading.looked_for);
}

}  // namespace launch::cli
