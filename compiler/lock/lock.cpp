#include "compiler/lock/lock.h"

#include <algorithm>

#include "compiler/change/view.h"
#include "compiler/document/digest.h"
#include "compiler/document/write_yaml.h"
#include "compiler/lock/rules.h"

namespace launch {
namespace {

constexpr std::string_view kHead =
    "# What every job resolved to. Written by `launch lock`, compared by `launch validate "
    "--frozen`.\n";
constexpr std::string_view kVersion = "1";

std::string digest(std::string_view text) { return "sha256:" + hex(sha256(text)); }

bool is_known(const Node& node) {
  return node.is_string() && !node.is_secret() && !node.is_deferred() && !node.as_string().empty();
}

class Facts {
 public:
  Facts(const LockInput& input, Arena& arena) : input_(input), arena_(arena) {}

  std::vector<Fact> run() {
    const Spec& spec = input_.spec;
    add("spec", digest(canonical_json(spec.root)), spec.root, kLockSpec);
    if (spec.source == SourceKind::Image) image(spec.image);
    if (spec.source == SourceKind::Git) git(spec.source_node);
    if (spec.source == SourceKind::Artifact && is_known(spec.source_node)) {
      add("job", std::string(spec.source_node.as_string()), spec.source_node, kLockArtifact);
    }
    artifacts();
    for (const Artifact& artifact : input_.artifacts) target(artifact);
    return std::move(facts_);
  }

 private:
  void add(std::string name, std::string value, const Node& node, const Rule& rule) {
    facts_.push_back({std::move(name), std::move(value), node.span(), &rule});
  }

  void image(const Node& node) {
    if (!is_known(node)) return;
    add("image", std::string(node.as_string()), node, kLockImage);
    const std::string_view known = digest_of(node.as_string());
    if (!known.empty()) add("image_digest", std::string(known), node, kLockImage);
  }

  void git(const Node& block) {
    if (is_known(block)) add("git.repository", std::string(block.as_string()), block, kLockCommit);
    for (const Member& member : block.members()) {
      if (!member.value.is_scalar() || member.value.is_null() || member.value.is_secret()) continue;
      const bool whole = is_full_commit(member.value.as_string());
      add(whole ? "commit" : "git." + std::string(member.key),
          std::string(member.value.as_string()), member.value, kLockCommit);
    }
  }

  void artifacts() {
    const Spec& spec = input_.spec;
    for (std::size_t i = 0; i < spec.input_artifacts.items().size(); ++i) {
      const Node& item = spec.input_artifacts.items()[i];
      const Node* name = item.is_mapping() ? item.find("name") : &item;
      if (name == nullptr || !is_known(*name)) continue;
      const std::string_view text = name->as_string();
      add("input_artifacts." + std::string(text.substr(0, text.rfind(':'))), version_of(item, text),
          *name, kLockArtifact);
    }
    for (const Member& slot : spec.artifacts.members()) {
      const Node* name = slot.value.is_mapping() ? slot.value.find("name") : &slot.value;
      if (name == nullptr || !is_known(*name)) continue;
      add("artifacts." + std::string(slot.key), std::string(name->as_string()), *name,
          kLockArtifact);
    }
  }

  // {name: dataset, version: v3} says apart what dataset:v3 says at once.
  static std::string version_of(const Node& item, std::string_view name) {
    for (const char* key : {"version", "alias"}) {
      const Node* apart = item.find(key);
      if (apart != nullptr && apart->is_string()) {
        return std::string(name) + ":" + std::string(apart->as_string());
      }
    }
    return std::string(name);
  }

  void target(const Artifact& artifact) {
    const std::string name(artifact.target);
    const Node view = view_of(artifact, input_.spec, arena_);
    const Node& resource = input_.spec.resource.valid() ? input_.spec.resource : input_.spec.root;
    add(name + ".rendered", digest(canonical_json(view)), resource, kLockRendered);
    const std::string judge = input_.judged_by(artifact.target);
    if (!judge.empty()) add(name + ".judged_by", judge, resource, kLockSchema);
  }

  const LockInput& input_;
  Arena& arena_;
  std::vector<Fact> facts_;
};

// A tree of text, for the writer of YAML.
class Tree {
 public:
  explicit Tree(Arena& arena) : arena_(arena) {}

  Node text(std::string_view value) { return Node::string(arena_.copy(value), {}); }
  Node map(const std::map<std::string, std::string>& values) {
    MappingBuilder builder;
    for (const auto& [name, value] : values) builder.set(arena_.copy(name), {}, text(value));
    return builder.build(arena_, {});
  }
  Node list(const std::vector<std::string>& values) {
    std::vector<Node> items;
    for (const std::string& value : values) items.push_back(text(value));
    return Node::sequence(arena_.copy(std::span<const Node>(items)), {});
  }
  Node job(const LockedJob& job) {
    MappingBuilder builder(map(job.facts));
    builder.set("files", {}, list(job.files));
    return builder.build(arena_, {});
  }
  Node lock(const Lock& lock) {
    MappingBuilder jobs;
    for (const auto& [name, locked] : lock.jobs) jobs.set(arena_.copy(name), {}, job(locked));
    MappingBuilder root;
    root.set("lock_version", {}, Node::scalar(Kind::Integer, kVersion, {}));
    root.set("files", {}, map(lock.files));
    root.set("jobs", {}, jobs.build(arena_, {}));
    return root.build(arena_, {});
  }

 private:
  Arena& arena_;
};

bool read_job(const Member& member, LockedJob& job) {
  job.place = member.key_span;
  for (const Member& fact : member.value.members()) {
    if (fact.key == "files") {
      for (const Node& file : fact.value.items()) job.files.emplace_back(file.as_string());
    } else if (fact.value.is_scalar()) {
      job.facts[std::string(fact.key)] = fact.value.as_string();
    }
  }
  return member.value.is_mapping();
}

}  // namespace

std::vector<Fact> facts_of(const LockInput& input, Arena& arena) {
  return Facts(input, arena).run();
}

bool is_full_commit(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  return digits && (text.size() == 40 || text.size() == 64);
}

std::string_view digest_of(std::string_view image) {
  const std::size_t at = image.rfind('@');
  return at == std::string_view::npos ? std::string_view() : image.substr(at + 1);
}

std::string write_lock(const Lock& lock) {
  Arena arena;
  return std::string(kHead) + write_yaml(Tree(arena).lock(lock));
}

bool read_lock(const Node& root, Lock& lock, std::string& trouble) {
  const Node* version = root.find("lock_version");
  if (version == nullptr || version->as_string() != kVersion) {
    trouble = version == nullptr ? "it has no lock_version"
                                 : "lock_version " + quoted(version->as_string()) +
                                       " was written by another version of launch";
    return false;
  }
  const Node* files = root.find("files");
  const Node* jobs = root.find("jobs");
  if (files == nullptr || jobs == nullptr || !files->is_mapping() || !jobs->is_mapping()) {
    trouble = "it has no maps of files and jobs";
    return false;
  }
  for (const Member& file : files->members()) {
    lock.files[std::string(file.key)] = file.value.as_string();
  }
  for (const Member& job : jobs->members()) {
    if (read_job(job, lock.jobs[std::string(job.key)])) continue;
    trouble = "the job " + quoted(job.key) + " is no map of facts";
    return false;
  }
  return true;
}

}  // namespace launch
