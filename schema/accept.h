// A first, fast look: most values are valid, and most schemas are plain. Private to schema.cpp.
//
// valijson judges; this only spares it the values about which there can be no doubt. It knows the
// keywords that the plain parts of a schema use, takes everything else for "not known", and is
// compared with valijson by a test over the test suite and mutated documents.
#pragma once

#include "schema/accept_table.h"
#include "schema/schema.h"

namespace launch::schema {

class Acceptor {
 public:
  // What the table points to must outlive the object. `entry` names a definition; empty: the root.
  // Throws std::invalid_argument when there is none of this name.
  explicit Acceptor(const AcceptTable& table, std::string_view entry = {});
  // True: valid for certain. False: not valid, or not known here.
  bool accepts(Instance value) const { return accepts(first_, value); }

 private:
  using Rule = AcceptTable::Rule;
  bool accepts(std::int32_t index, Instance value) const;
  bool accepts_constant(const Rule& rule, Instance value) const;
  bool accepts_format(const Rule& rule, Instance value) const;
  bool accepts_number(const Rule& rule, Instance value) const;
  bool accepts_object(const Rule& rule, Instance value) const;
  bool accepts_array(const Rule& rule, Instance value) const;
  std::int32_t rule_of(const Rule& object, std::string_view key) const;

  AcceptTable table_;
  std::int32_t first_;
};

}  // namespace launch::schema
