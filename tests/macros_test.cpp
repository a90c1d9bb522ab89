#include "compiler/resolve/macros.h"

#include <set>

#include "compiler/document/write_json.h"
#include "compiler/resolve/unclosed_macro.h"
#include "tests/catch.h"
#include "tests/memory_files.h"

namespace launch::tests {
namespace {

enum class Phase { Deferring, Resolving, Partial };

// The environment of every test here.
std::optional<std::string> variable(std::string_view name) {
  if (name == "TOKEN") return "hunter2";
  if (name == "EMPTY") return "";
  if (name == "NESTED") return "${run_id}";
  if (name == "run_id" || name == "AUTHOR") return "shadow";
  return std::nullopt;
}

// One tree filled.
class Filling {
 public:
  explicit Filling(const std::string& text, Phase phase = Phase::Deferring) {
    const auto documents = read_yaml(sources_.add("job", text), sources_, arena_, diagnostics_);
    REQUIRE(documents.size() == 1);
    const Environment environment = variable;
    MacroValues values;
    if (phase == Phase::Resolving) values.environment = &environment;
    values.partial = phase == Phase::Partial;
    filled_ = fill_macros({documents[0].root, {}}, values, {arena_, sources_, diagnostics_});
  }

  const Node& at(const Path& path) const {
    const Node* node = filled_.root.at(path);
    REQUIRE(node != nullptr);
    return *node;
  }
  std::string x() const { return std::string(at({"x"}).as_string()); }
  std::string json() const { return write_json(filled_.root, JsonStyle::Compact); }
  std::string findings() const {
    std::string text;
    for (const Diagnostic& found : diagnostics_.sorted()) {
      text += sources_.describe(found.span) + " " + std::string(found.rule->id) + "\n";
    }
    return text;
  }
  // "NAME field" each.
  std::string deferred() const {
    std::string text;
    for (const Deferred& one : filled_.deferred) {
      text += one.name + " " + field_name(filled_.root, one.path) + "\n";
    }
    return text;
  }
  std::string suggestion() const {
    return diagnostics_.empty() ? "" : diagnostics_.all()[0].suggestion;
  }

