// Shows an Instance to valijson without copying it. Included by schema.cpp only.
//
// The class and member names are those that valijson's BasicAdapter asks for
// (valijson/internal/basic_adapter.hpp, 1.0).
#pragma once

#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <valijson/internal/adapter.hpp>
#include <valijson/internal/basic_adapter.hpp>
#include <valijson/internal/frozen_value.hpp>

#include "schema/schema.h"

namespace launch::schema {

class InstanceAdapter;
using InstanceMember = std::pair<std::string, InstanceAdapter>;

// Walks the children of one array or object by index.
template <class Element>
class InstanceIterator {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using value_type = Element;
  using difference_type = std::ptrdiff_t;
  using pointer = Element*;
  using reference = Element&;

  InstanceIterator(Instance parent, std::size_t index) : parent_(parent), index_(index) {}

  Element operator*() const;
  valijson::adapters::DerefProxy<Element> operator->() const {
    return valijson::adapters::DerefProxy<Element>(**this);
  }
  bool operator==(const InstanceIterator& other) const { return index_ == other.index_; }
  bool operator!=(const InstanceIterator& other) const { return index_ != other.index_; }
  InstanceIterator& operator++() {
    ++index_;
    return *this;
  }
  InstanceIterator operator++(int) {
    InstanceIterator before = *this;
    ++index_;
    return before;
  }
  InstanceIterator& operator--() {
    --index_;
    return *this;
  }
  void advance(std::ptrdiff_t steps) { index_ += static_cast<std::size_t>(steps); }

 private:
  Instance parent_;
  std::size_t index_;
};

class InstanceArray {
 public:
  using const_iterator = InstanceIterator<InstanceAdapter>;
  using iterator = const_iterator;

  InstanceArray() = default;  // empty
  explicit InstanceArray(Instance instance) : instance_(instance) {}

  const_iterator begin() const { return {instance_, 0}; }
  const_iterator end() const { return {instance_, size()}; }
  std::size_t size() const {
    return instance_.access == nullptr ? 0 : instance_.access->size(instance_.value);
  }

 private:
  Instance instance_;
};

class InstanceObject {
 public:
  // find() hands out a member that it has already looked up, which an index could not say.
  class const_iterator {
   public:
    const_iterator(Instance parent, std::size_t index) : parent_(parent), index_(index) {}
    const_iterator(Instance parent, std::string_view key, const void* value)
        : parent_(parent), index_(0), key_(key), value_(value) {}

    InstanceMember operator*() const;
    valijson::adapters::DerefProxy<InstanceMember> operator->() const;
    bool operator==(const const_iterator& other) const {
      return index_ == other.index_ && value_ == other.value_;
    }
    bool operator!=(const const_iterator& other) const { return !(*this == other); }
    const_iterator& operator++() {
      ++index_;
      return *this;
    }

   private:
    Instance parent_;
    std::size_t index_;
    std::string_view key_;         // set when found by key
    const void* value_ = nullptr;  // set when found by key
  };
  using iterator = const_iterator;

  InstanceObject() = default;  // empty
  explicit InstanceObject(Instance instance) : instance_(instance) {}

  const_iterator begin() const { return {instance_, 0}; }
  const_iterator end() const { return {instance_, size()}; }
  std::size_t size() const {
    return instance_.access == nullptr ? 0 : instance_.access->size(instance_.value);
  }
  // `key` must outlive the iterator; valijson's callers hold it that long.
  const_iterator find(const std::string& key) const {
    if (instance_.access == nullptr) return end();
    const void* value = instance_.access->find(instance_.value, key);
    return value == nullptr ? end() : const_iterator(instance_, key, value);
  }

 private:
  Instance instance_;
};

// What valijson calls the value itself.
class InstanceValue {
 public:
  InstanceValue() = default;  // null
  explicit InstanceValue(Instance instance) : instance_(instance) {}

  // Only values of a schema are kept, and those are not Instances.
  valijson::adapters::FrozenValue* freeze() const {
    throw std::logic_error("instances are not kept");
  }
  opt::optional<InstanceArray> getArrayOptional() const {
    if (!isArray()) return {};
    return opt::make_optional(InstanceArray(instance_));
  }
  opt::optional<InstanceObject> getObjectOptional() const {
    if (!isObject()) return {};
    return opt::make_optional(InstanceObject(instance_));
  }
  bool getArraySize(std::size_t& result) const { return size_if(isArray(), result); }
  bool getObjectSize(std::size_t& result) const { return size_if(isObject(), result); }

  bool getBool(bool& result) const {
    if (!isBool()) return false;
    result = instance_.access->as_bool(instance_.value);
    return true;
  }
  bool getDouble(double& result) const {
    if (!isNumber()) return false;
    result = instance_.access->as_number(instance_.value);
    return true;
  }
  bool getInteger(std::int64_t& result) const {
    if (type() != Type::Integer) return false;
    result = instance_.access->as_integer(instance_.value);
    return true;
  }
  bool getString(std::string& result) const {
    if (!isString()) return false;
    result = instance_.access->as_string(instance_.value);
    return true;
  }

  static bool hasStrictTypes() { return true; }
  bool isArray() const { return type() == Type::Array; }
  bool isBool() const { return type() == Type::Bool; }
  // valijson asks isDouble() before it reads a number and isInteger() only to judge a type, so
  // that 1.0 can be both here: it is an integer in draft-07 (JSON Schema validation 6.1.1).
  bool isDouble() const { return type() == Type::Number; }
  bool isInteger() const {
    if (type() == Type::Integer) return true;
    if (type() != Type::Number) return false;
    double number = instance_.access->as_number(instance_.value);
    return std::isfinite(number) && std::trunc(number) == number;
  }
  bool isNull() const { return type() == Type::Null; }
  bool isNumber() const { return type() == Type::Integer || type() == Type::Number; }
  bool isObject() const { return type() == Type::Object; }
  bool isString() const { return type() == Type::String; }

 private:
  Type type() const {
    return instance_.access == nullptr ? Type::Null : instance_.access->type(instance_.value);
  }
  bool size_if(bool right_type, std::size_t& result) const {
    if (right_type) result = instance_.access->size(instance_.value);
    return right_type;
  }

  Instance instance_;
};

class InstanceAdapter
    : public valijson::adapters::BasicAdapter<InstanceAdapter, InstanceArray, InstanceMember,
                                              InstanceObject, InstanceValue> {
 public:
  explicit InstanceAdapter(Instance instance) : BasicAdapter(InstanceValue(instance)) {}
};

template <>
inline InstanceAdapter InstanceIterator<InstanceAdapter>::operator*() const {
  return InstanceAdapter({parent_.access->item(parent_.value, index_), parent_.access});
}

inline InstanceMember InstanceObject::const_iterator::operator*() const {
  if (value_ != nullptr) {
    return {std::string(key_), InstanceAdapter({value_, parent_.access})};
  }
  auto [key, value] = parent_.access->member(parent_.value, index_);
  return {std::string(key), InstanceAdapter({value, parent_.access})};
}

inline valijson::adapters::DerefProxy<InstanceMember> InstanceObject::const_iterator::operator->()
    const {
  return valijson::adapters::DerefProxy<InstanceMember>(**this);
}

}  // namespace launch::schema

template <>
struct valijson::adapters::AdapterTraits<launch::schema::InstanceAdapter> {
  using DocumentType = launch::schema::Instance;
  static std::string adapterName() { return "InstanceAdapter"; }
};
