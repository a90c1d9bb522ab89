#include "compiler/diagnostic/diagnostic.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/diagnostic/render.h"
#include "compiler/diagnostic/secret_texts.h"
#include "tests/catch.h"

namespace launch {
namespace {

constexpr Rule kBad{"test/bad", Severity::Error, "bad", "Bad."};
constexpr Rule kOdd{"test/odd", Severity::Warning, "odd", "Odd."};

// A source whose [ and ] mark what the finding covers.
struct Marked {
  std::string text;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

Marked marked(std::string_view with_marks) {
  Marked result;
  for (const char c : with_marks) {
    const auto at = static_cast<std::uint32_t>(result.text.size());
    if (c == '[') {
      result.begin = at;
    } else if (c == ']') {
      result.end = at;
    } else {
      result.text += c;
    }
  }
  return result;
}

std::string rendered(std::string_view with_marks, SourceMap::Kind kind = SourceMap::Kind::File,
                     bool redact = false) {
  SourceMap sources;
  const Marked source = marked(with_marks);
  const std::string name = kind == SourceMap::Kind::File   ? "job.yaml"
                           : kind == SourceMap::Kind::Flag ? "--set"
                                                           : "$HF_TOKEN";
  const SourceId id = sources.add(name, source.text, kind);
  Diagnostic diagnostic{&kBad, {id, source.begin, source.end}, "no", {}, {}};
  diagnostic.redact_snippet = redact;
  return render_text(resolve(std::span(&diagnostic, 1), sources), false);
}

std::string times(std::size_t count, std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("the nearest known word") {
  struct Row {
    std::string_view word, nearest;
  };
  constexpr std::array<std::string_view, 7> kKnown{
      "gpus", "shm_size", "hyperparameters", "env", "command", "IfNotPresent", "rm"};
  const Row rows[] = {
      {"gpu", "gpus"},
      {"gpsu", "gpus"},
      {"shm-size", "shm_size"},
      {"shm_sizes", "shm_size"},
      {"ifnotpresent", "IfNotPresent"},
      {"hyperparamters", "hyperparameters"},
      {"hyper_parameters", "hyperparameters"},
      {"comand", "command"},
      {"envs", "env"},
      {"gpus", ""},
      {"r", ""},
      {"volumes", ""},
      {"", ""},
      {"cpu", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.word);
    CHECK(did_you_mean(row.word, kKnown) == row.nearest);
  }
  CHECK(did_you_mean(std::string(1000, 'x'), kKnown).empty());
  CHECK(suggest("gpus") == "did you mean \"gpus\"?");
  CHECK(suggest("").empty());
}

TEST_CASE("lists of what is allowed") {
  using Words = std::vector<std::string_view>;
  CHECK(one_of(Words{}).empty());
  CHECK(one_of(Words{"a"}) == "\"a\"");
  CHECK(one_of(Words{"a", "b"}) == "\"a\" or \"b\"");
  CHECK(one_of(Words{"a", "b", "c"}) == "\"a\", \"b\" or \"c\"");
  CHECK(one_of(Words{"a", "b", "c"}, 2) == "\"a\", \"b\", … (1 more)");
}

TEST_CASE("quoted words") {
  // Qualified: <iomanip> has a std::quoted for std::string.
  CHECK(launch::quoted("a b") == "\"a b\"");
  CHECK(launch::quoted("a\"b\\c") == R"("a\"b\\c")");
  CHECK(launch::quoted("a\nb\tc\x1b[31m") == R"("a\nb\tc\x1b[31m")");
  CHECK(launch::quoted("ключ") == "\"ключ\"");
  CHECK(launch::quoted(std::string(200, 'x')) == "\"" + std::string(80, 'x') + "…\"");
  CHECK(launch::quoted(std::string(79, 'x') + "é") == "\"" + std::string(79, 'x') + "…\"");
}

TEST_CASE("a finding shows its line and marks what it covers") {
  struct Row {
    std::string name, source, text;
  };
  const Row rows[] = {
      {"plain", "a: 1\nmemory: [64GB]\n",
       "job.yaml:2:9: error: no [test/bad]\n 2 | memory: 64GB\n   |         ^~~~\n"},
      {"no width", "a: []b\n", "job.yaml:1:4: error: no [test/bad]\n 1 | a: b\n   |    ^\n"},
      {"tab before and inside", "a:\t[b\tc] d\n",
       "job.yaml:1:4: error: no [test/bad]\n 1 | a:    b    c d\n   |       ^~~~~~\n"},
      {"two columns", "名: [東京]x\n",
       "job.yaml:1:4: error: no [test/bad]\n 1 | 名: 東京x\n   |     ^~~~\n"},
      {"combining", "e\xCC\x81: [x\xCC\x81y]\n",
       "job.yaml:1:5: error: no [test/bad]\n 1 | e\xCC\x81: x\xCC\x81y\n   |    ^~\n"},
      {"emoji", "🚀: [x]\n", "job.yaml:1:4: error: no [test/bad]\n 1 | 🚀: x\n   |     ^\n"},
      {"byte order mark", "\xEF\xBB\xBF[a]: 1\n",
       "job.yaml:1:2: error: no [test/bad]\n 1 | a: 1\n   | ^\n"},
      {"CRLF", "a: 1\r\nb: [2]\r\nc: 3\r\n",
       "job.yaml:2:4: error: no [test/bad]\n 2 | b: 2\n   |    ^\n"},
      {"several lines", "a: [x\n  y\n  z]\n",
       "job.yaml:1:4: error: no [test/bad]\n 1 | a: x\n   |    ^\n"},
      {"from a line's end", "a:[\n  y]\n",
       "job.yaml:1:3: error: no [test/bad]\n 1 | a:\n   |   ^\n"},
      {"end of file", "a: 1\n[]", "job.yaml:2:1: error: no [test/bad]\n 2 |\n   | ^\n"},
      {"end without a line break", "a: 1[]",
       "job.yaml:1:5: error: no [test/bad]\n 1 | a: 1\n   |     ^\n"},
      {"empty file", "[]", "job.yaml:1:1: error: no [test/bad]\n 1 |\n   | ^\n"},
      {"two digits", times(11, "\n") + "[a]",
       "job.yaml:12:1: error: no [test/bad]\n 12 | a\n    | ^\n"},
      {"turned text", "[a]\xE2\x80\xAE: 1\n",
       "job.yaml:1:1: error: no [test/bad]\n 1 | a<U+202E>: 1\n   | ^\n"},
      {"no UTF-8", "\xFF\xC3: [a]\n",
       "job.yaml:1:5: error: no [test/bad]\n 1 | \xEF\xBF\xBD\xEF\xBF\xBD: a\n   |     ^\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(rendered(row.source) == row.text);
  }
  CHECK(rendered("[a\x1b]0;\x07"
                 "b\x7f\xC2\x9B\n") ==
        "job.yaml:1:1: error: no [test/bad]\n 1 | a␛0;␇b␡<U+009B>\n   | ^~\n");
}

TEST_CASE("a long line is cut around the caret") {
  const std::string head = "job.yaml:1:201: error: no [test/bad]\n";
  CHECK(rendered(std::string(200, 'a') + "[bb]" + std::string(200, 'c')) ==
        head + " 1 | …" + std::string(40, 'a') + "bb" + std::string(58, 'c') + "…\n   | " +
            std::string(41, ' ') + "^~\n");
  // Near the end the room goes to the left.
  CHECK(rendered(std::string(200, 'a') + "[bb]") ==
        head + " 1 | …" + std::string(98, 'a') + "bb\n   | " + std::string(99, ' ') + "^~\n");
  // What is underlined never outgrows the line.
  CHECK(rendered("a: [" + std::string(5000, 'x') + "]") ==
        "job.yaml:1:4: error: no [test/bad]\n 1 | a: " + std::string(97, 'x') + "…\n   |    ^" +
            std::string(96, '~') + "\n");
  CHECK(rendered(times(3000, "é") + "[x]" + times(3000, "é")) ==
        "job.yaml:1:3001: error: no [test/bad]\n 1 | …" + times(40, "é") + "x" + times(59, "é") +
            "…\n   | " + std::string(41, ' ') + "^\n");
}

TEST_CASE("sources that are no files") {
  CHECK(rendered("image=[x]", SourceMap::Kind::Flag) ==
        "--set: error: no [test/bad]\n  | image=x\n  |       ^\n");
  CHECK(rendered("[hunter2]", SourceMap::Kind::Environment) == "$HF_TOKEN: error: no [test/bad]\n");
}

TEST_CASE("notes, help, severity and colour") {
  SourceMap sources;
  const SourceId job = sources.add("job.yaml", "a: 1\nb: 2\n");
  const SourceId flag = sources.add("--set", "b=3", SourceMap::Kind::Flag);
  Diagnostics diagnostics;
  diagnostics.report({&kOdd,
                      {job, 3, 4},
                      "one",
                      {{{job, 5, 6}, "two"}, {{flag, 0, 1}, "three"}},
                      "did you mean \"c\"?"});
  const std::vector<Finding> findings = resolve(diagnostics.all(), sources);
  CHECK(render_text(findings, false) ==
        "job.yaml:1:4: warning: one [test/odd]\n 1 | a: 1\n   |    ^\n"
        "  note: job.yaml:2:1: two\n  note: --set: three\n  help: did you mean \"c\"?\n");
  CHECK(
      render_text(findings, true)
          .starts_with("job.yaml:1:4: \x1b[1;33mwarning:\x1b[0m one [test/odd]\n 1 | a: 1\n   |    "
                       "\x1b[1;32m^\x1b[0m\n"));
}

TEST_CASE("credentials are masked wherever they would show") {
  CHECK(rendered("token: [hf_abc] # mine\n", SourceMap::Kind::File, true) ==
        "job.yaml:1:8: error: no [test/bad]\n 1 | token: •••••• # mine\n   |        ^~~~~~\n");
  SourceMap sources;
  const SourceId job = sources.add("job.yaml", "{k: 'secret-one', n: secret-two}\n");
  const SourceId env = sources.add("$KEY", "from-the-agent", SourceMap::Kind::Environment);
  Diagnostics diagnostics;
  Diagnostic first{&kBad, {job, 4, 16}, "secret-two is in the message", {}, {}};
  first.redact_snippet = true;
  Diagnostic second{&kBad, {job, 21, 31}, "x", {{{env, 0, 1}, "secret-one"}}, "from-the-agent"};
  second.redact_snippet = true;
  diagnostics.report(first);
  diagnostics.report(second);
  diagnostics.report({&kOdd, {job, 18, 19}, "another finding there", {}, {}});
  const std::vector<Finding> findings = resolve(diagnostics.all(), sources);
  const std::string all = render_text(findings, false) + render_json(findings, {1, 2, 1});
  CAPTURE(all);
  CHECK(all.find("secret-") == std::string::npos);
  CHECK(all.find("from-the-agent") == std::string::npos);
  CHECK(all.find("‹secret› is in the message") != std::string::npos);
  CHECK(all.find(" 1 | {k: ••••••••••••, n: ••••••••••}\n   |                   ^\n") !=
        std::string::npos);
}

TEST_CASE("secrets are hidden in what is said, also where they overlap") {
  SecretTexts secrets(5);
  for (const char* each : {"token-1", "token-12", "en-12-and", "four", "\xC3\xA4\xC3\xB6\xC3\xBC"})
    secrets.add(each);
  const auto hidden = [&](std::string_view text) { return secrets.hidden(text, "*"); };
  CHECK(hidden("") == "");
  CHECK(hidden("tok") == "tok");
  CHECK(hidden("token-2 four") == "token-2 four");
  CHECK(hidden("token-1") == "*");
  CHECK(hidden("a token-1, a token-12.") == "a *, a *.");
  CHECK(hidden("token-1token-1") == "**");
  CHECK(hidden("token-12-and more") == "* more");
  CHECK(hidden("token-12-an") == "*-an");
  CHECK(hidden("\xC3\xA4\xC3\xB6\xC3\xBC!") == "*!");
  CHECK(SecretTexts(1).hidden("nothing to hide", "*") == "nothing to hide");
}

TEST_CASE("columns count characters, also far to the right") {
  std::string text = "first\r\n";
  const auto start = static_cast<std::uint32_t>(text.size());
  std::vector<std::uint32_t> begins;  // of the characters of the second line
  for (int i = 0; i < 3000; ++i) {
    begins.push_back(static_cast<std::uint32_t>(text.size()));
    text += i % 3 == 0 ? "x" : i % 3 == 1 ? "\xC3\xA4" : "\xF0\x9F\x9A\x80";
  }
  const auto end = static_cast<std::uint32_t>(text.size());
  SourceMap sources;
  const SourceId id = sources.add("long.yaml", text + "\rthird");
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const Position position = sources.position(id, begins[i]);
    REQUIRE(position.line == 2);
    REQUIRE(position.column == i + 1);
  }
  CHECK(sources.position(id, end).column == 3001);
  CHECK(sources.position(id, end + 1).line == 3);
  CHECK(sources.position(id, 6).line == 1);  // between \r and \n
  CHECK(sources.line(id, end) == Span{id, start, end});
  CHECK(sources.line(id, 6) == Span{id, 0, 5});
  CHECK(sources.line(id, end + 100) == Span{id, end + 1, end + 6});
}

TEST_CASE("findings outlive their sources") {
  std::vector<Finding> findings;
  {
    SourceMap sources;
    const SourceId id = sources.add("a.yaml", "k: v\n");
    const Diagnostic diagnostic{&kBad, {id, 0, 1}, "no", {}, {}};
    findings = resolve(std::span(&diagnostic, 1), sources);
  }
  CHECK(render_text(findings, false) == "a.yaml:1:1: error: no [test/bad]\n 1 | k: v\n   | ^\n");
}

TEST_CASE("findings as JSON") {
  SourceMap sources;
  const SourceId job = sources.add("jobs/\"a\".yaml", "a: x\n  y\n");
  const SourceId flag = sources.add("--set", "b=\x1b", SourceMap::Kind::Flag);
  Diagnostics diagnostics;
  diagnostics.report({&kBad, {job, 3, 8}, "no \x1b\xFF", {{{flag, 0, 1}, "n"}}, "try b"});
  diagnostics.report({&kOdd, {flag, 0, 1}, "odd", {}, {}});
  const std::vector<Finding> findings = resolve(diagnostics.all(), sources);
  CHECK(
      render_json(findings, summarize(findings, 1)) ==
      R"({
  "format_version": 1,
  "findings": [
    {"rule":"test/bad","severity":"error","message":"no \u001b)"
      "\xEF\xBF\xBD"
      R"(","path":"jobs/\"a\".yaml","line":1,"column":4,"end_line":2,"end_column":4,"notes":[{"message":"n","path":"--set","line":null,"column":null}],"suggestion":"try b"},
    {"rule":"test/odd","severity":"warning","message":"odd","path":"--set","line":null,"column":null,"end_line":null,"end_column":null,"notes":[]}
  ],
  "summary": {"files":1,"errors":1,"warnings":1}
}
)");
  const auto parsed = nlohmann::json::parse(render_json(findings, summarize(findings, 1)));
  CHECK(parsed["findings"].size() == 2);
  CHECK(parsed["findings"][0]["suggestion"] == "try b");
  const auto none = nlohmann::json::parse(render_json({}, {3, 0, 0}));
  CHECK(none["findings"].empty());
  CHECK(none["summary"]["files"] == 3);
}

}  // namespace launch
