#include "compiler/change/unified_diff.h"

#include <algorithm>
#include <vector>

namespace launch {
namespace {

constexpr std::size_t kContext = 3;
// Of lines added and removed: the search takes the square of that.
constexpr int kMostEdits = 2000;

using Lines = std::vector<std::string_view>;

// Each with its line break; the last may have none.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// Which lines of either side are not in the other.
struct Changed {
  std::vector<bool> before, after;
};

// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986): the
// furthest points on each diagonal, one round an edit, and the way back through the rounds.
class Search {
 public:
  // Between the lines that both texts start and end with.
  Search(const Lines& before, const Lines& after) : before_(before), after_(after) {
    const std::size_t shorter = std::min(before.size(), after.size());
    while (start_ < shorter && before[start_] == after[start_]) ++start_;
    while (end_ < shorter - start_ &&
           before[before.size() - 1 - end_] == after[after.size() - 1 - end_]) {
      ++end_;
    }
    rows_ = static_cast<int>(before.size() - start_ - end_);
    columns_ = static_cast<int>(after.size() - start_ - end_);
  }

  Changed run() {
    changed_ = {std::vector<bool>(before_.size()), std::vector<bool>(after_.size())};
    const int most = std::min(rows_ + columns_, kMostEdits);
    std::vector<int> furthest(2 * static_cast<std::size_t>(most) + 3, 0);
    for (int edits = 0; edits <= most; ++edits) {
      if (extend(furthest, edits, most)) {
        go_back(edits, most);
        return std::move(changed_);
      }
    }
    for (int i = 0; i < rows_; ++i) changed_.before[start_ + static_cast<std::size_t>(i)] = true;
    for (int i = 0; i < columns_; ++i) changed_.after[start_ + static_cast<std::size_t>(i)] = true;
    return std::move(changed_);
  }

 private:
  static std::size_t at(int diagonal, int most) {
    const int index = diagonal + most + 1;
    return static_cast<std::size_t>(index);
  }
  // Whether the way to this diagonal comes from the one above: a line is added.
  static bool comes_by_adding(const std::vector<int>& furthest, int diagonal, int edits, int most) {
    return diagonal == -edits || (diagonal != edits && furthest[at(diagonal - 1, most)] <
                                                           furthest[at(diagonal + 1, most)]);
  }
  bool equal(int row, int column) const {
    return before_[start_ + static_cast<std::size_t>(row)] ==
           after_[start_ + static_cast<std::size_t>(column)];
  }

  // One more edit; true when that reaches the end.
  bool extend(std::vector<int>& furthest, int edits, int most) {
    rounds_.emplace_back(furthest.begin() + most + 1 - edits, furthest.begin() + most + 2 + edits);
    for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
      int row = comes_by_adding(furthest, diagonal, edits, most)
                    ? furthest[at(diagonal + 1, most)]
                    : furthest[at(diagonal - 1, most)] + 1;
      while (row < rows_ && row - diagonal < columns_ && equal(row, row - diagonal)) ++row;
      furthest[at(diagonal, most)] = row;
      if (row >= rows_ && row - diagonal >= columns_) return true;
    }
    return false;
  }

  void go_back(int edits, int most) {
    int row = rows_, column = columns_;
    std::vector<int> furthest(2 * static_cast<std::size_t>(most) + 3, 0);
    for (; edits > 0; --edits) {
      const std::vector<int>& round = rounds_[static_cast<std::size_t>(edits)];
      std::copy(round.begin(), round.end(), furthest.begin() + most + 1 - edits);
      const int diagonal = row - column;
      const bool added = comes_by_adding(furthest, diagonal, edits, most);
      const int from = added ? diagonal + 1 : diagonal - 1;
      row = furthest[at(from, most)];
      column = row - from;
      if (added) {
        changed_.after[start_ + static_cast<std::size_t>(column)] = true;
      } else {
        changed_.before[start_ + static_cast<std::size_t>(row)] = true;
      }
    }
  }

  const Lines& before_;
  const Lines& after_;
  std::size_t start_ = 0, end_ = 0;
  int rows_ = 0, columns_ = 0;
  std::vector<std::vector<int>> rounds_;  // what each round started from, as far as it looks
  Changed changed_;
};

// Where both texts stand at a point of the way through them.
struct Point {
  std::size_t before = 0, after = 0;
};

class Writer {
 public:
  Writer(const Lines& before, const Lines& after)
      : before_(before), after_(after), changed_(Search(before, after).run()) {}

  std::string run() {
    Point point;
    while (skip_equal(point)) write_hunk(point);
    return std::move(out_);
  }

 private:
  bool at_change(const Point& point) const {
    return (point.before < before_.size() && changed_.before[point.before]) ||
           (point.after < after_.size() && changed_.after[point.after]);
  }
  bool at_end(const Point& point) const {
    return point.before == before_.size() && point.after == after_.size();
  }

  // To the next change; false when there is none.
  bool skip_equal(Point& point) const {
    while (!at_end(point) && !at_change(point)) {
      ++point.before;
      ++point.after;
    }
    return !at_end(point);
  }

  void skip_changed(Point& point) const {
    while (point.before < before_.size() && changed_.before[point.before]) ++point.before;
    while (point.after < after_.size() && changed_.after[point.after]) ++point.after;
  }

  // Changes with at most two contexts between them stand together.
  void write_hunk(Point& point) {
    const std::size_t lead = std::min(kContext, point.before);
    const Point start{point.before - lead, point.after - lead};
    Point end;
    for (;;) {
      skip_changed(point);
      end = point;
      Point next = point;
      const bool joins = skip_equal(next) && next.before - end.before <= 2 * kContext;
      if (!joins) break;
      point = next;
    }
    const std::size_t tail = std::min(kContext, before_.size() - end.before);
    end = {end.before + tail, end.after + tail};
    out_ +=
        "@@ -" + range(start.before, end.before) + " +" + range(start.after, end.after) + " @@\n";
    write_lines(start, end);
  }

  // An empty range is named by the line before it, one of a single line without a length.
  static std::string range(std::size_t begin, std::size_t end) {
    const std::size_t length = end - begin;
    const std::string first = std::to_string(length == 0 ? begin : begin + 1);
    return length == 1 ? first : first + "," + std::to_string(length);
  }

  void write_lines(Point point, const Point& end) {
    while (point.before < end.before || point.after < end.after) {
      if (point.before < end.before && changed_.before[point.before]) {
        write('-', before_[point.before++]);
      } else if (point.after < end.after && changed_.after[point.after]) {
        write('+', after_[point.after++]);
      } else {
        write(' ', before_[point.before++]);
        ++point.after;
      }
    }
  }

  void write(char mark, std::string_view line) {
    out_ += mark;
    out_ += line;
    if (!line.ends_with('\n')) out_ += "\n\\ No newline at end of file\n";
  }

  const Lines& before_;
  const Lines& after_;
  Changed changed_;
  std::string out_;
};

}  // namespace

std::string unified_diff(const DiffSide& before, const DiffSide& after) {
  if (before.text == after.text) return {};
  const Lines old_lines = lines_of(before.text);
  const Lines new_lines = lines_of(after.text);
  return "--- " + std::string(before.name) + "\n+++ " + std::string(after.name) + "\n" +
         Writer(old_lines, new_lines).run();
}

}  // namespace launch
