// Values of docker's flags that hold comma-separated fields.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace launch::docker {

// What encoding/csv reads as the first record of `text`.
struct Record {
  struct Field {
    std::string text;       // without the quotes
    std::size_t begin = 0;  // where it stands, quotes included
    std::size_t end = 0;
  };
  std::vector<Field> fields;
  std::string error;  // empty when the record could be read
  std::size_t error_at = 0;
};
Record read_record(std::string_view text);

}  // namespace launch::docker