 private:
  SourceMap sources_;
  Arena arena_;
  Diagnostics diagnostics_;
  Filled filled_;
};

const std::string kJob =
    "entity: E\nproject: My_Project\nrun_id: r1\nname: n\nauthor: al\nimage: i:1\n";

}  // namespace

TEST_CASE("built-in macros stand for fields of the job") {
  const std::pair<std::string, std::string> kRows[] = {
      {"${run_id}", "r1"},
      {"$<run_id>", "r1"},
      {"a-${run_id}-b", "a-r1-b"},
      {"${project_name}", "my_project"},  // W&B lower-cases it
      {"${entity_name}/${run_name}", "E/n"},
      {"${author}${image_uri}", "ali:1"},
      {"$${run_id}", "${run_id}"},
      {"$$<run_id>", "$<run_id>"},
      {"$$${run_id}", "$${run_id}"},
      {"\\${run_id}", "\\r1"},
      {"${${run_id}}", "${r1}"},  // one pass
      {"${ run_id }", "${ run_id }"},
      {"${}", "${}"},
      {"$run_id", "$run_id"},
      {"${run-id}", "${run-id}"},
      {"${run_id:-x}", "${run_id:-x}"},
      {"{{run_id}}", "{{run_id}}"},
  };
  for (const auto& [text, filled] : kRows) {
    INFO(text);
    const Filling filling(kJob + "x: '" + text + "'");
    CHECK(filling.x() == filled);
    CHECK(filling.findings() == "");
    CHECK(filling.deferred() == "");
    CHECK_FALSE(filling.at({"x"}).is_secret());
  }
}

TEST_CASE("every string value below the top level is filled, keys and other values are not") {
  const Filling filling(kJob + "x: {a: ['${run_id}', 1, true, null, {b: '<${run_id}>'}]}");
  CHECK(write_json(filling.at({"x"}), JsonStyle::Compact) ==
        R"({"a":["r1",1,true,null,{"b":"<r1>"}]})");
}

TEST_CASE("macros that are wrong") {
  struct Row {
    std::string text;
    Phase phase;
    std::string findings;
  };
  const Row kRows[] = {
      {"x: 'a${runid}'", Phase::Deferring, "job:1:6 macro/unknown\n"},
      {"x: 'a$<lower>'", Phase::Deferring, "job:1:6 macro/unknown\n"},
      {"x: '${Mixed}'", Phase::Deferring, "job:1:5 macro/unknown\n"},
      {"x: '${run_name}'", Phase::Deferring, "job:1:5 macro/no-value\n"},
      {"name: ''\nx: '${run_name}'", Phase::Deferring, "job:2:5 macro/no-value\n"},
      {"name:\nx: '${run_name}'", Phase::Deferring, "job:2:5 macro/no-value\n"},
      {"x: '${image_uri}'", Phase::Deferring, "job:1:5 macro/no-value\n"},
      {"image: 'a${image_uri}'", Phase::Deferring, "job:1:10 macro/no-value\n"},
      {"name: '${run_id}'\nrun_id: r", Phase::Deferring, "job:1:8 macro/not-here\n"},
      {"entity: '$<TOKEN>'", Phase::Deferring, "job:1:10 macro/not-here\n"},
      {"queue: '$${x}'", Phase::Deferring, ""},
      {"x: '${UNSET}'", Phase::Resolving, "job:1:5 macro/unset-environment\n"},
      {"x: '${UNSET}'", Phase::Deferring, ""},
      {"x: '${run_name}'", Phase::Partial, ""},
      {"x: ['${a}', '${b}']", Phase::Deferring, "job:1:6 macro/unknown\njob:1:14 macro/unknown\n"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(Filling(row.text, row.phase).findings() == row.findings);
  }
  CHECK(Filling("x: '${runid}'").suggestion() == "did you mean \"run_id\"?");
  CHECK(Filling("x: '${greeting}'").suggestion().find("$${greeting}") != std::string::npos);
}

TEST_CASE("what a later phase fills stays as written and is listed") {
  const Filling filling(
      "x: {a: 'p-${TOKEN}', b: [1, '$<_X9>']}\ngit: {repository: r}\nimg: '${image_uri}'\n");
  CHECK(filling.deferred() == "TOKEN x.a\n_X9 x.b[1]\nimage_uri img\n");
  CHECK(filling.at({"x", "a"}).as_string() == "p-${TOKEN}");
  CHECK(filling.at({"x", "a"}).is_deferred());
  CHECK_FALSE(filling.at({"x", "a"}).is_secret());
  CHECK(filling.findings() == "");
  // Escapes wait as well: a later fill reads the text once more.
  CHECK(Filling("x: '$${FOO} ${TOKEN}'").x() == "$${FOO} ${TOKEN}");
  CHECK(Filling("x: '$${FOO} ${TOKEN}'", Phase::Resolving).x() == "${FOO} hunter2");
}

TEST_CASE("what the environment fills is secret, and so is what is made of it") {
  const Filling filling(
      kJob + "x: {a: '${TOKEN}', b: 'u:${TOKEN}@${run_id}', c: '${EMPTY}', d: '${run_id}'}",
      Phase::Resolving);
  CHECK(filling.at({"x", "a"}).as_string() == "hunter2");
  CHECK(filling.at({"x", "b"}).as_string() == "u:hunter2@r1");
  CHECK(filling.at({"x", "c"}).as_string() == "");
  for (const char* secret : {"a", "b", "c"}) CHECK(filling.at({"x", secret}).is_secret());
  CHECK_FALSE(filling.at({"x", "d"}).is_secret());
  CHECK(filling.deferred() == "");
}

TEST_CASE("secrets pass on through the image") {
  const Filling filling("image: 'reg/${TOKEN}:1'\nx: '<${image_uri}>'\n", Phase::Resolving);
  CHECK(filling.x() == "<reg/hunter2:1>");
  CHECK(filling.at({"x"}).is_secret());
  const Filling later("image: 'reg/${TOKEN}:1'\nx: '<${image_uri}>'\n");
  CHECK(later.x() == "<reg/${TOKEN}:1>");
  CHECK(later.at({"x"}).is_deferred());
}

TEST_CASE("the environment shadows no built-in, and its text is not filled again") {
  CHECK(Filling(kJob + "x: '${run_id}'", Phase::Resolving).x() == "r1");
  CHECK(Filling(kJob + "x: '${author}'", Phase::Resolving).x() == "al");
  CHECK(Filling(kJob + "x: '${NESTED}'", Phase::Resolving).x() == "${run_id}");
}

TEST_CASE("a filled value remembers what stood for the hole") {
  const Filling filling(kJob + "x: 'a${run_id}'");
  const Step* step = filling.at({"x"}).history();
  REQUIRE(step != nullptr);
  CHECK(step->action == Step::Action::Filled);
  CHECK(step->name == "run_id");
}

TEST_CASE("a derived run id depends on the values alone") {
  const auto id_of = [](const std::string& text, const Node& image_uri = {}) {
    SourceMap sources;
    Arena arena;
    Diagnostics diagnostics;
    return derive_run_id(
        read_yaml(sources.add("job", text), sources, arena, diagnostics).at(0).root, image_uri);
  };
  const std::string id = id_of("{a: 1, b: {c: x, d: [1, 2]}}");
  CHECK(id.size() == 8);
  CHECK(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos);
  CHECK(id_of("b:\n  d: [1, 2] # comment\n  c: 'x'\na: 1\n") == id);
  const std::set<std::string> ids = {id, id_of("{a: 2, b: {c: x, d: [1, 2]}}"),
                                     id_of("{a: 1, b: {c: x, d: [2, 1]}}"),
                                     id_of("{a: '1', b: {c: x, d: [1, 2]}}"), id_of("{}")};
  CHECK(ids.size() == 5);
  // Code that changes behind the same job is another run.
  CHECK(id_of("{a: 1}", Node::string("train:1", {})) ==
        id_of("{a: 1}", Node::string("train:1", {})));
  CHECK(id_of("{a: 1}", Node::string("train:1", {})) !=
        id_of("{a: 1}", Node::string("train:2", {})));
  CHECK(id_of("{a: 1}", Node::string("train:1", {})) != id_of("{a: 1}"));
}

TEST_CASE("macros that are not closed") {
  struct Row {
    std::string text;
    std::string found;  // "begin-end name" each
  };
  const std::vector<Row> rows{
      {"${A}", ""},
      {"$<A>", ""},
      {"${A", "0-3 A"},
      {"x$<A", "1-4 A"},
      {"postgres://u:${DB_PASSWORD@db", "13-26 DB_PASSWORD"},
      {"${A-${B}", "0-3 A"},
      {"${A:-${B}}", ""},
      {"${A:-x} ${A#y} ${A[0]} ${A@Q} ${A/b/c}", ""},
      {"${A@db}", "0-3 A"},
      {"{\"x\": \"${A\"}", "7-10 A"},
      {"{\"x\": \"${A}\"}", ""},
      {"$${A", ""},
      {"${", ""},
      {"${ A", ""},
      {"${}", ""},
      {"${A b}", ""},
      {"$A $(B) $", ""},
      {"${A ${B", "0-3 A4-7 B"},
  };
  for (const Row& row : rows) {
    std::string found;
    for (const UnclosedMacro& macro : unclosed_macros(row.text)) {
      found += std::to_string(macro.begin) + "-" + std::to_string(macro.end) + " " +
               std::string(macro.name);
    }
    INFO(row.text);
    CHECK(found == row.found);
  }
  // A warning at its place; the text stays.
  const Filling filling("x: a${run_id\n");
  CHECK(filling.findings() == "job:1:5 macro/unclosed\n");
  CHECK(filling.suggestion() == "write ${run_id}");
  CHECK(filling.x() == "a${run_id");
}

}  // namespace launch::tests
