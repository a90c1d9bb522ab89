#include "compiler/import/import.h"

#include <algorithm>
#include <set>

#include "compiler/check/rules.h"
#include "compiler/document/template.h"
#include "compiler/import/agent_config.h"
#include "compiler/import/compare.h"
#include "compiler/import/docker.h"
#include "compiler/import/draft_text.h"
#include "compiler/import/kubernetes.h"
#include "compiler/import/rules.h"
#include "compiler/import/sagemaker.h"
#include "compiler/import/take_out.h"
#include "compiler/import/vertex.h"
#include "compiler/import/wandb.h"
#include "compiler/resolve/resolve_rules.h"

namespace launch {
namespace {

constexpr const Importer* kImporters[] = {&docker_importer, &kubernetes_importer,
                                          &sagemaker_importer, &vertex_importer, &wandb_importer};

// One draft on its way: written, compiled, cleaned of credentials, written again, compared.
class Trip {
 public:
  Trip(const Importer& importer, Draft draft, ImportContext& context)
      : importer_(importer), draft_(std::move(draft)), context_(context) {}

  Imported run() {
    // A credential may hide behind another one: once more after the first were taken out.
    constexpr int kMostRounds = 4;
    for (int round = 0; round < kMostRounds; ++round) {
      compile_written();
      const std::vector<FoundLiteral> literals = find_literals();
      const bool done = literals.empty() || (context_.options.keep_secrets && round > 0);
      if (done) break;
      take_out(draft_, literals, context_, taken_);
    }
    report_own_errors();
    Imported result{draft_.name, job_text_, queue_text_, {}, taken_.exports, {}};
    const Node rendered = importer_.view(compiled_, context_.arena);
    if (rendered.valid() && draft_.original.valid()) {
      result.added = compare_trees(draft_.original, rendered, {importer_, taken_.places, context_});
    } else {
      context_.diagnostics.report({&kImportResidue,
                                   draft_.place,
                                   "nothing is rendered of it, so that nothing can be compared",
                                   {},
                                   "say where it runs, such as resource: docker"});
    }
    return result;
  }

 private:
  bool has_queue() const { return !draft_.is_queue && !context_.options.queue.empty(); }
  std::string queue_path() const { return "queues/" + context_.options.queue + ".yaml"; }

  Node text(std::string_view value) const {
    return Node::string(context_.arena.copy(value), draft_.place);
  }

  Node block() const {
    MappingBuilder args;
    args.set(draft_.target, draft_.place, draft_.resource_args);
    return args.build(context_.arena, draft_.place);
  }

  static void collect_names(const Node& node, std::set<std::string_view>& names) {
    for (const Node& item : node.items()) collect_names(item, names);
    for (const Member& member : node.members()) collect_names(member.value, names);
    if (!node.is_string() || !may_have_holes(node.as_string())) return;
    for (const Piece& piece : parse_template(node.as_string())) {
      if (piece.kind == Piece::Kind::Variable) names.insert(piece.text);
    }
  }

  // The declarations of those variables that a document is the one to have.
  Node variables(bool for_queue) const {
    std::set<std::string_view> in_block;
    collect_names(draft_.resource_args, in_block);
    MappingBuilder declared;
    for (const Member& member : draft_.variables.members()) {
      const bool queues = draft_.is_queue || (has_queue() && in_block.contains(member.key));
      if (queues == for_queue) declared.set(member.key, member.key_span, member.value);
    }
    return declared.build(context_.arena, draft_.place);
  }

  Node job_document() const {
    MappingBuilder job;
    for (const auto& [name, value] : context_.options.job_fields) {
      job.set(context_.arena.copy(name), draft_.place, text(value));
    }
    if (has_queue()) job.set("queue", draft_.place, text(context_.options.queue));
    const bool has_block = !has_queue() && !draft_.target.empty();
    if (has_block) job.set("resource", draft_.place, text(draft_.target));
    for (const Member& member : draft_.job.members()) {
      const bool given = context_.options.job_fields.contains(std::string(member.key));
      if (!given) job.set(member.key, member.key_span, member.value);
    }
    const Node own = variables(false);
    if (own.size() > 0) job.set("template_variables", draft_.place, own);
    if (has_block) job.set("resource_args", draft_.place, block());
    return job.build(context_.arena, draft_.place);
  }

  Node queue_document() const {
    MappingBuilder queue;
    queue.set("resource", draft_.place, text(draft_.target));
    if (draft_.is_queue) {
      for (const Member& member : draft_.job.members()) {
        queue.set(member.key, member.key_span, member.value);
      }
    }
    const Node own = variables(true);
    if (own.size() > 0) queue.set("template_variables", draft_.place, own);
    queue.set("resource_args", draft_.place, block());
    return queue.build(context_.arena, draft_.place);
  }

  std::vector<std::string> head() const {
    std::vector<std::string> lines{"From " + std::string(source_name()) + ", by launch import " +
                                   std::string(importer_.name) + "."};
    std::string names;
    for (const std::string& name : taken_.exports) names += " " + name;
    if (!names.empty()) lines.push_back("Export before submitting:" + names);
    return lines;
  }
  std::string_view source_name() const { return context_.sources.name(draft_.place.source); }

