// Rows of words under each other.
#pragma once

#include <string>
#include <vector>

namespace launch::cli {

using TableRow = std::vector<std::string>;

// Two blanks between columns, none at the end of a line. Rows of one length; the first is the head.
// What a terminal would obey is shown instead.
std::string table_text(std::vector<TableRow> rows);

}  // namespace launch::cli
