#include "compiler/edit/offers.h"
#include "compiler/target/block_guide.h"

namespace launch::edit {
namespace {

const schema::Guidebook& book_of(DocumentKind kind) {
  static const schema::Guidebook kJob(schema_text(DocumentKind::Job));
  static const schema::Guidebook kQueue(schema_text(DocumentKind::Queue));
  static const schema::Guidebook kAgent(schema_text(DocumentKind::Agent));
  static const schema::Guidebook kSweep(schema_text(DocumentKind::Sweep));
  switch (kind) {
    case DocumentKind::Queue:
      return kQueue;
    case DocumentKind::Agent:
      return kAgent;
    case DocumentKind::Sweep:
      return kSweep;
    case DocumentKind::Job:
    case DocumentKind::Base:
      break;
  }
  return kJob;
}

// The part of a path below a target's block: of resource_args.docker.gpus, gpus.
std::optional<std::size_t> block_of(DocumentKind kind, const Path& path) {
  const std::size_t start = kind == DocumentKind::Sweep && !path.empty() && path[0] == "launch";
  const bool inside = path.size() >= start + 2 && path[start] == "resource_args";
  return inside ? std::optional(start + 1) : std::nullopt;
}

}  // namespace

std::optional<schema::Guide> guide_at(DocumentKind kind, const Path& path) {
  std::optional<schema::Guide> found = book_of(kind).at(path);
  const std::optional<std::size_t> block = block_of(kind, path);
  if (!block) return found;
  const std::span<const std::string> below = std::span(path).subspan(*block + 1);
  std::optional<schema::Guide> own = block_guide(path[*block], below);
  if (!own) return found;
  if (found) {
    // Of the block itself our schema says what it is, and the target which keys it has.
    if (own->description.empty()) own->description = found->description;
    own->keys.insert(own->keys.end(), found->keys.begin(), found->keys.end());
  }
  return own;
}

}  // namespace launch::edit
