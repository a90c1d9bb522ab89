#include "compiler/change/unified_diff.h"

#include <algorithm>
#include <random>
#include <sstream>
#include <vector>

#include "tests/catch.h"

namespace launch::tests {
namespace {

using Lines = std::vector<std::string>;

std::string numbered(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) text += std::to_string(i) + "\n";
  return text;
}

// Of "@@ -1,3 +1,4 @@" the four numbers.
struct Hunk {
  std::size_t before = 0, before_count = 1, after = 0, after_count = 1;
};

Hunk read_hunk(const std::string& line) {
  Hunk hunk;
  std::istringstream words(line);
  std::string word;
  const auto read = [](const std::string& range, std::size_t& first, std::size_t& count) {
    const std::size_t comma = range.find(',');
    first = std::stoul(range.substr(1, comma));
    if (comma != std::string::npos) count = std::stoul(range.substr(comma + 1));
  };
  words >> word >> word;
  read(word, hunk.before, hunk.before_count);
  words >> word;
  read(word, hunk.after, hunk.after_count);
  return hunk;
}

Lines split(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(in.eof() ? line : line + "\n");
  }
  return lines;
}

// What patch(1) does, strictly: every line of a hunk must be where it says.
std::string patched(const std::string& text, const std::string& diff) {
  const Lines before = split(text);
  const Lines lines = split(diff);
  std::string out;
  std::size_t at = 0, after = 0;
  for (std::size_t i = 2; i < lines.size();) {
    const Hunk hunk = read_hunk(lines[i++]);
    const std::size_t start = hunk.before_count == 0 ? hunk.before : hunk.before - 1;
    for (; at < start; ++at, ++after) out += before.at(at);
    CHECK(after == (hunk.after_count == 0 ? hunk.after : hunk.after - 1));
    const std::size_t before_end = at + hunk.before_count, after_end = after + hunk.after_count;
    for (; i < lines.size() && !lines[i].starts_with("@@"); ++i) {
      std::string line = lines[i].substr(1);
      if (lines[i][0] == '\\') continue;
      const bool unended = i + 1 < lines.size() && lines[i + 1][0] == '\\';
      if (unended) line.pop_back();
      if (lines[i][0] != '+') CHECK(before.at(at++) == line);
      if (lines[i][0] == '-') continue;
      out += line;
      ++after;
    }
    CHECK(at == before_end);
    CHECK(after == after_end);
  }
  for (; at < before.size(); ++at) out += before[at];
  return out;
}

std::size_t edits(const std::string& diff) {
  const Lines lines = split(diff);
  return static_cast<std::size_t>(
      std::count_if(lines.begin() + 2, lines.end(),
                    [](const std::string& line) { return line[0] == '+' || line[0] == '-'; }));
}

// By the textbook's table.
std::size_t fewest_edits(const Lines& a, const Lines& b) {
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      common[i + 1][j + 1] =
          a[i] == b[j] ? common[i][j] + 1 : std::max(common[i][j + 1], common[i + 1][j]);
    }
  }
  return a.size() + b.size() - 2 * common[a.size()][b.size()];
}

}  // namespace

TEST_CASE("differences of texts, as diff -u prints them") {
  struct Row {
    std::string before, after, diff;
  };
  const std::vector<Row> rows{
      {"a\n", "a\n", ""},
      {"", "", ""},
      {"", "a\n", "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n"},
      {"a\nb\n", "", "--- old\n+++ new\n@@ -1,2 +0,0 @@\n-a\n-b\n"},
      {"a\nb\nc\n", "a\nB\nc\n", "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
      {"a", "a\n", "--- old\n+++ new\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
      {"a\nb", "A\nb",
       "--- old\n+++ new\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n"},
      // Three lines around; six between two changes join them, seven do not.
      {numbered(1, 20), numbered(1, 9) + "x\n" + numbered(11, 20),
       "--- old\n+++ new\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+x\n 11\n 12\n 13\n"},
      {numbered(1, 8), "x\n" + numbered(2, 7) + "y\n",
       "--- old\n+++ new\n@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n"},
      {numbered(1, 9), "x\n" + numbered(2, 8) + "y\n",
       "--- old\n+++ new\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n "
       "8\n-9\n+y\n"},
  };
  for (const Row& row : rows) {
    INFO(row.before << "|" << row.after);
    CHECK(unified_diff({"old", row.before}, {"new", row.after}) == row.diff);
  }
}

TEST_CASE("differences lead from one text to the other, by the shortest way") {
  std::mt19937 random(7);
  const auto text = [&] {
    std::string result;
    const auto count = random() % 30;
    for (unsigned i = 0; i < count; ++i) result += std::string(1, char('a' + random() % 5)) + "\n";
    if (!result.empty() && random() % 4 == 0) result.pop_back();
    return result;
  };
  for (int i = 0; i < 3000; ++i) {
    const std::string before = text(), after = text();
    const std::string diff = unified_diff({"old", before}, {"new", after});
    INFO(before << "|" << after << "|\n" << diff);
    if (before == after) {
      CHECK(diff.empty());
      continue;
    }
    REQUIRE(patched(before, diff) == after);
    REQUIRE(edits(diff) == fewest_edits(split(before), split(after)));
  }
}

TEST_CASE("texts that have little in common are still compared at once") {
  std::string before, after;
  for (int i = 0; i < 50'000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\nsame\n";
  }
  CHECK(patched(before, unified_diff({"old", before}, {"new", after})) == after);
}

}  // namespace launch::tests
