#include "compiler/resolve/load.h"

#include <algorithm>

#include "compiler/resolve/resolve_rules.h"
#include "compiler/resolve/settings.h"

namespace launch {
namespace {

constexpr std::size_t kLongestChain = 32;

// One file being followed, and what asked for it.
struct Link {
  std::string path;
  Span named_at;
};

class Loader {
 public:
  Loader(const LoadInput& input, const LoadContext& context) : input_(input), context_(context) {}

  Layers run() {
    chain_.push_back({input_.job_path, {}});
    std::vector<Layer> bases = bases_of(input_.job, input_.job_path);
    if (std::optional<Layer> queue = read_queue(bases)) result_.layers.push_back(*queue);
    std::move(bases.begin(), bases.end(), std::back_inserter(result_.layers));
    result_.layers.push_back({Role::Job, input_.job, input_.directives});
    std::vector<Layer> flags = layers_of_settings(input_.settings, Role::Flags, context_);
    std::move(flags.begin(), flags.end(), std::back_inserter(result_.layers));
    return std::move(result_);
  }

 private:
  // The layers of a document's bases, deepest first, each list left to right.
  std::vector<Layer> bases_of(const Node& root, const std::string& path) {
    std::vector<Layer> layers;
    const Node* bases = root.find("base_config");
    if (bases == nullptr) return layers;
    const std::span<const Node> names =
        bases->is_sequence() ? bases->items() : std::span<const Node>(bases, 1);
    for (const Node& name : names) {
      if (name.is_string()) append_base(layers, name, path);
    }
    return layers;
  }

  void append_base(std::vector<Layer>& layers, const Node& name, const std::string& from) {
    const std::string path = path_beside(from, name.as_string());
    if (!may_follow(path, name.span())) return;
    // A base of two bases is below both: laid once, where it is first met.
    if (std::find(laid_.begin(), laid_.end(), path) != laid_.end()) return;
    laid_.push_back(path);
    std::optional<Node> root = read_one(path, name.span(), kBaseMissing, "base");
    if (!root) return;
    chain_.push_back({path, name.span()});
    std::vector<Layer> deeper = bases_of(*root, path);
    chain_.pop_back();
    std::move(deeper.begin(), deeper.end(), std::back_inserter(layers));
    layers.push_back({Role::Base, *root, last_directives_});
  }

  bool may_follow(const std::string& path, Span named_at) {
    const auto seen = std::find_if(chain_.begin(), chain_.end(),
                                   [&](const Link& link) { return link.path == path; });
    if (seen != chain_.end()) {
      context_.diagnostics.report(
          {&kBaseCycle, named_at,
           "base_config comes back to " + path + ", which is part of the chain already",
           chain_notes(), "remove one link of the chain"});
      return false;
    }
    if (chain_.size() > kLongestChain) {
      context_.diagnostics.report(
          {&kBaseTooDeep, named_at,
           "more than " + std::to_string(kLongestChain) + " files in this chain of base_config",
           chain_notes()});
      return false;
    }
    return true;
  }

  std::vector<Note> chain_notes() const {
    std::vector<Note> notes;
    for (auto link = chain_.begin() + 1; link < chain_.end(); ++link) {
      notes.push_back({link->named_at, "names " + link->path});
    }
    return notes;
  }

  // The one map of a file; reports at `named_at` what keeps it from being read.
  std::optional<Node> read_one(const std::string& path, Span named_at, const Rule& missing,
                               std::string_view what) {
    const std::shared_ptr<const ParsedFile> file = context_.files.read(path);
    if (file->status != FileText::Status::Ok) {
      report_unread(*file, path, named_at, missing, what);
      return std::nullopt;
    }
    const SourceId id = context_.sources.add_shared(path, file->text(), file);
    report_in_source(file->found, id);
    if (file->found.has_errors()) return std::nullopt;
    const std::vector<Document>& documents = file->documents;
    if (documents.size() != 1 || !documents[0].root.is_mapping()) {
      const std::string seen = documents.size() > 1 ? "several documents"
                               : documents.empty()
                                   ? "nothing"
                                   : std::string(kind_phrase(documents[0].root.kind()));
      std::vector<Note> notes;
      if (named_at != Span{})
        notes.push_back({named_at, "named as " + std::string(what) + " here"});
      Span place = documents.empty() ? Span{} : documents.back().root.span();
      place.source = id;
      context_.diagnostics.report(
          {&kBaseNotAMap, place,
           "a " + std::string(what) + " must be one map of fields, and " + path + " holds " + seen,
           std::move(notes)});
      return std::nullopt;
    }
    keep_directives(documents[0], id);
    return documents[0].root.in_source(id, context_.arena);
  }

