#include "compiler/spec/decode.h"

#include <algorithm>

#include "compiler/document/template.h"
#include "compiler/spec/command_words.h"
#include "compiler/spec/env_map.h"
#include "compiler/spec/spec_rules.h"

namespace launch {

namespace {

// user@host:path, as W&B's client has it. A host that begins with - would be an option of ssh.
bool is_scp_like(std::string_view uri) {
  constexpr std::string_view kWord =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+";
  const auto plain = [](std::string_view part, std::string_view allowed) {
    return !part.empty() && part[0] != '-' &&
           part.find_first_not_of(allowed) == std::string_view::npos;
  };
  const std::size_t at = uri.find('@');
  if (at == std::string_view::npos) return false;
  const std::size_t colon = uri.find(':', at);
  if (colon == std::string_view::npos) return false;
  const std::string_view host = uri.substr(at + 1, colon - at - 1);
  const std::string_view path = uri.substr(colon + 1);
  return plain(uri.substr(0, at), kWord) && plain(host, kWord.substr(0, kWord.size() - 1)) &&
         !path.empty() && path.find('\n') == std::string_view::npos;
}

class Decoder {
 public:
  Decoder(const Filled& filled, const DecodeContext& context)
      : root_(filled.root), context_(context) {}

  Spec run() {
    spec_.root = root_;
    fields();
    source();
    command();
    env();
    maps();
    return std::move(spec_);
  }

 private:
  // A field that is there, is not null and is of one of the kinds wanted; else not valid.
  Node scalar(std::string_view key) const { return scalar_in(root_, key); }
  static Node scalar_in(const Node& map, std::string_view key) {
    const Node* node = map.find(key);
    return node != nullptr && node->is_scalar() && !node->is_null() ? *node : Node();
  }
  // W&B takes an empty name of what to run for none (_project_spec.py,
  // validate_launch_spec_source).
  static Node named_in(const Node& map, std::string_view key) {
    const Node node = scalar_in(map, key);
    return node.is_string() && node.as_string().empty() ? Node() : node;
  }
  static Node of_kind(const Node& map, std::string_view key, Kind kind) {
    const Node* node = map.find(key);
    return node != nullptr && node->kind() == kind ? *node : Node();
  }
  Node overrides() const { return of_kind(root_, "overrides", Kind::Mapping); }

  void fields() {
    spec_.entity = scalar("entity");
    spec_.project = lower_case(scalar("project"));
    spec_.name = scalar("name");
    spec_.author = scalar("author");
    spec_.run_id = scalar("run_id");
    judge_run_id();
    spec_.sweep_id = scalar("sweep_id");
    spec_.resume_count = scalar("_resume_count");
    spec_.resource = scalar("resource");
    spec_.queue = context_.queue_name;
    spec_.queue_entity = scalar("queue_entity");
    spec_.resource_args = of_kind(root_, "resource_args", Kind::Mapping);
  }

  void judge_run_id() {
    const std::string_view id = spec_.run_id.as_string();
    if (!spec_.run_id.valid() || spec_.run_id.is_deferred()) return;
    const bool blank_end = id.empty() || id.front() == ' ' || id.back() == ' ';
    if (!blank_end && id.find_first_of("/\\#?%:") == std::string_view::npos) return;
    context_.diagnostics.report({&kRunId, spec_.run_id.span(),
                                 quoted(id) +
                                     " cannot be a run id: W&B refuses / \\ # ? % and :, and "
                                     "blanks at its ends"});
  }

  // W&B lower-cases the project as soon as it reads it (wandb/sdk/launch/_project_spec.py).
  Node lower_case(const Node& node) const {
    std::string text(node.as_string());
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (text == node.as_string()) return node;
    return Node::string(context_.arena.copy(text), node.span()).with_history(node.history());
  }

  void source() {
    const Node image = named_in(root_, "image");
    const Node git = of_kind(root_, "git", Kind::Mapping);
    const Node artifact = named_in(of_kind(root_, "job", Kind::Mapping), "artifact");
    spec_.job = named_in(root_, "job");
    const Node repository = git.valid() ? scalar_in(git, "repository") : Node();
    struct Candidate {
      SourceKind kind;
      Node node;
      std::string_view field;
    };
    std::vector<Candidate> found;
    if (image.valid()) found.push_back({SourceKind::Image, image, "image"});
    if (repository.valid()) found.push_back({SourceKind::Git, git, "git"});
    if (artifact.valid()) found.push_back({SourceKind::Artifact, artifact, "job.artifact"});
    // `job: name` beside a git block only names the job.
    const bool job_counts = spec_.job.valid() && !repository.valid() && !artifact.valid();
    if (job_counts) found.push_back({SourceKind::Artifact, spec_.job, "job"});
    if (found.size() > 1) {
      // The stronger layer is what the user wrote last.
      const bool first_is_newer =
          context_.strength(found[0].node) > context_.strength(found[1].node);
      if (first_is_newer) std::swap(found[0], found[1]);
      context_.diagnostics.report(
          {&kTwoSources,
           found[1].node.span(),
           "the job names two things to run: " + std::string(found[0].field) + " and " +
               std::string(found[1].field),
           {{found[0].node.span(), std::string(found[0].field) + " is set here"}},
           "remove one of them"});
    }
    if (found.empty()) {
      no_source();
    } else {
      spec_.source = found[0].kind;
      spec_.source_node = found[0].node;
    }
    if (repository.valid()) judge_remote(repository);
    decide_image(image);
  }

