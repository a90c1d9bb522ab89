#include <algorithm>
#include <random>

#include "compiler/paths/glob.h"
#include "compiler/paths/ignore_file.h"
#include "tests/catch.h"

namespace launch {
namespace {

struct GlobRow {
  const char* pattern;
  const char* path;
  bool matches;
};

constexpr GlobRow kGlobs[] = {
    {"job.yaml", "job.yaml", true},
    {"job.yaml", "a/job.yaml", false},
    {"*.yaml", "job.yaml", true},
    {"*.yaml", "a/job.yaml", false},
    {"*.yaml", ".yaml", true},
    {"jobs/*.y?ml", "jobs/a.yaml", true},
    {"jobs/*.y?ml", "jobs/a/b.yaml", false},
    {"jobs/*/x.yaml", "jobs/a/x.yaml", true},
    {"jobs/*/x.yaml", "jobs/x.yaml", false},
    {"**/x.yaml", "x.yaml", true},
    {"**/x.yaml", "a/b/x.yaml", true},
    {"**/x.yaml", "a/bx.yaml", false},
    {"a/**/z", "a/z", true},
    {"a/**/z", "a/b/c/z", true},
    {"a/**/z", "ab/z", false},
    {"a/**", "a/b/c", true},
    {"a/**", "a", false},
    {"**", "a/b", true},
    {"**/q/**/*.yml", "x/q/y/z/a.yml", true},
    {"**/q/**/*.yml", "x/q.yml", false},
    {"a**b", "axxb", true},
    {"a**b", "ax/xb", false},
    {"x**/b", "xa/c/b", false},
    {"[a-c]x", "bx", true},
    {"[a-c]x", "dx", false},
    {"[!a-c]x", "dx", true},
    {"[^a-c]x", "ax", false},
    {"[]]", "]", true},
    {"[]-]x", "-x", true},
    {"[a-]", "-", true},
    {"[\\]]", "]", true},
    {"[[:digit:]]", "7", true},
    {"[[:digit:]]", "x", false},
    {"[[:digit]", ":", true},
    {"[[:nothing:]]", "n", false},
    {"a[b/]c", "a/c", false},
    {"a[!b]c", "a/c", false},
    {"a[", "a[", false},
    {"a\\*", "a*", true},
    {"a\\*", "ab", false},
    {"a\\", "a\\", false},
    {"", "", true},
    {"", "a", false},
    {"*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
};

// What the pattern from `at` on matches, by its definition and however long that takes.
bool tries_everything(std::string_view pattern, std::size_t at, std::string_view path) {
  if (at == pattern.size()) return path.empty();
  const std::size_t stars = std::min(pattern.find_first_not_of('*', at), pattern.size()) - at;
  const std::size_t after = at + stars;
  const bool name = stars > 1 && (at == 0 || pattern[at - 1] == '/');
  if (name && after == pattern.size()) return true;
  if (name && pattern[after] == '/') {
    if (tries_everything(pattern, after + 1, path)) return true;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (path[i] == '/' && tries_everything(pattern, after + 1, path.substr(i + 1))) return true;
    }
    return false;
  }
  if (stars > 0) {
    for (std::size_t i = 0; i <= path.size(); ++i) {
      if (tries_everything(pattern, after, path.substr(i))) return true;
      if (i < path.size() && path[i] == '/') return false;
    }
    return false;
  }
  if (path.empty()) return false;
  const bool set = pattern.substr(at, 4) == "[ab]";
  const bool takes = set                  ? path[0] == 'a' || path[0] == 'b'
                     : pattern[at] == '?' ? path[0] != '/'
                                          : path[0] == pattern[at];
  return takes && tries_everything(pattern, at + (set ? 4 : 1), path.substr(1));
}

bool ignored(const char* file, const char* path, bool is_folder = false) {
  return IgnoreFile(file).ignores(path, is_folder).value_or(false);
}

}  // namespace

TEST_CASE("a glob matches paths as git's does") {
  for (const GlobRow& row : kGlobs) {
    INFO(row.pattern << " on " << row.path);
    CHECK(Glob(row.pattern).matches(row.path) == row.matches);
  }
}

TEST_CASE("a glob with many stars is judged at once") {
  std::string pattern, path;
  for (int i = 0; i < 60; ++i) {
    pattern += "**/*a*/";
    path += "aaaaaaaaab/";
  }
  CHECK_FALSE(Glob(pattern + "z").matches(path + "y"));
}

TEST_CASE("a glob matches what trying everything matches") {
  std::mt19937 random(1);
  const auto number = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  const std::vector<std::string> pieces{"a", "b", "?", "*", "[ab]", "/", "/**/", "**"};
  std::size_t matched = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string pattern, path;
    for (int n = number(6); n >= 0; --n) pattern += pieces[static_cast<std::size_t>(number(7))];
    for (int n = number(8); n >= 0; --n) path += "ab/"[number(2)];
    INFO(pattern << " on " << path);
    const bool expected = tries_everything(pattern, 0, path);
    matched += expected ? 1 : 0;
    CHECK(Glob(pattern).matches(path) == expected);
  }
  CHECK(matched > 1000);
}

TEST_CASE("braces are alternatives") {
  using Words = std::vector<std::string>;
  CHECK(brace_alternatives("a") == Words{"a"});
  CHECK(brace_alternatives("{a,b}/x.{yml,yaml}") ==
        Words{"a/x.yaml", "a/x.yml", "b/x.yaml", "b/x.yml"});
  CHECK(brace_alternatives("a{,b{c,d}}") == Words{"a", "abc", "abd"});
  CHECK(brace_alternatives("{a}") == Words{"{a}"});
  CHECK(brace_alternatives("{a,b") == Words{"{a,b"});
  CHECK(brace_alternatives("{{a},{b,c}}").size() == 3);
  std::string many;
  for (int i = 0; i < 40; ++i) many += "{a,b}";
  CHECK(brace_alternatives(many) == Words{many});
}

TEST_CASE("the part of a glob that is no pattern") {
  CHECK(fixed_folder("jobs/*/a.yaml") == "jobs");
  CHECK(fixed_folder("a/b/c*.yaml") == "a/b");
  CHECK(fixed_folder("*.yaml").empty());
  CHECK(fixed_folder("/*.yaml") == "/");
}

TEST_CASE("lines of a .gitignore") {
  CHECK(ignored("a.yaml", "x/a.yaml"));
  CHECK_FALSE(ignored("/a.yaml", "x/a.yaml"));
  CHECK_FALSE(ignored("x/a.yaml", "y/x/a.yaml"));
  CHECK(ignored("out/", "y/out", true));
  CHECK_FALSE(ignored("out/", "y/out", false));
  CHECK_FALSE(ignored("*.yaml\n!a.yaml", "a.yaml"));
  CHECK(ignored("!a.yaml\n*.yaml", "a.yaml"));
  CHECK_FALSE(ignored("# a.yaml", "# a.yaml"));
  CHECK(ignored("\\# a.yaml", "# a.yaml"));
  CHECK(ignored("\\!a", "!a"));
  CHECK(ignored("a.yaml   ", "a.yaml"));
  CHECK(ignored("a\\ ", "a "));
  CHECK(ignored("a\r\nb\r\n", "b"));
  CHECK(
      ignored("\xEF\xBB\xBF"
              "a",
              "a"));
  CHECK_FALSE(ignored("/\n!\n\n   \n//", "a"));
}

}  // namespace launch
