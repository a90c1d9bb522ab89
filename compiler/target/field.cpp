#include "compiler/target/field.h"

#include <algorithm>

#include "compiler/document/template.h"
#include "compiler/target/text.h"

namespace launch {
namespace {

// A step of a path as the server writes it: keys that no Go field could have stand in brackets.
void append_step(std::string& path, const Node& owner, std::string_view key, std::size_t index) {
  if (owner.is_sequence()) {
    path += "[" + std::to_string(index) + "]";
  } else if (key.find_first_of("./[] ") != std::string_view::npos || key.empty()) {
    path += "[" + std::string(key) + "]";
  } else {
    path += (path.empty() ? "" : ".") + std::string(key);
  }
}

// One step of the way to a value: which child of which map or list.
struct Crumb {
  const Node* owner;
  std::size_t index;

  const Member* member() const { return owner->is_mapping() ? &owner->members()[index] : nullptr; }
  const Node& child() const {
    return owner->is_mapping() ? owner->members()[index].value : owner->items()[index];
  }
};
using Trail = std::vector<Crumb>;

// The way from `from` to the value that is wanted, behind `trail`; false when it is not below.
template <class Wanted>
bool find_trail(const Node& from, const Wanted& is_wanted, Trail& trail) {
  if (is_wanted(from)) return true;
  for (std::size_t i = 0; i < from.size(); ++i) {
    trail.push_back({&from, i});
    if (find_trail(trail.back().child(), is_wanted, trail)) return true;
    trail.pop_back();
  }
  return false;
}

// Where the text of a value was written: a hole that it filled, else its own place.
Span written_at(const Node& value) {
  Span place = value.span();
  for (const Step* step = value.history(); step != nullptr; step = step->previous) {
    if (step->action == Step::Action::Filled) place = step->span;
  }
  return place;
}

// The key as the user spelt it, if it stands in a text of the user's.
std::string_view spelt(const Member& member, const SourceMap& sources) {
  const Span span = member.key_span;
  const std::string_view text = sources.text(span.source).substr(span.begin, span.end - span.begin);
  return same_key(text, member.key) ? text : member.key;
}

// Where the name of the value at `wanted` stands; nothing when it is an item, or not below.
std::optional<Span> find_key_span(const Node& from, const Node* wanted) {
  for (const Member& member : from.members()) {
    if (&member.value == wanted) return member.key_span;
    if (const auto found = find_key_span(member.value, wanted)) return found;
  }
  for (const Node& item : from.items()) {
    if (const auto found = find_key_span(item, wanted)) return found;
  }
  return {};
}

// Where the step after the first begins: keys in brackets may hold dots.
std::size_t second_step(std::string_view path) {
  bool bracket = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    bracket = path[i] == '[' || (bracket && path[i] != ']');
    if (!bracket && path[i] == '.') return i + 1;
  }
  return std::string_view::npos;
}

// Without the first steps of a long path; the last two always stay.
std::string_view shortened(std::string_view path) {
  constexpr std::size_t kLong = 64;
  while (path.size() > kLong) {
    const std::size_t second = second_step(path);
    if (second == std::string_view::npos) break;
    if (second_step(path.substr(second)) == std::string_view::npos) break;
    path.remove_prefix(second);
  }
  return path;
}

}  // namespace

bool Field::empty() const {
  if (absent()) return true;
  return value_->is_string() ? value_->as_string().empty()
                             : !value_->is_scalar() && value_->size() == 0;
}

std::optional<std::string_view> Field::text() const {
  if (!is_text()) return {};
  return value_->as_string();
}

std::optional<std::int64_t> Field::integer() const {
  if (absent() || value_->kind() != Kind::Integer) return {};
  return value_->as_integer();
}

bool Field::is_true() const {
  return present() && value_->kind() == Kind::Bool && value_->as_bool();
}

Field Field::operator[](std::string_view key) const {
  // What a null lacks stands at the null.
  if (!is_map()) return {judgement_, value_ != nullptr ? value_ : owner_, nullptr, key};
  const Node* value = value_->find(key);
  return {judgement_, value_, value, key};
}

Field Field::item(std::size_t index) const {
  return {judgement_, value_, &value_->items()[index], {}};
}

Field Field::member(std::size_t index) const {
  const Member& member = value_->members()[index];
  return {judgement_, value_, &member.value, member.key};
}

FieldRange Field::items() const { return {judgement_, value_, is_list() ? size() : 0}; }

FieldRange Field::members() const { return {judgement_, value_, is_map() ? size() : 0}; }

Field FieldRange::Iterator::operator*() const {
  const Node* owner = range_->owner_;
  if (owner->is_sequence()) return {range_->judgement_, owner, &owner->items()[index_], {}};
  const Member& member = owner->members()[index_];
  return {range_->judgement_, owner, &member.value, member.key};
}

