// Schemas of kinds that launch does not know by itself: CustomResourceDefinitions, or JSON schemas.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/node.h"
#include "schema/schema.h"

namespace launch::kubernetes {

// One version of one kind.
struct ResourceSchema {
  std::string group, version, kind;
  std::string file;            // it comes from, for messages
  std::string text;            // draft-07
  std::string trouble;         // why it cannot be used; empty when it can
  std::size_t not_judged = 0;  // CEL rules in it (x-kubernetes-validations)
  // Made when the first object of the kind is met; null when there is trouble.
  const schema::Schema* schema() const;

 private:
  mutable std::once_flag once_;
  mutable std::unique_ptr<schema::Schema> schema_;
};

// Filled once, then read by all threads.
class ResourceSchemas {
 public:
  // A document of a file of --schema: a CustomResourceDefinition (each of its versions), or a JSON
  // schema that says what it is about by x-kubernetes-group-version-kind or by its file's name,
  // KIND-GROUP-VERSION.json as kubeconform names them. False when it is neither.
  bool add(const Node& document, const std::string& file);

  // By "group/version" and kind; null when there is none.
  const ResourceSchema* find(std::string_view api_version, std::string_view kind) const;
  // Those that are of no use, with the reason.
  std::vector<const ResourceSchema*> unusable() const;
  std::size_t size() const { return all_.size(); }

 private:
  void add_definition(const Node& definition, const std::string& file);
  ResourceSchema& add_kind(std::string group, std::string version, std::string kind,
                           const std::string& file);
  std::deque<ResourceSchema> all_;
};

}  // namespace launch::kubernetes
