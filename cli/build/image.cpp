#include "cli/build/image.h"

#include <algorithm>
#include <filesystem>

#include "cli/build/context.h"
#include "cli/build/docker.h"
#include "cli/build/own_dockerfile.h"
#include "cli/disk.h"
#include "cli/lock/online.h"
#include "compiler/agent/config.h"
#include "compiler/build/dockerfile.h"
#include "compiler/build/from.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/sha256.h"
#include "compiler/target/words.h"
#include "submit/process.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

using build::ContextEntry;

std::string text_of(const Node& node) { return std::string(node.as_string()); }

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// Puts one image together, step by step.
class Preparation {
 public:
  Preparation(const build::Plan& plan, const BuildOptions& options, JobRun& run)
      : options_(options), run_(run) {
    image_.plan = plan;
  }

  Image run(const std::string& docker) {
    const TemporaryFolder temporary;
    source_ = fetch_source(image_.plan, artifact_folders(options_.artifact_dirs), temporary.path());
    choose_dockerfile();
    image_.entries = read_context({folder_, own_, options_.context_limit << 20U});
    image_.files = image_.entries.size();
    image_.written = own_.empty();
    image_.dockerfile = image_.written ? written() : content(own_);
    image_.context_digest = hex(sha256(build::write_tar(image_.entries)));
    make_tag(docker);
    return std::move(image_);
  }

 private:
  void choose_dockerfile() {
    const fs::path root = fs::canonical(source_.folder);
    const CodeLook look{
        [&](const std::string& path) { return fs::exists(fs::symlink_status(root / path)); },
        [&](const std::string& path) { return fs::is_regular_file(root / path); }};
    const OwnChoice choice = cli::choose_dockerfile(image_.plan, look);
    own_ = choice.dockerfile;
    folder_ = fs::canonical(root / choice.folder);
    const bool stays = folder_ == root || folder_.string().starts_with(root.string() + "/");
    if (stays && fs::is_directory(folder_)) return;
    throw UsageError{"the build context " + launch::quoted(choice.folder) +
                     (stays ? " is no folder" : " is a link that leaves the code")};
  }

  const std::string* find(std::string_view path) const {
    const auto found =
        std::find_if(image_.entries.begin(), image_.entries.end(), [&](const ContextEntry& entry) {
          return entry.kind == ContextEntry::Kind::File && entry.path == path;
        });
    return found == image_.entries.end() ? nullptr : &found->content;
  }
  std::string content(const std::string& path) const {
    const std::string* text = find(path);
    if (text == nullptr) throw UsageError{launch::quoted(path) + " is no file of the context"};
    return *text;
  }

