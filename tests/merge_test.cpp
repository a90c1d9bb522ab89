#include "compiler/resolve/merge.h"

#include "compiler/document/write_json.h"
#include "compiler/resolve/settings.h"
#include "tests/catch.h"

namespace launch {
namespace {

struct Layered {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  Merged merged;

  explicit Layered(const std::vector<std::string>& texts, Role first = Role::Base) {
    std::vector<Layer> layers;
    for (const std::string& text : texts) {
      const SourceId id = sources.add("layer" + std::to_string(layers.size()), text);
      const auto documents = read_yaml(id, sources, arena, diagnostics);
      REQUIRE(documents.size() == 1);
      layers.push_back({layers.empty() ? first : Role::Job, documents[0].root, {}});
    }
    merged = merge_layers(layers, {arena, diagnostics});
  }
  std::string json() const { return write_json(merged.root, JsonStyle::Compact); }
};

}  // namespace

TEST_CASE("layers merge") {
  struct Row {
    std::string weak, strong, merged;
  };
  const Row kRows[] = {
      {"{a: 1}", "{b: 2}", R"({"a":1,"b":2})"},
      {"{a: 1}", "{a: 2}", R"({"a":2})"},
      {"{a: {x: 1, y: 2}}", "{a: {y: 3}}", R"({"a":{"x":1,"y":3}})"},
      {"{a: [1, 2]}", "{a: [3]}", R"({"a":[3]})"},
      {"{a: {x: 1}}", "{a: 2}", R"({"a":2})"},
      {"{a: 1}", "{a: {x: 1}}", R"({"a":{"x":1}})"},
      {"{a: 1, b: 2}", "{a: null}", R"({"b":2})"},
      {"{b: 2}", "{a: null}", R"({"b":2,"a":null})"},
      {"{env: {A: 1}}", "{env: {A: null}}", R"({"env":{"A":null}})"},
      {"{env: {A: 1}}", "{env: {A: !remove }}", R"({"env":{}})"},
      {"{a: [1]}", "{a: !append [2]}", R"({"a":[1,2]})"},
      {"{a: [1]}", "{a: !prepend [2]}", R"({"a":[2,1]})"},
      {"{b: 1}", "{a: !append [2]}", R"({"b":1,"a":[2]})"},
      {"{a: {x: 1}}", "{a: !replace {y: 2}}", R"({"a":{"y":2}})"},
      {"{a: {x: 1}}", "{a: !remove }", R"({})"},
      {"{a: {x: 1}}", "{a: {x: !remove , z: 1}}", R"({"a":{"z":1}})"},
      {"{}", "{a: {x: !remove , z: !append [1]}}", R"({"a":{"z":[1]}})"},
  };
  for (const Row& row : kRows) {
    INFO(row.weak << " + " << row.strong);
    const Layered layered({row.weak, row.strong});
    CHECK(layered.json() == row.merged);
    CHECK(layered.diagnostics.empty());
  }
}

TEST_CASE("an empty layer changes nothing") {
  for (const std::string text : {"{a: 1, b: [1, {c: null}]}", "{env: {A: null}}"}) {
    const std::string alone = Layered({text}).json();
    CHECK(Layered({text, "{}"}).json() == alone);
    CHECK(Layered({"{}", text}).json() == alone);
  }
}

TEST_CASE("joining what is no list is reported") {
  for (const auto& [weak, strong] :
       {std::pair<std::string, std::string>{"{a: 1}", "{a: !append [2]}"},
        {"{a: [1]}", "{a: !append 2}"},
        {"{b: 1}", "{a: !prepend {x: 1}}"}}) {
    INFO(weak << " + " << strong);
    const Layered layered({weak, strong});
    REQUIRE(layered.diagnostics.all().size() == 1);
    CHECK(layered.diagnostics.all()[0].rule->id == "merge/bad-tag");
  }
}

TEST_CASE("the loser stays in the history") {
  const Layered layered({"{a: 1}", "{a: 2}", "{a: 3}"});
  const Node* a = layered.merged.root.find("a");
  REQUIRE(a != nullptr);
  REQUIRE(a->history() != nullptr);
  CHECK(layered.sources.text(a->span()) == "3");
  CHECK(layered.sources.text(a->history()->span) == "2");
  REQUIRE(a->history()->previous != nullptr);
  CHECK(layered.sources.text(a->history()->previous->span) == "1");
}

TEST_CASE("what is removed is remembered") {
  const Layered layered({"{a: {b: 1}}", "{a: {b: null}}"});
  REQUIRE(layered.merged.removed.size() == 1);
  CHECK(layered.merged.removed[0].path == Path{"a", "b"});
  CHECK(layered.sources.text(layered.merged.removed[0].removed) == "1");
}

TEST_CASE("a queue's fields with variables are its own") {
  struct Row {
    std::string queue, job;
    std::size_t findings;
  };
  const Row kRows[] = {
      {"{a: {b: '{{x}}'}}", "{c: 1}", 0},
      {"{a: {b: '{{x}}'}}", "{a: {c: 1}}", 0},
      {"{a: {b: '{{x}}'}}", "{a: {b: '{{x}}'}}", 0},
      {"{a: {b: '{{x}}'}}", "{a: {b: 1}}", 1},
      {"{a: {b: '{{x}}'}}", "{a: {b: null}}", 1},
      {"{a: {b: '{{x}}'}}", "{a: null}", 1},
      {"{a: {b: '{{x}}'}}", "{a: 1}", 1},
      {"{a: {b: '{{x}}'}}", "{a: !replace {}}", 1},
      {"{a: {b: '{{x}}'}}", "{a: !remove }", 1},
      {"{a: ['{{x}}']}", "{a: [1]}", 1},
      {"{a: ['{{x}}']}", "{a: !append [1]}", 0},
      {"{a: {b: '{{x}}', c: '{{y}}'}}", "{a: null}", 1},
      {"{a: {b: '{{x}}', c: '{{y}}'}}", "{a: {b: 1, c: 2}}", 2},
      {"{template_variables: {x: {default: '{{y}}'}}}", "{template_variables: {x: 1}}", 0},
      {"{args: ['{{x}}']}", "{overrides: {args: [1]}}", 1},
  };
  for (const Row& row : kRows) {
    INFO(row.queue << " + " << row.job);
    const Layered layered({row.queue, row.job}, Role::Queue);
    CHECK(layered.diagnostics.all().size() == row.findings);
  }
}

TEST_CASE("field paths of --set") {
  const auto dumped = [](std::string_view text) {
    std::string out;
    for (const std::string& part : parse_field_path(text)) out += "[" + part + "]";
    return out;
  };
  CHECK(dumped("a.b.c") == "[a][b][c]");
  CHECK(dumped("limits.'nvidia.com/gpu'") == "[limits][nvidia.com/gpu]");
  CHECK(dumped("limits.\"nvidia.com/gpu\".x") == "[limits][nvidia.com/gpu][x]");
  CHECK(dumped("limits.nvidia\\.com/gpu") == "[limits][nvidia.com/gpu]");
  CHECK(dumped("a..b").empty());
  CHECK(dumped(".a").empty());
  CHECK(dumped("'open").empty());
}

}  // namespace launch
