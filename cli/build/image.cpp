#include "cli/build/image.h"

#include <algorithm>
#include <filesystem>

#include "cli/build/code.h"
#include "cli/build/own_dockerfile.h"
#include "cli/disk.h"
#include "compiler/agent/config.h"
#include "compiler/build/dockerfile.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/diagnostic/render.h"
#include "compiler/target/words.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

using build::ContextEntry;

std::string text_of(const Node& node) { return std::string(node.as_string()); }

// Puts one image together, step by step.
class Preparation {
 public:
  Preparation(const build::Plan& plan, const Ingredients& from) : from_(from) {
    image_.plan = plan;
  }

  Image run() {
    choose_dockerfile();
    image_.context = from_.contexts.read({folder_, own_, from_.context_limit << 20U});
    image_.files = image_.context->entries.size();
    image_.context_digest = image_.context->digest;
    image_.written = own_.empty();
    image_.dockerfile = image_.written ? written() : content(own_);
    make_tag();
    return std::move(image_);
  }

 private:
  void choose_dockerfile() {
    const fs::path root = fs::canonical(from_.source.folder);
    const CodeTree tree = folder_tree(root, [](const std::string& path) { return path; });
    const OwnChoice choice = cli::choose_dockerfile(image_.plan, tree.look);
    own_ = choice.dockerfile;
    image_.own_path = choice.folder + choice.dockerfile;
    folder_ = fs::canonical(root / choice.folder);
  }

  const ContextEntry* entry_of(std::string_view path) const {
    const auto& entries = image_.context->entries;
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const ContextEntry& each) { return each.path == path; });
    return found == entries.end() ? nullptr : &*found;
  }
  // Links are followed as docker follows them: to what the context holds.
  const std::string* find(std::string_view path) const {
    std::error_code error;
    const fs::path real = fs::canonical(folder_ / path, error);
    if (error) return nullptr;
    const ContextEntry* entry = entry_of(real.lexically_relative(folder_).string());
    return entry == nullptr || entry->kind != ContextEntry::Kind::File ? nullptr : &entry->content;
  }
  std::string content(const std::string& path) const {
    const std::string* text = find(path);
    if (text == nullptr) throw UsageError{launch::quoted(path) + " is no file of the context"};
    return *text;
  }

  bool runs_python() const {
    return starts_python(image_.plan) ||
           std::any_of(image_.context->entries.begin(), image_.context->entries.end(),
                       [](const ContextEntry& entry) { return entry.path.ends_with(".py"); });
  }

  std::string written() {
    const build::Plan& plan = image_.plan;
    build::DockerfileInput input;
    input.base = text_of(plan.base_image);
    input.accelerator = plan.accelerator;
    input.python = runs_python();
    input.python_version = build::minor_version(plan.python_version.as_string());
    for (const Node& package : plan.system_packages)
      input.system_packages.push_back(text_of(package));
    const build::ContextText file = [this](std::string_view path) {
      return entry_of(path) == nullptr ? nullptr : find(path);
    };
    input.requirements = build::requirements_of(file);
    const ContextEntry* entry = entry_of(build::file_of(input.requirements));
    const bool link = entry != nullptr && entry->kind == ContextEntry::Kind::Link;
    // Not every builder copies what a link leads to.
    input.whole_context = link || build::needs_context(input.requirements, file);
    input.user = text_of(plan.user);
    for (const Node& word : plan.entry) {
      // What waits for the environment cannot be part of an image that everybody shares.
      if (word.is_deferred() || word.is_secret()) {
        input.entrypoint.clear();
        break;
      }
      input.entrypoint.push_back(text_of(word));
    }
    return build::write_dockerfile(input);
  }

  void make_tag() {
    build::Recipe recipe;
    recipe.dockerfile = image_.dockerfile;
    recipe.context_digest = image_.context_digest;
    recipe.platform = text_of(image_.plan.platform);
    for (const Member& arg : image_.plan.args) {
      // It would stand on docker's command line, in the image's history, and in a tag that differs
      // from person to person.
      if (arg.value.is_deferred() || arg.value.is_secret()) {
        throw UsageError{"build.args." + std::string(arg.key) +
                         " waits for the environment, and what a build is told stays in the image: "
                         "take it from env when the job runs"};
      }
      recipe.args[std::string(arg.key)] = std::string(scalar_text(arg.value, from_.arena));
    }
    bool known_bases = true;
    for (const build::Base& base : build::bases_of(build::read_dockerfile(image_.dockerfile),
                                                   {recipe.args, recipe.platform})) {
      const std::string digest = base.open ? std::string() : from_.base_digest(base.name);
      known_bases = known_bases && !digest.empty();
      image_.bases.push_back({base, digest});
      recipe.base += base.name + "=" + digest + "\n";
    }
    build::Known known{
        {}, from_.source.commit, image_.written ? std::string(build::kWrittenDockerfile) : own_};
    const auto labels = std::get<Argv>(
        build::build_artifact(image_.plan, known, from_.arena, from_.sources).content);
    for (const Word& word : labels.words) {
      const std::string text = text_of(word.node);
      const std::size_t equals = text.find('=');
      if (text.starts_with("org.opencontainers.") && equals != std::string::npos)
        recipe.labels[text.substr(0, equals)] = text.substr(equals + 1);
    }
    if (known_bases) image_.tag = known.tag = build::tag_of(recipe);
    image_.known = known;
    image_.call = build::build_artifact(image_.plan, known, from_.arena, from_.sources);
  }

  const Ingredients& from_;
  Image image_;
  fs::path folder_;
  std::string own_;  // the job's own Dockerfile, from the context's folder; empty: none
};