Span Field::span() const {
  if (value_ != nullptr) return value_->span();
  if (owner_ == nullptr || owner_ == &judgement_->root) return head();
  return find_key_span(judgement_->root, owner_).value_or(owner_->span());
}

// What the whole object lacks stands at its beginning: the brace, or the first of its fields.
Span Field::head() const {
  const Node& root = judgement_->root;
  const std::span<const Member> members = root.members();
  if (!members.empty() && members[0].key_span.begin == root.span().begin) {
    return members[0].key_span;
  }
  return {root.span().source, root.span().begin, root.span().begin + 1};
}

Span Field::key_span() const {
  if (owner_ != nullptr && value_ != nullptr) {
    for (const Member& member : owner_->members()) {
      if (&member.value == value_) return member.key_span;
    }
  }
  return span();
}

std::string Field::path() const {
  std::string path;
  if (owner_ == nullptr || judgement_->full()) return path;
  const Node* there = value_ != nullptr ? value_ : owner_;
  Trail trail;
  find_trail(
      judgement_->root, [&](const Node& node) { return &node == there; }, trail);
  for (const Crumb& crumb : trail) {
    const Member* member = crumb.member();
    append_step(path, *crumb.owner, member == nullptr ? "" : member->key, crumb.index);
  }
  if (value_ == nullptr) append_step(path, Node::mapping({}, {}), key_, 0);
  return path;
}

// The path in the document that the object was made of; empty when the value is not from there.
std::string Field::written_path() const {
  std::string path;
  const Node* there = value_ != nullptr ? value_ : owner_;
  if (judgement_->written == nullptr || there == nullptr) return path;
  const Span place = written_at(*there);
  if (place.begin == place.end) return path;  // nobody has written it
  Trail trail;
  const auto same = [&](const Node& node) {
    return node.kind() == there->kind() && written_at(node) == place;
  };
  if (!find_trail(*judgement_->written, same, trail)) return path;
  // Everybody knows the block that is rendered: resource_args.NAME.
  const bool in_block = trail.size() > 2 && trail[0].member()->key == "resource_args";
  for (std::size_t i = in_block ? 2 : 0; i < trail.size(); ++i) {
    const Member* member = trail[i].member();
    append_step(path, *trail[i].owner, member == nullptr ? "" : spelt(*member, judgement_->sources),
                trail[i].index);
  }
  if (value_ == nullptr && !path.empty()) append_step(path, Node::mapping({}, {}), key_, 0);
  return path;
}

std::string Field::name() const {
  std::string whole = path();
  if (whole.empty()) return whole;
  if (std::string written = written_path(); !written.empty()) whole = std::move(written);
  const std::string_view inside = judgement_->inside;
  const std::size_t found = inside.empty() ? std::string::npos : whole.find(inside);
  const std::size_t begin = found == std::string::npos ? 0 : found + inside.size();
  return std::string(shortened(std::string_view(whole).substr(begin)));
}

void Field::add(Diagnostic diagnostic) const {
  if (judgement_->full()) return;
  ++judgement_->findings;
  if (judgement_->advice) {
    judgement_->diagnostics.report_as(Severity::Warning, std::move(diagnostic));
  } else {
    judgement_->diagnostics.report(std::move(diagnostic));
  }
}

void Field::report(const Rule& rule, std::string message, std::string suggestion) const {
  add({&rule, span(), std::move(message), {}, std::move(suggestion)});
}

void Field::report_key(const Rule& rule, std::string message, std::string suggestion) const {
  add({&rule, key_span(), std::move(message), {}, std::move(suggestion)});
}

void Field::report_with(const Rule& rule, std::string message, const Field& other, std::string note,
                        std::string suggestion) const {
  add({&rule,
       span(),
       std::move(message),
       {{other.span(), std::move(note)}},
       std::move(suggestion)});
}

void Field::report_key_with(const Rule& rule, std::string message, std::vector<Note> notes,
                            std::string suggestion) const {
  add({&rule, key_span(), std::move(message), std::move(notes), std::move(suggestion)});
}

bool Field::report(const Rule& rule, const Check& trouble) const {
  if (!trouble) return false;
  if (unknown()) return false;
  const std::size_t size = value_ == nullptr ? 0 : value_->as_string().size();
  const Span place =
      value_ == nullptr
          ? span()
          : sub_span(*value_, static_cast<std::uint32_t>(std::min(trouble->begin, size)),
                     static_cast<std::uint32_t>(std::min(trouble->end, size)), judgement_->sources);
  add({&rule, place, trouble->message, {}, trouble->suggestion});
  return true;
}

}  // namespace launch
