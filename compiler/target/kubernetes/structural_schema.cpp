#include "compiler/target/kubernetes/structural_schema.h"

#include <algorithm>
#include <vector>

#include "compiler/document/write_json.h"

namespace launch::kubernetes {
namespace {

bool flag(const Node& schema, std::string_view key) {
  const Node* value = schema.find(key);
  return value != nullptr && value->kind() == Kind::Bool && value->as_bool();
}

// Keywords that mean the same in draft-07.
constexpr std::string_view kKept[] = {
    "enum",     "pattern",  "minimum",     "maximum",       "minLength",     "maxLength",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "multipleOf"};
// A place in an object that is whole: the server knows these fields itself.
constexpr std::string_view kOwnFields[] = {"apiVersion", "kind", "metadata"};

class Converter {
 public:
  explicit Converter(Arena& arena) : arena_(arena) {}
  std::size_t not_judged() const { return not_judged_; }

  // A schema that lists the fields there are; `whole` of an object with its own kind and metadata.
  Node structure(const Node& schema, bool whole) {
    MappingBuilder out = values(schema);
    if (const Node* rules = schema.find("x-kubernetes-validations")) not_judged_ += rules->size();
    const bool embedded = whole || flag(schema, "x-kubernetes-embedded-resource");
    const Node* fields = schema.find("properties");
    if (fields != nullptr || embedded) set(out, "properties", listed(fields, embedded));
    const Node* more = schema.find("additionalProperties");
    if (more != nullptr && more->is_mapping()) {
      set(out, "additionalProperties", structure(*more, false));
    } else if ((fields != nullptr || embedded) && is_closed(schema, more)) {
      set(out, "additionalProperties", boolean("false"));
    }
    if (const Node* items = schema.find("items")) set(out, "items", structure(*items, false));
    set_required(out, schema, fields);
    set_branches(out, schema);
    return out.build(arena_, schema.span());
  }

 private:
  // A schema inside allOf, anyOf, oneOf or not: it only judges what the structure lists.
  Node branch(const Node& schema) {
    MappingBuilder out = values(schema);
    if (const Node* fields = schema.find("properties")) {
      MappingBuilder all;
      for (const Member& member : fields->members()) set(all, member.key, branch(member.value));
      set(out, "properties", all.build(arena_, schema.span()));
    }
    for (const char* key : {"items", "additionalProperties"}) {
      const Node* inner = schema.find(key);
      if (inner != nullptr && inner->is_mapping()) set(out, key, branch(*inner));
    }
    set_required(out, schema, nullptr);
    set_branches(out, schema);
    return out.build(arena_, schema.span());
  }

  // What judges the value itself.
  MappingBuilder values(const Node& schema) {
    MappingBuilder out;
    std::vector<Node> types;
    const Node* given = schema.find("type");
    if (flag(schema, "x-kubernetes-int-or-string")) {
      types = {text("integer"), text("string")};
    } else if (given != nullptr && given->is_string()) {
      types = {*given};
    }
    if (!types.empty() && flag(schema, "nullable")) types.push_back(text("null"));
    if (!types.empty()) set(out, "type", list(types));
    for (const std::string_view key : kKept) {
      const Node* value = schema.find(key);
      if (value != nullptr && !value->is_null()) set(out, key, *value);
    }
    // In OpenAPI 3.0 these are flags beside the bound.
    for (const auto& [key, bound] :
         {std::pair{"exclusiveMinimum", "minimum"}, std::pair{"exclusiveMaximum", "maximum"}}) {
      const Node* limit = schema.find(bound);
      if (flag(schema, key) && limit != nullptr) set(out, key, *limit);
    }
    return out;
  }

  Node listed(const Node* fields, bool whole) {
    MappingBuilder out;
    if (whole) {
      for (const std::string_view key : kOwnFields) {
        MappingBuilder type;
        set(type, "type", text(key == "metadata" ? "object" : "string"));
        set(out, key, type.build(arena_, {}));
      }
    }
    for (const Member& member : fields == nullptr ? std::span<const Member>() : fields->members()) {
      const bool own = whole && out.find(member.key) != nullptr;
      if (!own) set(out, member.key, structure(member.value, false));
    }
    return out.build(arena_, {});
  }

  static bool is_closed(const Node& schema, const Node* more) {
    const bool open = more != nullptr && more->kind() == Kind::Bool && more->as_bool();
    return !open && !flag(schema, "x-kubernetes-preserve-unknown-fields");
  }

  // A field with a default is never missing.
  void set_required(MappingBuilder& out, const Node& schema, const Node* fields) {
    const Node* names = schema.find("required");
    if (names == nullptr) return;
    std::vector<Node> missing;
    for (const Node& name : names->items()) {
      const Node* field = fields == nullptr ? nullptr : fields->find(name.as_string());
      if (field == nullptr || field->find("default") == nullptr) missing.push_back(name);
    }
    if (!missing.empty()) set(out, "required", list(missing));
  }

  void set_branches(MappingBuilder& out, const Node& schema) {
    for (const char* key : {"allOf", "anyOf", "oneOf"}) {
      const Node* given = schema.find(key);
      if (given == nullptr || given->items().empty()) continue;
      std::vector<Node> all;
      for (const Node& each : given->items()) all.push_back(branch(each));
      set(out, key, list(all));
    }
    if (const Node* given = schema.find("not")) set(out, "not", branch(*given));
  }

  void set(MappingBuilder& out, std::string_view key, const Node& value) const {
    out.set(key, {}, value);
  }
  static Node text(std::string_view text) { return Node::string(text, {}); }
  static Node boolean(std::string_view text) { return Node::scalar(Kind::Bool, text, {}); }
  Node list(const std::vector<Node>& items) const {
    return Node::sequence(arena_.copy(std::span<const Node>(items)), {});
  }

  Arena& arena_;
  std::size_t not_judged_ = 0;
};

}  // namespace

StructuralSchema structural_schema(const Node& schema) {
  Arena arena;
  Converter converter(arena);
  const Node converted = converter.structure(schema, true);
  return {write_json(converted, JsonStyle::Compact), converter.not_judged()};
}

}  // namespace launch::kubernetes
