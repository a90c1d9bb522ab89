// A first, fast look: most values are valid, and most schemas are plain. Private to schema.cpp.
//
// valijson judges; this only spares it the values about which there can be no doubt. It knows the
// keywords that the plain parts of a schema use, takes everything else for "not known", and is
// compared with valijson by a test over the test suite and mutated documents.
#pragma once

#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "schema/keywords.h"
#include "schema/schema.h"
#include "schema/values.h"

namespace launch::schema {

class Acceptor {
 public:
  // `root` must outlive the object.
  explicit Acceptor(const Json& root);
  // True: valid for certain. False: not valid, or not known here.
  bool accepts(Instance value) const { return accepts(first_, value); }

 private:
  // An index into rules_, or one of these.
  static constexpr int kAnything = -1;
  static constexpr int kNothing = -2;

  struct Rule {
    std::string_view format{};
    TypeSet types = kAnyType;
    bool unknown = false;  // holds a keyword that is not looked at here
    int items = kAnything;
    int additional = kAnything;
    std::size_t min_items = 0;
    std::size_t min_properties = 0;
    std::size_t max_properties = std::numeric_limits<std::size_t>::max();
    const Json* minimum = nullptr;
    const Json* maximum = nullptr;
    const Json* constants = nullptr;                           // an enum's
    std::vector<std::pair<std::string_view, int>> properties;  // sorted by name
    std::vector<std::string_view> required;
    std::vector<std::pair<std::string_view, std::string_view>> dependencies;
  };

  int add(const Json& schema);
  void read(Rule& rule, const std::string& keyword, const Json& value);
  void read_number(Rule& rule, const std::string& keyword, const Json& value);
  void read_dependencies(Rule& rule, const Json& value);

  bool accepts(int index, Instance value) const;
  static bool accepts_number(const Rule& rule, Instance value);
  bool accepts_object(const Rule& rule, Instance value) const;
  bool accepts_array(const Rule& rule, Instance value) const;

  const Json& root_;
  std::vector<std::unique_ptr<Rule>> rules_;
  std::vector<std::pair<const Json*, int>> known_;  // by schema, so that references may loop
  int first_;
};

}  // namespace launch::schema