  void no_source() {
    if (context_.is_base) return;
    Diagnostic diagnostic{
        &kNoSource,
        head_of(root_),
        "the job names nothing to run: no image, no git repository and no job artifact",
        {},
        {}};
    if (const Node* uri = root_.find("image_uri")) {
      diagnostic.span = uri->span();
      diagnostic.suggestion = "write image instead of image_uri";
    } else if (const Node* old = root_.find("uri")) {
      diagnostic.span = old->span();
      diagnostic.suggestion = "write git: {repository: …} instead of uri";
    }
    context_.diagnostics.report(std::move(diagnostic));
  }

  // The first field of the strongest layer: a whole-document underline helps nobody.
  static Span head_of(const Node& map) {
    Span head = map.span();
    for (const Member& member : map.members()) {
      const bool first = member.key_span.source == head.source &&
                         (member.key_span.begin <= map.span().begin || head == map.span());
      if (first) head = member.key_span;
    }
    return head;
  }

  void decide_image(const Node& image) {
    if (context_.image_uri.valid()) {
      spec_.image = context_.image_uri;
    } else if (image.valid()) {
      spec_.image = image;
    } else if (spec_.source != SourceKind::None) {
      spec_.image =
          Node::string("${image_uri}", spec_.source_node.span())
              .with_deferred()
              .with_step(context_.arena, {Step::Action::Completed, spec_.source_node.span(),
                                          "the image is built from this source at submit"});
    }
  }

  // https://github.com/wandb/wandb/blob/main/wandb/sdk/launch/git_reference.py
  void judge_remote(const Node& repository) {
    const std::string_view uri = repository.as_string();
    if (repository.is_deferred()) return;
    std::string lower(uri.substr(0, 8));
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const bool remote =
        lower.starts_with("https://") || lower.starts_with("ssh://") || is_scp_like(uri);
    constexpr std::string_view kBlanks = " \t\n\r";
    const bool blank_end = !uri.empty() && (kBlanks.find(uri.front()) != std::string_view::npos ||
                                            kBlanks.find(uri.back()) != std::string_view::npos);
    if (remote && !blank_end) return;
    context_.diagnostics.report(
        {&kGitRemote,
         repository.span(),
         "git repository " + quoted(uri) +
             " is not fetched: only https://, ssh:// and user@host:path are",
         {},
         blank_end ? "take the blanks at its ends away" : ""});
  }

  void command() {
    const Node over = overrides();
    const Node* command = root_.find("command");
    const Node* entry = pick(over, "entry_point");
    const Node* args = pick(over, "args");
    const bool overridden = over.find("entry_point") != nullptr;
    if (command != nullptr && command->size() > 0 && !overridden) {
      spec_.entry = words(*command, false);
      report_useless_beside(*command);
      // The whole command: only an explicit override adds arguments to it.
      if (const Node* extra = over.find("args"); extra != nullptr && !extra->is_null()) {
        spec_.args = words(*extra, false);
      }
      return;
    }
    if (entry != nullptr && !entry->is_null()) spec_.entry = words(*entry, true);
    if (args != nullptr && !args->is_null()) spec_.args = words(*args, false);
  }

  void report_useless_beside(const Node& command) {
    for (const char* field : {"entry_point", "args"}) {
      const Member* member = root_.find_member(field);
      if (member == nullptr || member->value.is_null()) continue;
      context_.diagnostics.report(
          {&kNoEffect,
           member->key_span,
           std::string(field) + " has no effect: command is the whole command",
           {{command.span(), "the command"}},
           "move its words into command, or remove it"});
    }
  }

  const Node* pick(const Node& over, std::string_view key) const {
    const Node* node = over.find(key);
    if (node != nullptr && !node->is_null()) return node;
    return root_.find(key);
  }

