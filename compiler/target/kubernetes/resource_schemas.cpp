#include "compiler/target/kubernetes/resource_schemas.h"

#include <algorithm>
#include <stdexcept>

#include "compiler/document/write_json.h"
#include "compiler/target/kubernetes/structural_schema.h"

namespace launch::kubernetes {
namespace {

std::string text_of(const Node* node) {
  return node != nullptr && node->is_string() ? std::string(node->as_string()) : std::string();
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool same_word(std::string_view a, std::string_view b) { return lower(a) == lower(b); }

// KIND-GROUP-VERSION.json, the group without what follows its first dot, as kubeconform has it
// (https://github.com/yannh/kubeconform, -schema-location).
struct NamedFile {
  std::string kind, group, version;
};
bool read_name(const std::string& file, NamedFile& out) {
  const std::size_t slash = file.find_last_of('/');
  const std::string stem = file.substr(slash == std::string::npos ? 0 : slash + 1);
  const std::size_t end = stem.rfind(".json");
  const std::size_t first = stem.find('-');
  const std::size_t last = stem.rfind('-', end);
  if (end == std::string::npos || first == std::string::npos || first == last) return false;
  out = {stem.substr(0, first), stem.substr(first + 1, last - first - 1),
         stem.substr(last + 1, end - last - 1)};
  return true;
}

}  // namespace

const schema::Schema* ResourceSchema::schema() const {
  std::call_once(once_, [this] {
    if (trouble.empty()) schema_ = std::make_unique<schema::Schema>(text);
  });
  return schema_.get();
}

ResourceSchema& ResourceSchemas::add_kind(std::string group, std::string version, std::string kind,
                                          const std::string& file) {
  ResourceSchema& added = all_.emplace_back();
  added.group = std::move(group);
  added.version = std::move(version);
  added.kind = std::move(kind);
  added.file = file;
  return added;
}

void ResourceSchemas::add_definition(const Node& definition, const std::string& file) {
  const Node* spec = definition.find("spec");
  const Node* names = spec == nullptr ? nullptr : spec->find("names");
  const Node* versions = spec == nullptr ? nullptr : spec->find("versions");
  if (names == nullptr || versions == nullptr) return;
  for (const Node& version : versions->items()) {
    const Node* schema = version.find("schema");
    const Node* structure = schema == nullptr ? nullptr : schema->find("openAPIV3Schema");
    if (structure == nullptr) continue;
    ResourceSchema& added = add_kind(text_of(spec->find("group")), text_of(version.find("name")),
                                     text_of(names->find("kind")), file);
    StructuralSchema converted = structural_schema(*structure);
    added.text = std::move(converted.text);
    added.not_judged = converted.not_judged;
  }
}

bool ResourceSchemas::add(const Node& document, const std::string& file) {
  const std::size_t before = all_.size();
  if (text_of(document.find("kind")) == "CustomResourceDefinition") {
    add_definition(document, file);
  } else if (const Node* kinds = document.find("x-kubernetes-group-version-kind")) {
    for (const Node& kind : kinds->items()) {
      add_kind(text_of(kind.find("group")), text_of(kind.find("version")),
               text_of(kind.find("kind")), file)
          .text = write_json(document, JsonStyle::Compact);
    }
  } else if (NamedFile named; document.is_mapping() && read_name(file, named)) {
    add_kind(named.group, named.version, named.kind, file).text =
        write_json(document, JsonStyle::Compact);
  }
  for (std::size_t i = before; i < all_.size(); ++i) {
    const std::vector<std::string> lines = schema::lint(all_[i].text);
    if (!lines.empty()) all_[i].trouble = lines[0];
  }
  return all_.size() > before;
}

const ResourceSchema* ResourceSchemas::find(std::string_view api_version,
                                            std::string_view kind) const {
  const std::size_t slash = api_version.find('/');
  const bool grouped = slash != std::string_view::npos;
  const std::string_view group = grouped ? api_version.substr(0, slash) : std::string_view();
  const std::string_view version = grouped ? api_version.substr(slash + 1) : api_version;
  // A file's name has the group's first word only, and is lower case.
  const std::string_view first_word = group.substr(0, group.find('.'));
  const auto exact = [&](const ResourceSchema& schema) {
    return schema.group == group && schema.version == version && schema.kind == kind;
  };
  const auto by_name = [&](const ResourceSchema& schema) {
    return same_word(schema.kind, kind) && schema.version == version && schema.group == first_word;
  };
  auto found = std::find_if(all_.begin(), all_.end(), exact);
  if (found == all_.end()) found = std::find_if(all_.begin(), all_.end(), by_name);
  return found == all_.end() ? nullptr : &*found;
}

std::vector<const ResourceSchema*> ResourceSchemas::unusable() const {
  std::vector<const ResourceSchema*> found;
  for (const ResourceSchema& schema : all_) {
    if (!schema.trouble.empty()) found.push_back(&schema);
  }
  return found;
}

}  // namespace launch::kubernetes
