// Fields of an object under judgement: what an API would say of each of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"
#include "compiler/target/trouble.h"

namespace launch {

class Field;
class FieldRange;

// What all checks of one object share.
struct Judgement {
  const Node& root;  // the whole document
  const SourceMap& sources;
  Diagnostics& diagnostics;
  int minor = 0;  // of a Kubernetes API server: 36 is 1.36
  // What people call a field by begins behind this part of its path, which everybody knows.
  std::string_view inside{};
  // Nobody reads more than this many findings about one object.
  static constexpr std::size_t kMostFindings = 1000;
  std::size_t findings = 0;
  bool full() const { return findings >= kMostFindings; }
  // Templates inside custom resources are judged by nobody when they are created: what is wrong
  // there shows when the controller makes pods of them.
  bool advice = false;
  // The job that the object was rendered from; null for one that stands in a file.
  const Node* written = nullptr;

  // The same about another tree of the object.
  Judgement with_root(const Node& other) const {
    return {other, sources, diagnostics, minor, inside, findings, advice, written};
  }
};

// A field that is there, or the place where it would be. Null counts as absent everywhere, as for
// the server's decoder. A value of the wrong type has been reported by the schema: it is present,
// and neither a text nor a number nor a list, so that checks pass over it.
class Field {
 public:
  // The object itself.
  explicit Field(Judgement& judgement) : judgement_(&judgement), value_(&judgement.root) {}

  bool present() const { return value_ != nullptr && !value_->is_null(); }
  bool absent() const { return !present(); }
  // Absent, or of a kind that counts as absent: "", [] or {}.
  bool empty() const;
  bool is_map() const { return present() && value_->is_mapping(); }
  bool is_list() const { return present() && value_->is_sequence(); }
  bool is_text() const { return present() && value_->is_string(); }
  // Nothing unless text; `fallback` when absent.
  std::optional<std::string_view> text() const;
  // A text that is there, else "".
  std::string_view text_or_empty() const { return is_text() ? value_->as_string() : ""; }
  // Nothing unless an integer of 64 bits.
  std::optional<std::int64_t> integer() const;
  // Present and true.
  bool is_true() const;
  // The value; only when present().
  const Node& node() const { return *value_; }
  // Holds what only the submit knows: its text must not be judged.
  bool unknown() const { return present() && (value_->is_deferred() || value_->is_secret()); }

  // A map's field. Absent when there is none, or this is no map.
  Field operator[](std::string_view key) const;
  // Items of a list, or fields of a map, in order; none for anything else.
  std::size_t size() const { return present() ? value_->size() : 0; }
  Field item(std::size_t index) const;
  Field member(std::size_t index) const;
  std::string_view key() const { return key_; }
  FieldRange items() const;
  FieldRange members() const;

  // Where the value stands; for an absent field where its parent's name does.
  Span span() const;
  // Where the field's name stands; the value's place for an item of a list.
  Span key_span() const;
  // As the server names it: spec.template.spec.containers[0].image, metadata.labels[app].
  std::string path() const;
  // Enough to know it by in a message: the path behind Judgement::inside, in the words of the
  // document that the object was made of.
  std::string name() const;

  // A finding at the value.
  void report(const Rule& rule, std::string message, std::string suggestion = {}) const;
  // A finding at the field's name: it should not be there.
  void report_key(const Rule& rule, std::string message, std::string suggestion = {}) const;
  // A finding with other places, each with what it is.
  void report_with(const Rule& rule, std::string message, const Field& other, std::string note,
                   std::string suggestion = {}) const;
  void report_key_with(const Rule& rule, std::string message, std::vector<Note> notes,
                       std::string suggestion = {}) const;
  // A finding at the part of the text that is wrong; true when there is one.
  bool report(const Rule& rule, const Check& trouble) const;

  Judgement& judgement() const { return *judgement_; }

 private:
  friend class FieldRange;
  Field(Judgement* judgement, const Node* owner, const Node* value, std::string_view key)
      : judgement_(judgement), owner_(owner), value_(value), key_(key) {}
  void add(Diagnostic diagnostic) const;
  Span head() const;
  std::string written_path() const;

  Judgement* judgement_;
  const Node* owner_ = nullptr;  // the map or list it is in; null for the object itself
  const Node* value_ = nullptr;  // null when there is none
  std::string_view key_;         // empty for an item
};

// The items of a list or the fields of a map, for a range-based for.
class FieldRange {
 public:
  class Iterator {
   public:
    Field operator*() const;
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    friend class FieldRange;
    Iterator(const FieldRange& range, std::size_t index) : range_(&range), index_(index) {}
    const FieldRange* range_;
    std::size_t index_;
  };

  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size_}; }

 private:
  friend class Field;
  FieldRange(Judgement* judgement, const Node* owner, std::size_t size)
      : judgement_(judgement), owner_(owner), size_(size) {}
  Judgement* judgement_;
  const Node* owner_;
  std::size_t size_;
};

}  // namespace launch