  // The words of a list; a script that was written as text gets its interpreter.
  std::vector<Node> words(const Node& list, bool is_entry_point) {
    std::vector<Node> result;
    const bool script = is_entry_point && list.size() == 1 && was_text(list);
    if (script) add_interpreter(result, list.items()[0]);
    for (const Node& item : list.items()) {
      if (item.is_scalar()) result.push_back(as_word(item));
    }
    return result;
  }

  Node as_word(const Node& item) const {
    if (item.is_string()) return item;
    return Node::string(scalar_text(item, context_.arena), item.span())
        .with_history(item.history())
        .with_secret(item.is_secret());
  }

  void add_interpreter(std::vector<Node>& result, const Node& node) {
    const std::string_view script = node.as_string();
    const std::string_view interpreter = script.ends_with(".py")   ? "python"
                                         : script.ends_with(".sh") ? "bash"
                                                                   : "";
    if (interpreter.empty()) return warn_of_unknown_script(node, script);
    result.push_back(Node::string(interpreter, node.span())
                         .with_step(context_.arena, {Step::Action::Completed, node.span(),
                                                     "runs scripts that end this way"}));
  }

  // A file name with an ending that is no interpreter's we know; `train` alone is a program.
  void warn_of_unknown_script(const Node& node, std::string_view script) {
    const std::size_t slash = script.rfind('/');
    const std::string_view file = script.substr(slash == std::string_view::npos ? 0 : slash + 1);
    const std::size_t dot = file.rfind('.');
    const bool ending = dot != std::string_view::npos && dot > 0 && dot + 1 < file.size();
    if (!ending || node.is_deferred()) return;
    context_.diagnostics.report(
        {&kScriptUnknown,
         node.span(),
         quoted(script) + " ends neither in .py nor in .sh, so it is run as it is",
         {},
         "write the whole command, such as [Rscript, " + std::string(script) + "]"});
  }

  void env() {
    const Node env = of_kind(root_, "env", Kind::Mapping);
    for (const Member& member : env.members()) {
      if (!judge_env_name(member.key, member.key_span, context_.diagnostics)) continue;
      spec_.env.push_back({member.key, member.key_span, member.value});
      judge_shadowed(member);
    }
  }

  // WANDB_PROJECT in env decides, whatever `project` says; the two should agree.
  void judge_shadowed(const Member& variable) {
    const std::pair<std::string_view, const Node&> fields[] = {
        {"WANDB_PROJECT", spec_.project}, {"WANDB_ENTITY", spec_.entity},
        {"WANDB_NAME", spec_.name},       {"WANDB_RUN_ID", spec_.run_id},
        {"WANDB_USERNAME", spec_.author}, {"WANDB_SWEEP_ID", spec_.sweep_id}};
    for (const auto& [name, field] : fields) {
      const bool written =
          field.valid() && context_.sources.kind(field.span().source) != SourceMap::Kind::BuiltIn;
      const bool agree =
          variable.value.as_string() == field.as_string() || variable.value.is_null();
      if (name != variable.key || !written || agree) continue;
      context_.diagnostics.report({&kNoEffect,
                                   field.span(),
                                   quoted(field.as_string()) + " has no effect: env." +
                                       std::string(name) + " decides, and is set to something else",
                                   {{variable.value.span(), "env." + std::string(name)}},
                                   "remove one of the two"});
    }
  }

  void maps() {
    spec_.artifacts = of_kind(overrides(), "artifacts", Kind::Mapping);
    spec_.files = of_kind(overrides(), "files", Kind::Mapping);
    spec_.input_artifacts = of_kind(root_, "input_artifacts", Kind::Sequence);
    spec_.output_artifacts = of_kind(root_, "output_artifacts", Kind::Sequence);
    const Node hyper = of_kind(root_, "hyperparameters", Kind::Mapping);
    const Node run_config = of_kind(overrides(), "run_config", Kind::Mapping);
    if (!run_config.valid() || !hyper.valid()) {
      spec_.hyperparameters = hyper.valid() ? hyper : run_config;
      return;
    }
    MappingBuilder both(hyper);
    for (const Member& member : run_config.members()) {
      const Node* weaker = both.find(member.key);
      Node value = member.value;
      if (weaker != nullptr) {
        value = value.with_step(context_.arena, {Step::Action::Overrode, weaker->span(), {}});
      }
      both.set(member.key, member.key_span, value);
    }
    spec_.hyperparameters = both.build(context_.arena, hyper.span());
  }

  const Node& root_;
  const DecodeContext& context_;
  Spec spec_;
};

}  // namespace

Spec decode_spec(const Filled& filled, const DecodeContext& context) {
  return Decoder(filled, context).run();
}

}  // namespace launch
