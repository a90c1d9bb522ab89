#include "schema/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace launch::schema {
namespace {

const Json& json(const void* value) { return *static_cast<const Json*>(value); }

Type json_type(const void* value) {
  switch (json(value).type()) {
    case Json::value_t::boolean:
      return Type::Bool;
    case Json::value_t::number_integer:
      return Type::Integer;
    case Json::value_t::number_unsigned:
      return json(value).get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max()
                 ? Type::Integer
                 : Type::Number;
    case Json::value_t::number_float:
      return Type::Number;
    case Json::value_t::string:
      return Type::String;
    case Json::value_t::array:
      return Type::Array;
    case Json::value_t::object:
      return Type::Object;
    default:
      return Type::Null;
  }
}

std::pair<std::string_view, const void*> json_member(const void* value, std::size_t index) {
  Json::const_iterator at = json(value).begin();
  std::advance(at, index);
  return {at.key(), &*at};
}

const void* json_find(const void* value, std::string_view key) {
  Json::const_iterator found = json(value).find(key);
  return found == json(value).end() ? nullptr : &*found;
}

constexpr Access kJson = {
    .type = json_type,
    .as_bool = [](const void* v) { return json(v).get<bool>(); },
    .as_integer = [](const void* v) { return json(v).get<std::int64_t>(); },
    .as_number = [](const void* v) { return json(v).get<double>(); },
    .as_string = [](const void* v) -> std::string_view {
      return json(v).get_ref<const std::string&>();
    },
    .size = [](const void* v) { return json(v).size(); },
    .item = [](const void* v, std::size_t i) -> const void* { return &json(v)[i]; },
    .member = json_member,
    .find = json_find,
};

constexpr Access kKey = {
    .type = [](const void*) { return Type::String; },
    .as_bool = nullptr,
    .as_integer = nullptr,
    .as_number = nullptr,
    .as_string = [](const void* v) { return *static_cast<const std::string_view*>(v); },
    .size = nullptr,
    .item = nullptr,
    .member = nullptr,
    .find = nullptr,
};

bool is_whole(double number) {
  return std::isfinite(number) && std::trunc(number) == number && std::fabs(number) < 9.2e18;
}

std::string number_text(double number) {
  if (is_whole(number)) return std::to_string(static_cast<std::int64_t>(number));
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

std::partial_ordering compare(double number, std::int64_t integer) {
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63
  if (number >= kBeyond) return std::partial_ordering::greater;
  if (number < -kBeyond) return std::partial_ordering::less;
  if (std::isnan(number)) return std::partial_ordering::unordered;
  const double whole = std::trunc(number);
  const std::partial_ordering order = static_cast<std::int64_t>(whole) <=> integer;
  return order == std::partial_ordering::equivalent ? number <=> whole : order;
}

void append_text(std::string_view text, std::string& out) {
  out += std::to_string(text.size());  // the length first, so that no text can imitate structure
  out += ':';
  out += text;
}

void append(Instance value, std::string& out);

void append_array(Instance value, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < value.access->size(value.value); ++i) {
    append({value.access->item(value.value, i), value.access}, out);
    out += ',';
  }
  out += ']';
}

void append_object(Instance value, std::string& out) {
  std::vector<std::pair<std::string_view, const void*>> members;
  for (std::size_t i = 0; i < value.access->size(value.value); ++i) {
    members.push_back(value.access->member(value.value, i));
  }
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  out += '{';
  for (const auto& [key, child] : members) {
    append_text(key, out);
    append({child, value.access}, out);
  }
  out += '}';
}

void append(Instance value, std::string& out) {
  const Access& access = *value.access;
  switch (access.type(value.value)) {
    case Type::Null:
      out += 'n';
      break;
    case Type::Bool:
      out += access.as_bool(value.value) ? 't' : 'f';
      break;
    case Type::Integer:
      out += std::to_string(access.as_integer(value.value));
      break;
    case Type::Number:
      out += number_text(access.as_number(value.value));
      break;
    case Type::String:
      out += '"';
      append_text(access.as_string(value.value), out);
      break;
    case Type::Array:
      append_array(value, out);
      break;
    case Type::Object:
      append_object(value, out);
      break;
  }
}

struct TypeName {
  std::string_view name, words;
};
// The bit of each type in a TypeSet is its place here. Lists and maps are what YAML calls them.
constexpr std::array<TypeName, 7> kTypes = {{{"integer", "an integer"},
                                             {"number", "a number"},
                                             {"string", "a string"},
                                             {"boolean", "true or false"},
                                             {"array", "a list"},
                                             {"object", "a map"},
                                             {"null", "null"}}};
constexpr TypeSet type_bit(std::string_view name) {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].name == name) return 1U << i;
  }
  return 0;
}
constexpr TypeSet kInteger = type_bit("integer"), kNumber = type_bit("number"),
                  kString = type_bit("string"), kBoolean = type_bit("boolean"),
                  kArray = type_bit("array"), kObject = type_bit("object"),
                  kNull = type_bit("null");

}  // namespace