// Without cache mounts, for docker's older builder, which does not know them. They only save time:
// they are in the stage that no image keeps.
std::string without_cache_mounts(std::string dockerfile) {
  constexpr std::string_view kMount = "--mount=type=cache,target=";
  for (std::size_t at = dockerfile.find(kMount); at != std::string::npos;
       at = dockerfile.find(kMount)) {
    dockerfile.erase(at, dockerfile.find(' ', at) + 1 - at);
  }
  return dockerfile;
}

}  // namespace

Node read_agent_config(const std::string& file, const Workspace& workspace, SourceMap& sources,
                       Arena& arena) {
  const std::string path = file.empty() ? workspace.prefix + "launch-config.yaml" : file;
  FileText text = read_file(path);
  if (text.status == FileText::Status::Missing && file.empty()) return {};
  if (text.status != FileText::Status::Ok) {
    throw UnreachableError{path + " cannot be read: " + why_unreadable(text)};
  }
  const SourceId id = sources.add(path, std::move(text.text));
  Diagnostics diagnostics;
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  for (const Document& document : documents) {
    agent::judge_config(document.root, {arena, sources, diagnostics});
  }
  if (diagnostics.has_errors()) {
    std::string errors;
    for (const Finding& finding : resolve(diagnostics.sorted(), sources)) {
      if (finding.severity == Severity::Error) errors += "\n" + render_text({&finding, 1}, false);
    }
    while (errors.ends_with('\n')) errors.pop_back();
    throw UsageError{path + " is no configuration of an agent:" + errors};
  }
  if (documents.size() > 1) {
    throw UsageError{path + " holds " + std::to_string(documents.size()) +
                     " documents, and the configuration of an agent is one"};
  }
  if (documents.empty() || !documents[0].root.is_mapping()) {
    throw UsageError{path + " is no configuration of an agent"};
  }
  return documents[0].root;
}

Image prepare_image(const build::Plan& plan, const Ingredients& from) {
  try {
    return Preparation(plan, from).run();
  } catch (const fs::filesystem_error& error) {
    throw UnreachableError{"the code cannot be read: " + std::string(error.what())};
  }
}

std::string archive_of(const Image& image, bool buildkit) {
  std::vector<ContextEntry> entries = image.context->entries;
  if (image.written) {
    entries.push_back({std::string(build::kWrittenDockerfile), ContextEntry::Kind::File, false,
                       buildkit ? image.dockerfile : without_cache_mounts(image.dockerfile)});
  }
  return build::write_tar(std::move(entries));
}

}  // namespace launch::cli
