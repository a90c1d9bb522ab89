#include "schema/annotation.h"

#include <charconv>

namespace launch::schema {
namespace {

const Json* find(const Json& map, std::string_view key) {
  if (!map.is_object()) return nullptr;
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &*at;
}

// The schema of an item, if the step is an index.
const Json* item_schema(const Json& items, const std::string& step) {
  std::size_t index = 0;
  const char* end = step.data() + step.size();
  const auto [stop, error] = std::from_chars(step.data(), end, index);
  if (error != std::errc() || stop != end) return nullptr;
  if (!items.is_array()) return &items;
  return index < items.size() ? &items[index] : nullptr;
}

// The schema of one part of a value. A step does not say whether it is a key or an index, but a
// schema does whether it is about maps or lists.
const Json* part_schema(const Json& schema, const std::string& step) {
  if (const Json* properties = find(schema, "properties")) {
    if (const Json* property = find(*properties, step)) return property;
  }
  if (const Json* items = find(schema, "items")) {
    if (const Json* item = item_schema(*items, step)) return item;
  }
  return find(schema, "additionalProperties");
}

}  // namespace

std::string_view find_annotation(const Json& root, const Json& schema,
                                 std::span<const std::string> path, std::string_view keyword) {
  if (path.empty()) {
    const Json* value = find(schema, keyword);
    if (value != nullptr && value->is_string()) return value->get_ref<const std::string&>();
  }
  if (find(schema, "$ref") != nullptr) {
    return find_annotation(root, dereference(root, schema), path, keyword);
  }
  const Json* part = path.empty() ? nullptr : part_schema(schema, path.front());
  if (part != nullptr) {
    const std::string_view text = find_annotation(root, *part, path.subspan(1), keyword);
    if (!text.empty()) return text;
  }
  if (const Json* branches = find(schema, "allOf")) {
    for (const Json& branch : *branches) {
      const std::string_view text = find_annotation(root, branch, path, keyword);
      if (!text.empty()) return text;
    }
  }
  return {};
}

std::vector<std::string_view> find_names(const Json& root, const Json& schema,
                                         std::span<const std::string> path) {
  const Json& here = dereference(root, schema);
  if (!path.empty()) {
    const Json* part = part_schema(here, path.front());
    return part == nullptr ? std::vector<std::string_view>()
                           : find_names(root, *part, path.subspan(1));
  }
  std::vector<std::string_view> names;
  if (const Json* properties = find(here, "properties")) {
    for (const auto& [name, value] : properties->get_ref<const Json::object_t&>()) {
      names.push_back(name);
    }
  }
  return names;
}

}  // namespace launch::schema