  void report_in_source(const Diagnostics& found, SourceId id) {
    for (Diagnostic diagnostic : found.all()) {
      diagnostic.span.source = id;
      for (Note& note : diagnostic.notes) note.span.source = id;
      const Severity severity = diagnostic.severity;
      context_.diagnostics.report_as(severity, std::move(diagnostic));
    }
  }

  void keep_directives(const Document& document, SourceId id) {
    std::vector<Directive> directives = document.directives;
    for (Directive& directive : directives) directive.span.source = id;
    last_directives_ = context_.arena.copy(std::span<const Directive>(directives));
    result_.directives.insert(result_.directives.end(), directives.begin(), directives.end());
  }

  void report_unread(const ParsedFile& file, const std::string& path, Span named_at,
                     const Rule& missing, std::string_view what) {
    std::string message = std::string(what) + " file " + quoted(path) + " ";
    std::string way_out;
    switch (file.status) {
      case FileText::Status::Missing:
        message += "does not exist";
        way_out = suggest(other_ending(path));
        break;
      case FileText::Status::Outside:
        message += "is outside the repository";
        way_out = "--root DIR widens what may be read";
        break;
      default:
        message += "cannot be read: " + file.why;
    }
    context_.diagnostics.report({&missing, named_at, std::move(message), {}, std::move(way_out)});
  }

  // team/base.yaml for team/base.yml and the like, when that is there.
  std::string other_ending(const std::string& path) const {
    const std::size_t dot = path.rfind('.');
    const std::string stem = dot == std::string::npos ? path : path.substr(0, dot);
    for (const char* ending : {".yaml", ".yml", ".json"}) {
      if (context_.files.read(stem + ending)->status == FileText::Status::Ok) return stem + ending;
    }
    return {};
  }

  // What names the queue: the strongest layer that has `queue`.
  Node queue_name(const std::vector<Layer>& bases, std::string& from) const {
    for (auto setting = input_.settings.rbegin(); setting != input_.settings.rend(); ++setting) {
      const bool names_it = setting->path == "queue" && (setting->kind == Setting::Kind::Set ||
                                                         setting->kind == Setting::Kind::SetString);
      if (!names_it) continue;
      from = input_.job_path;
      const SourceId id =
          context_.sources.add(setting->flag, setting->value, SourceMap::Kind::Flag);
      const auto end = static_cast<std::uint32_t>(setting->value.size());
      return Node::string(context_.sources.text(id), {id, 0, end});
    }
    if (const Node* name = input_.job.find("queue")) {
      from = input_.job_path;
      return *name;
    }
    for (auto base = bases.rbegin(); base != bases.rend(); ++base) {
      if (const Node* name = base->root.find("queue")) {
        from = std::string(context_.sources.name(name->span().source));
        return *name;
      }
    }
    return {};
  }

  std::optional<Layer> read_queue(const std::vector<Layer>& bases) {
    std::string from;
    const Node name = queue_name(bases, from);
    result_.queue_name = name;
    if (input_.queue_path) return read_given_queue();
    const bool named = name.is_string() && !name.as_string().empty();
    if (!named || input_.is_base || has_variable_or_macro(name.as_string())) return std::nullopt;
    const QueueLookup found = context_.files.find_queue(std::string(name.as_string()), from);
    if (found.path.empty()) {
      report_no_queue(name, found);
      return std::nullopt;
    }
    if (!found.others.empty()) report_several_queues(name, found);
    return read_queue_file(found.path, name.span());
  }

  // --queue FILE: its settings are used, so that it is the queue, whatever the job says.
  std::optional<Layer> read_given_queue() {
    std::optional<Layer> queue = read_queue_file(*input_.queue_path, Span{});
    if (!queue) return queue;
    const Node* name = queue->root.find("name");
    const std::string_view path = *input_.queue_path;
    const std::size_t slash = path.rfind('/') + 1;
    const std::string_view stem = path.substr(slash, path.rfind('.') - slash);
    result_.queue_name =
        name != nullptr ? *name : Node::string(context_.arena.copy(stem), queue->root.span());
    return queue;
  }

