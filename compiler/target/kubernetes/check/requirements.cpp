#include "compiler/target/kubernetes/check/requirements.h"

#include <algorithm>
#include <limits>

#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// Neither there nor of a wrong type: an absent field, or one that says nothing.
bool report_missing(const Field& field) {
  if (field.absent()) {
    field.report(kMissingField, field.name() + " is required");
  } else {
    field.report(kMissingField, field.name() + " is required, and empty here");
  }
  return false;
}

bool is_one_of(std::string_view text, std::span<const std::string_view> allowed) {
  return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

bool report_choice(const Field& field, std::span<const std::string_view> allowed) {
  const std::string_view text = field.text_or_empty();
  field.report(kUnsupportedValue,
               field.name() + " is " + quoted(text) + ", expected " + one_of(allowed),
               suggest(did_you_mean(text, allowed)));
  return false;
}

std::string range_phrase(std::int64_t low, std::int64_t high) {
  if (high == kMost) return std::to_string(low) + " or more";
  if (low == high) return std::to_string(low);
  return std::to_string(low) + " to " + std::to_string(high);
}

}  // namespace

bool require_text(const Field& field) {
  if (field.unknown()) return false;
  if (field.absent() || (field.is_text() && field.empty())) return report_missing(field);
  return field.is_text();
}

bool require_content(const Field& field) {
  const bool collection = field.is_list() || field.is_map();
  if (field.absent() || (collection && field.size() == 0)) return report_missing(field);
  return collection;
}

bool check_choice(const Field& field, std::span<const std::string_view> allowed) {
  if (field.empty() || field.unknown() || !field.is_text()) return true;
  return is_one_of(field.text_or_empty(), allowed) || report_choice(field, allowed);
}

bool require_choice(const Field& field, std::span<const std::string_view> allowed) {
  if (!require_text(field)) return false;
  return is_one_of(field.text_or_empty(), allowed) || report_choice(field, allowed);
}

bool check_range(const Field& field, std::int64_t low, std::int64_t high) {
  const std::optional<std::int64_t> number = field.integer();
  if (!number || (*number >= low && *number <= high)) return true;
  field.report(kOutOfRange, field.name() + " is " + std::to_string(*number) + ", expected " +
                                range_phrase(low, high));
  return false;
}

bool check_not_negative(const Field& field) { return check_range(field, 0, kMost); }

const Field* SeenNames::find(std::string_view name) const {
  if (names_.size() > kFew) {
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : &fields_[found->second];
  }
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? nullptr
                               : &fields_[static_cast<std::size_t>(found - names_.begin())];
}

const Field* SeenNames::add(std::string_view name, const Field& field) {
  if (const Field* before = find(name)) return before;
  names_.push_back(name);
  fields_.push_back(field);
  if (names_.size() > kFew) {
    for (std::size_t i = index_.size(); i < names_.size(); ++i) index_.emplace(names_[i], i);
  }
  return nullptr;
}

}  // namespace launch::kubernetes