Instance as_instance(const Json& value) { return {&value, &kJson}; }
Instance as_instance(const std::string_view& key) { return {&key, &kKey}; }

Number number_of(const Json& number) {
  if (json_type(&number) == Type::Integer) {
    return {Number::Kind::Whole, number.get<std::int64_t>(), 0};
  }
  return {Number::Kind::Real, 0, number.get<double>()};
}

bool is_number(Instance value) {
  const Type type = value.access->type(value.value);
  return type == Type::Integer || type == Type::Number ||
         (type == Type::Bool && value.access->reader == Reader::Python);
}

std::partial_ordering compare_numbers(Instance value, const Number& limit) {
  const bool whole_limit = limit.kind == Number::Kind::Whole;
  const Type type = value.access->type(value.value);
  if (type == Type::Integer || type == Type::Bool) {
    const std::int64_t integer = type == Type::Bool
                                     ? std::int64_t{value.access->as_bool(value.value)}
                                     : value.access->as_integer(value.value);
    if (whole_limit) return integer <=> limit.whole;
    return 0 <=> compare(limit.real, integer);
  }
  const double number = value.access->as_number(value.value);
  return whole_limit ? compare(number, limit.whole) : number <=> limit.real;
}

std::string canonical(Instance value) {
  std::string out;
  append(value, out);
  return out;
}

std::string plain_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return number_text(value);
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string number_text(const Json& value) {
  return value.is_number_float() ? number_text(value.get<double>()) : value.dump();
}

bool is_nothing(Instance value) {
  return value.access->reader == Reader::Go && value.access->type(value.value) == Type::Null;
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

TypeSet types_of(Instance value) {
  switch (value.access->type(value.value)) {
    case Type::Null:
      return kNull;
    case Type::Bool:
      return kBoolean | (is_number(value) ? kInteger | kNumber : 0);
    case Type::Integer:
      return kInteger | kNumber;
    case Type::Number: {
      double number = value.access->as_number(value.value);
      bool whole = value.access->reader == Reader::Draft7 && std::isfinite(number) &&
                   std::trunc(number) == number;
      return whole ? kInteger | kNumber : kNumber;
    }
    case Type::String:
      return kString;
    case Type::Array:
      return kArray;
    case Type::Object:
      return kObject;
  }
  return 0;
}

TypeSet type_set(const Json& type) {
  if (type.is_string()) return type_bit(type.get_ref<const std::string&>());
  TypeSet result = 0;
  for (const Json& name : type) result |= type_bit(name.get_ref<const std::string&>());
  return result;
}

std::vector<std::string> type_names(TypeSet types) {
  std::vector<std::string> result;
  if ((types & kNumber) != 0) types &= ~kInteger;
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if ((types >> i & 1U) != 0) result.emplace_back(kTypes[i].name);
  }
  return result;
}

std::string type_words(TypeSet types) {
  std::vector<std::string> words;
  for (const std::string& name : type_names(types)) {
    for (const TypeName& type : kTypes) {
      if (type.name == name) words.emplace_back(type.words);
    }
  }
  return one_of(words);
}

std::string one_of(const std::vector<std::string>& words) {
  constexpr std::size_t kMost = 10;
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool last = i + 1 == words.size();
    if (i == kMost && !last) return out + " or " + std::to_string(words.size() - i) + " more";
    if (i > 0) out += last ? " or " : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace launch::schema
