#include "compiler/document/instance.h"

namespace launch {
namespace {

const Node& node_of(const void* value) { return *static_cast<const Node*>(value); }

schema::Type type_of(const void* value) {
  switch (node_of(value).kind()) {
    case Kind::Null:
      return schema::Type::Null;
    case Kind::Bool:
      return schema::Type::Bool;
    case Kind::Integer:
      return node_of(value).as_integer() ? schema::Type::Integer : schema::Type::Number;
    case Kind::Float:
      return schema::Type::Number;
    case Kind::String:
      return schema::Type::String;
    case Kind::Sequence:
      return schema::Type::Array;
    case Kind::Mapping:
      return schema::Type::Object;
  }
  return schema::Type::Null;
}

constexpr schema::Access kAccess{
    type_of,
    [](const void* value) { return node_of(value).as_bool(); },
    [](const void* value) { return node_of(value).as_integer().value_or(0); },
    [](const void* value) { return node_of(value).as_double(); },
    [](const void* value) { return node_of(value).as_string(); },
    [](const void* value) { return node_of(value).size(); },
    [](const void* value, std::size_t index) -> const void* {
      return &node_of(value).items()[index];
    },
    [](const void* value, std::size_t index) {
      const Member& member = node_of(value).members()[index];
      return std::pair<std::string_view, const void*>(member.key, &member.value);
    },
    [](const void* value, std::string_view key) -> const void* {
      return node_of(value).find(key);
    }};

}  // namespace

const schema::Access& node_access() { return kAccess; }

schema::Instance instance_of(const Node& node) { return {&node, &kAccess}; }

}  // namespace launch