  void write() {
    job_text_.clear();
    queue_text_.clear();
    if (!draft_.is_queue) {
      job_text_ = commented_yaml(job_document(), head(), taken_.job_comments);
    }
    if (draft_.is_queue || has_queue()) {
      std::vector<std::string> lines = head();
      lines.insert(lines.begin(), "launch: kind=queue");
      const auto& comments = draft_.is_queue ? taken_.job_comments : taken_.queue_comments;
      queue_text_ = commented_yaml(queue_document(), lines, comments);
    }
  }

  void compile_written() {
    write();
    found_ = {};
    const std::string path = draft_.is_queue ? "queue.yaml" : "job.yaml";
    const SourceId id = context_.sources.add(path, draft_.is_queue ? queue_text_ : job_text_);
    documents_ = read_yaml(id, context_.sources, context_.arena, found_);
    if (documents_.empty()) return;
    const Setting run{Setting::Kind::SetString, "--run-id", "run_id", draft_.run_id};
    CompileInput input;
    input.load = {path, documents_[0].root, documents_[0].directives, std::nullopt, {}};
    if (draft_.is_queue) input.kind = DocumentKind::Queue;
    if (!draft_.run_id.empty() && !draft_.is_queue) input.load.settings = {&run, 1};
    input.target = draft_.target;
    input.options = context_.options.targets;
    input.options.allow_plain_secrets = true;
    input.keep_artifacts = true;
    compiled_ = compile(input, files(), context_.sources, context_.arena, found_);
  }

  Files files() const {
    const auto read = [this](const std::string& path) {
      const FileText::Status status =
          path == queue_path() ? FileText::Status::Ok : FileText::Status::Missing;
      return parse_file(path, {status, queue_text_, {}});
    };
    const auto find = [this](const std::string&, const std::string&) {
      return QueueLookup{has_queue() ? queue_path() : std::string(), {}, {}};
    };
    return {read, find};
  }

  // --- credentials ----------------------------------------------------------------------------

  static bool find_path(const Node& node, Span span, Path& path) {
    if (node.is_scalar()) {
      return node.span().source == span.source && node.span().begin <= span.begin &&
             span.end <= node.span().end;
    }
    for (std::size_t i = 0; i < node.size(); ++i) {
      const bool list = node.is_sequence();
      path.push_back(list ? std::to_string(i) : std::string(node.members()[i].key));
      if (find_path(list ? node.items()[i] : node.members()[i].value, span, path)) return true;
      path.pop_back();
    }
    return false;
  }

  std::vector<FoundLiteral> find_literals() const {
    std::vector<FoundLiteral> literals;
    for (const Diagnostic& diagnostic : found_.all()) {
      if (diagnostic.rule != &kSecretLiteral) continue;
      for (const Layer& layer : compiled_.layers) {
        FoundLiteral literal;
        if (!find_path(layer.root, diagnostic.span, literal.path)) continue;
        literal.in_queue = layer.role == Role::Queue;
        const Node* value = layer.root.at(literal.path);
        const Span span = value->span();
        if (span != diagnostic.span) literal.text = context_.sources.text(diagnostic.span);
        literals.push_back(std::move(literal));
        break;
      }
    }
    return literals;
  }

  // What a template variable without a value makes wrong has been said by then.
  bool stands_at_hole(Span span) const {
    const Span line = context_.sources.line(span.source, span.begin);
    return residue_count(context_.diagnostics) > 0 &&
           context_.sources.text(line).find("{{") != std::string_view::npos;
  }

  // What is wrong with the documents and not with the source would be our mistake: it is said.
  void report_own_errors() {
    std::set<std::string_view> said{kSecretLiteral.id, kVariableNoValue.id};
    for (const Diagnostic& diagnostic : context_.diagnostics.all()) {
      said.insert(diagnostic.rule->id);
    }
    for (const Diagnostic& diagnostic : found_.all()) {
      const bool ours = diagnostic.severity == Severity::Error &&
                        !said.contains(diagnostic.rule->id) && !stands_at_hole(diagnostic.span);
      if (!ours) continue;
      context_.diagnostics.report(diagnostic);
    }
  }

  const Importer& importer_;
  Draft draft_;
  ImportContext& context_;
  TakenOut taken_;
  std::string job_text_, queue_text_;
  Diagnostics found_;
  std::vector<Document> documents_;
  Compiled compiled_;
};

}  // namespace

std::span<const Importer* const> importers() { return kImporters; }

const Importer* find_importer(std::string_view name) {
  const auto* found = std::find_if(std::begin(kImporters), std::end(kImporters),
                                   [&](const Importer* each) { return each->name == name; });
  return found == std::end(kImporters) ? nullptr : *found;
}

std::vector<Imported> import_source(const Importer& importer, SourceId source,
                                    ImportContext& context) {
  std::vector<Imported> all;
  for (Draft& draft : importer.read(source, context)) {
    all.push_back(draft.is_agent ? import_agent_config(draft.original, context)
                                 : Trip(importer, std::move(draft), context).run());
  }
  if (all.empty() && !context.diagnostics.has_errors()) {
    const Span whole{source, 0, 0};
    context.diagnostics.report({&kImportBroken, whole, "it is empty: there is nothing to import"});
  }
  return all;
}

std::size_t residue_count(const Diagnostics& diagnostics) {
  const auto is_residue = [](const Diagnostic& diagnostic) {
    return diagnostic.rule == &kImportResidue || diagnostic.rule == &kImportOpen;
  };
  return static_cast<std::size_t>(
      std::count_if(diagnostics.all().begin(), diagnostics.all().end(), is_residue));
}

}  // namespace launch