  bool runs_python() const {
    return starts_python(image_.plan) ||
           std::any_of(image_.entries.begin(), image_.entries.end(),
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
    const build::ContextText file = [this](std::string_view path) { return find(path); };
    input.requirements = build::requirements_of(file);
    if (const std::string* text = file(build::file_of(input.requirements)))
      input.whole_context = build::needs_context(*text);
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

  // The manifest's digest, which is the same for everybody; of an image that no registry has, its
  // id. Empty when it is not known and nothing may be pulled.
  std::string digest_of_base(const std::string& docker, const std::string& base) const {
    if (base.find('@') != std::string::npos) return base.substr(base.find('@') + 1);
    std::string digest = local_digest(docker, base);
    // A builder in a cluster fetches the base itself: an image that only this machine has is none.
    if (build::builds_in_cluster(image_.plan)) return digest_for_cluster(base, digest);
    if (!digest.empty() || options_.dry_run) return digest;
    const submit::Finished pulled = run_docker(docker, {{"pull", "--quiet", "--", base}});
    if (pulled.good()) digest = local_digest(docker, base);
    if (!digest.empty()) return digest;
    throw UnreachableError{"the base image " + launch::quoted(base) +
                           " is not to be had: " + first_line(pulled.err)};
  }
  std::string digest_for_cluster(const std::string& base, const std::string& local) const {
    if (!local.empty() || options_.dry_run) return local;
    try {
      return digest_online(base);
    } catch (const UnreachableError&) {
      throw UnreachableError{"the digest of the base image " + launch::quoted(base) +
                             " is part of the tag, and docker cannot look it up here: name the "
                             "base with its digest"};
    }
  }
  std::string local_digest(const std::string& docker, const std::string& base) const {
    const submit::Command inspect{
        {docker, "image", "inspect", "--format",
         "{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}", "--", base},
        {},
        ""};
    const submit::Finished local = submit::run(inspect);
    const bool needed = !options_.dry_run && !build::builds_in_cluster(image_.plan);
    if (local.how == submit::Finished::How::NotFound && needed) {
      throw UnreachableError{docker + " cannot be run: is it installed?"};
    }
    if (!local.good()) return {};
    const std::string line = first_line(local.out);
    return line.substr(line.find('@') == std::string::npos ? 0 : line.find('@') + 1);
  }

  void make_tag(const std::string& docker) {
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
      recipe.args[std::string(arg.key)] = std::string(scalar_text(arg.value, *run_.arena));
    }
    bool known_bases = true;
    for (const std::string& base : build::bases_of(image_.dockerfile, recipe.args)) {
      const std::string digest = digest_of_base(docker, base);
      known_bases = known_bases && !digest.empty();
      recipe.base += base + "=" + digest + "\n";
    }
    build::Known known{
        {}, source_.commit, image_.written ? std::string(build::kWrittenDockerfile) : own_};
    const auto labels = std::get<Argv>(
        build::build_artifact(image_.plan, known, *run_.arena, *run_.sources).content);
    for (const Word& word : labels.words) {
      const std::string text = text_of(word.node);
      const std::size_t equals = text.find('=');
      if (text.starts_with("org.opencontainers.") && equals != std::string::npos)
        recipe.labels[text.substr(0, equals)] = text.substr(equals + 1);
    }
    if (known_bases) image_.tag = known.tag = build::tag_of(recipe);
    image_.known = known;
    image_.call = build::build_artifact(image_.plan, known, *run_.arena, *run_.sources);
  }

  const BuildOptions& options_;
  JobRun& run_;
  Image image_;
  Source source_;
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

std::string_view target_of(const Compiled& job) {
  return job.artifacts.empty() ? "docker" : job.artifacts[0].target;
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
  if (diagnostics.has_errors() || documents.size() != 1 || !documents[0].root.is_mapping()) {
    throw UsageError{path + " is no configuration of an agent; `launch validate " + path +
                     "` says why"};
  }
  return documents[0].root;
}

build::Plan plan_image(const Compiled& job, const Node& agent, JobRun& run) {
  return build::plan_of({job.spec, target_of(job), agent, *run.arena, *run.sources});
}

build::ClusterSettings plan_cluster(const Compiled& job, const Node& agent,
                                    std::string_view builder, JobRun& run) {
  return build::cluster_settings({job.spec, target_of(job), agent, *run.arena, *run.sources},
                                 builder);
}

Image prepare_image(const build::Plan& plan, const BuildOptions& options, const std::string& docker,
                    JobRun& run) {
  try {
    return Preparation(plan, options, run).run(docker);
  } catch (const fs::filesystem_error& error) {
    throw UnreachableError{"the code cannot be read: " + std::string(error.what())};
  }
}

std::string archive_of(const Image& image, bool buildkit) {
  std::vector<ContextEntry> entries = image.entries;
  if (image.written) {
    entries.push_back({std::string(build::kWrittenDockerfile), ContextEntry::Kind::File, false,
                       buildkit ? image.dockerfile : without_cache_mounts(image.dockerfile)});
  }
  return build::write_tar(std::move(entries));
}

}  // namespace launch::cli