  static bool has_variable_or_macro(std::string_view text) {
    return text.find("{{") != std::string_view::npos || text.find('$') != std::string_view::npos;
  }

  std::optional<Layer> read_queue_file(const std::string& path, Span named_at) {
    const std::optional<Node> root = read_one(path, named_at, kQueueNotFound, "queue");
    if (!root) return std::nullopt;
    return Layer{Role::Queue, wrap_raw_queue(*root, context_.arena), last_directives_};
  }

  void report_several_queues(const Node& name, const QueueLookup& found) {
    std::vector<Note> notes;
    const auto note = [&](const std::string& path) {
      const std::shared_ptr<const ParsedFile> file = context_.files.read(path);
      const SourceId id = context_.sources.add_shared(path, file->text(), file);
      notes.push_back({{id, 0, 0}, "a queue of this name"});
    };
    note(found.path);
    std::for_each(found.others.begin(), found.others.end(), note);
    context_.diagnostics.report({&kQueueAmbiguous, name.span(),
                                 "queue " + quoted(name.as_string()) + " is in " +
                                     std::to_string(notes.size()) + " files, expected one",
                                 std::move(notes),
                                 "rename all but one, or name the file with --queue"});
  }

  void report_no_queue(const Node& name, const QueueLookup& found) {
    if (found.known.empty()) {
      context_.diagnostics.report(
          {&kQueueNotChecked, name.span(),
           "queue " + quoted(name.as_string()) + " is not here: there is no queues/" +
               std::string(name.as_string()) +
               ".yaml beside the job or above it, so the job is judged without it"});
      return;
    }
    std::vector<std::string_view> known(found.known.begin(), found.known.end());
    context_.diagnostics.report(
        {&kQueueNotFound,
         name.span(),
         "no queue " + quoted(name.as_string()) + "; known are " + all_of(known),
         {},
         suggest(did_you_mean(name.as_string(), known))});
  }

  const LoadInput& input_;
  const LoadContext& context_;
  Layers result_;
  std::vector<Link> chain_;
  std::vector<std::string> laid_;
  std::span<const Directive> last_directives_;
};

bool has_any(const Node& root, std::span<const std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](std::string_view key) { return root.find(key) != nullptr; });
}

}  // namespace

std::shared_ptr<const ParsedFile> parse_file(const std::string& path, FileText file) {
  const auto parsed = std::make_shared<ParsedFile>();
  parsed->status = file.status;
  parsed->why = std::move(file.why);
  if (file.status != FileText::Status::Ok) return parsed;
  const SourceId id = parsed->sources.add(path, std::move(file.text));
  parsed->documents = read_yaml(id, parsed->sources, parsed->arena, parsed->found);
  return parsed;
}

Layers load_layers(const LoadInput& input, const LoadContext& context) {
  return Loader(input, context).run();
}

Node wrap_raw_queue(const Node& root, Arena& arena) {
  // W&B's queue page takes the resource's own configuration, without a name around it.
  constexpr std::string_view kManifest[] = {"apiVersion"};
  constexpr std::string_view kRequest[] = {"RoleArn", "ResourceConfig", "StoppingCondition",
                                           "AlgorithmSpecification", "OutputDataConfig"};
  std::string_view resource;
  if (has_any(root, kManifest) && root.find("kind") != nullptr) {
    resource = "kubernetes";
  } else if (has_any(root, kRequest)) {
    resource = "sagemaker";
  } else {
    return root;
  }
  const Span span = root.span();
  const Node args = MappingBuilder().set(resource, span, root).build(arena, span);
  return MappingBuilder()
      .set("resource", span, Node::string(resource, span))
      .set("resource_args", span, args)
      .build(arena, span);
}

std::string path_beside(const std::string& from, std::string_view name) {
  std::string joined;
  const std::size_t slash = from.rfind('/');
  if (!name.starts_with('/') && slash != std::string::npos) joined = from.substr(0, slash + 1);
  joined += name;
  std::vector<std::string_view> parts;
  const bool absolute = joined.starts_with('/');
  for (std::size_t begin = 0; begin <= joined.size();) {
    const std::size_t end = std::min(joined.find('/', begin), joined.size());
    const std::string_view part = std::string_view(joined).substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    const bool climbs = part == ".." && !parts.empty() && parts.back() != "..";
    if (climbs) {
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  std::string result = absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += '/';
    result += parts[i];
  }
  return result;
}

}  // namespace launch
