#include "cli/table.h"

#include <algorithm>

#include "compiler/diagnostic/display.h"

namespace launch::cli {

std::string table_text(std::vector<TableRow> rows) {
  for (TableRow& row : rows) {
    for (std::string& word : row) word = printable(word);
  }
  std::vector<std::size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const TableRow& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace launch::cli
