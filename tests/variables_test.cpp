#include "compiler/resolve/variables.h"

#include "compiler/document/write_json.h"
#include "compiler/resolve/merge.h"
#include "compiler/resolve/settings.h"
#include "compiler/resolve/variable_type.h"
#include "tests/catch.h"
#include "tests/memory_files.h"

namespace launch::tests {
namespace {

struct Input {
  std::string queue, job;
  std::vector<std::pair<std::string, std::string>> flags{};  // --set-var NAME=VALUE
  bool queue_alone = false;
};

// Layers read, merged and filled.
class Filling {
 public:
  explicit Filling(const Input& input) {
    if (!input.queue.empty()) add(Role::Queue, "queue", input.queue);
    if (!input.job.empty()) add(Role::Job, "job", input.job);
    add_flags(input);
    const VariableContext context{arena_, sources_, diagnostics_, input.queue_alone};
    const Merged merged = merge_layers(layers_, {arena_, diagnostics_});
    diagnostics_ = {};  // guardrails are the merge's own matter
    std::vector<Variable> variables = collect_variables(layers_, context);
    filled_ = fill_variables(merged, variables, context);
  }

  std::string json() const { return write_json(filled_.root, JsonStyle::Compact); }
  const Node& root() const { return filled_.root; }
  // "source:line:col rule" each, in the order of the sources.
  std::string findings() const {
    std::string text;
    for (const Diagnostic& found : diagnostics_.sorted()) {
      text += sources_.describe(found.span) + " " + std::string(found.rule->id) + "\n";
    }
    return text;
  }
  std::string first_message() const {
    return diagnostics_.empty() ? std::string() : diagnostics_.sorted()[0].message;
  }

 private:
  void add(Role role, const std::string& name, const std::string& text) {
    const auto documents = read_yaml(sources_.add(name, text), sources_, arena_, diagnostics_);
    REQUIRE(documents.size() == 1);
    layers_.push_back({role, documents[0].root, {}});
  }

  void add_flags(const Input& input) {
    std::vector<Setting> settings;
    for (const auto& [name, value] : input.flags) {
      settings.push_back({Setting::Kind::Variable, "--set-var " + name, name, value});
    }
    const Files files = memory_files(texts_);
    for (const Layer& layer :
         layers_of_settings(settings, Role::Flags, {sources_, arena_, diagnostics_, files})) {
      layers_.push_back(layer);
    }
  }

  SourceMap sources_;
  Arena arena_;
  Diagnostics diagnostics_;
  Texts texts_;
  std::vector<Layer> layers_;
  Merged filled_;
};

std::string declared(const std::string& declaration) {
  return "template_variables: {v: " + declaration + "}\nx: '{{v}}'\n";
}

}  // namespace

TEST_CASE("a hole takes the value, with its type where it stands alone") {
  struct Row {
    std::string declaration, text, filled;
  };
  const Row kRows[] = {
      {"{type: integer, default: 4}", "'{{v}}'", "4"},
      {"{type: integer, default: 4}", "'{{ v }}'", "4"},
      {"{type: integer, default: 4}", "'{{v}}x'", R"("4x")"},
      {"{type: integer, default: 0x10}", "'n={{v}}'", R"("n=0x10")"},
      {"{type: number, default: 1.50}", "'{{v}} {{v}}'", R"("1.50 1.50")"},
      {"{type: float, default: 1}", "'{{v}}'", "1"},
      {"{type: boolean, default: true}", "'{{v}}'", "true"},
      {"{type: boolean, default: true}", "'{{v}}!'", R"("true!")"},
      {"{type: string, default: '4'}", "'{{v}}'", R"("4")"},
      {"{default: a}", "'{{v}}'", R"("a")"},
      {"{schema: {type: integer, default: 5}}", "'{{v}}'", "5"},
      {"{type: integer, default: 4}", "['{{v}}', {a: '{{v}}'}]", R"([4,{"a":4}])"},
      {"{type: integer, default: 4}", "['{{v}}', '{{ .v }}', '{{v', '{v}']",
       R"([4,"{{ .v }}","{{v","{v}"])"},
      {"{type: integer, default: 4}", "['{{v}}', '${v}']", R"([4,"${v}"])"},
  };
  for (const Row& row : kRows) {
    INFO(row.declaration << " in " << row.text);
    const Filling filling({"template_variables: {v: " + row.declaration + "}", "x: " + row.text});
    CHECK(filling.json() == "{\"x\":" + row.filled + "}");
    CHECK(filling.findings() == "");
  }
}

TEST_CASE("the strongest value is filled") {
  const std::string queue = "template_variables: {v: {type: integer, default: 1, min: 0, max: 9}}";
  CHECK(Filling({queue, "x: '{{v}}'"}).json() == R"({"x":1})");
  CHECK(Filling({queue, "template_variables: {v: 2}\nx: '{{v}}'"}).json() == R"({"x":2})");
  CHECK(Filling({queue, "template_variables: {v: 2}\nx: '{{v}}'", {{"v", "3"}}}).json() ==
        R"({"x":3})");
  CHECK(Filling({queue, "x: '{{v}}'", {{"v", "3"}, {"v", "4"}}}).json() == R"({"x":4})");
  CHECK(Filling({queue, "template_variables: {v: null}\nx: '{{v}}'"}).json() == R"({"x":1})");
  CHECK(Filling({queue, "template_variables: {v: 2}\nx: '{{v}}'", {{"v", "99"}}}).findings() ==
        "--set-var v variable/out-of-range\n");
}

TEST_CASE("a filled value stands at its own place and remembers the hole") {
  const Filling filling({"template_variables: {v: {type: integer, default: 4}}\nx: '{{v}}'", ""});
  const Node* x = filling.root().find("x");
  REQUIRE(x != nullptr);
  CHECK(x->span().begin == 49);  // the default
  REQUIRE(x->history() != nullptr);
  CHECK(x->history()->action == Step::Action::Filled);
  CHECK(x->history()->name == "v");
}

TEST_CASE("a flag's text is read as the declared type") {
  struct Row {
    std::string declaration, text, filled;  // nothing when it is refused
  };
  const Row kRows[] = {
      {"{type: integer}", "4", "4"},           {"{type: integer}", "4.0", ""},
      {"{type: integer}", "4.5", ""},          {"{type: integer}", "four", ""},
      {"{type: integer}", "1_000", ""},        {"{type: integer}", "", ""},
      {"{type: number}", "3e-4", "3e-4"},      {"{type: number}", "x", ""},
      {"{type: boolean}", "true", "true"},     {"{type: boolean}", "1", ""},
      {"{type: string}", "4", R"("4")"},       {"{type: string}", "", R"("")"},
      {"{type: string}", "a=b", R"("a=b")"},   {"{}", "5", R"("5")"},
      {"{type: string}", "true", R"("true")"}, {"{type: string}", " a ", R"(" a ")"},
      {"{type: integer}", " 4", "4"},          {"{type: integer}", "4 ", "4"},
      {"{type: integer}", "-4", "-4"},         {"{type: integer}", "1e0", ""},
      {"{type: integer}", "0x2", ""},          {"{type: number}", " 1\t", "1"},
      {"{type: number}", "0x1", ""},           {"{type: number}", ".inf", ""},
      {"{type: number}", "inf", ""},           {"{type: number}", "nan", ""},
      {"{type: boolean}", " true", "true"},    {"{type: integer}", " ", ""},
  };
  for (const Row& row : kRows) {
    INFO(row.declaration << " = " << row.text);
    const Filling filling(
        {"template_variables: {v: " + row.declaration + "}", "x: '{{v}}'", {{"v", row.text}}});
    if (row.filled.empty()) {
      CHECK(filling.findings() == "--set-var v variable/wrong-type\n");
    } else {
      CHECK(filling.findings() == "");
      CHECK(filling.json() == "{\"x\":" + row.filled + "}");
    }
  }
}

TEST_CASE("values are judged by type, bounds and options") {
  struct Row {
    std::string declaration, value, rule;
  };
  const Row kRows[] = {
      {"{type: integer, min: 1, max: 4}", "1", ""},
      {"{type: integer, min: 1, max: 4}", "4", ""},
      {"{type: integer, min: 1, max: 4}", "5", "out-of-range"},
      {"{type: integer, minimum: 1, maximum: 4}", "0", "out-of-range"},
      {"{schema: {type: integer, minimum: 1}}", "0", "out-of-range"},
      {"{type: number, min: 0.5}", "0.49", "out-of-range"},
      {"{type: number, min: 0.5}", "1", ""},
      {"{type: integer}", "2.0", ""},
      {"{type: integer}", "2.5", "wrong-type"},
      {"{type: integer}", "'2'", "wrong-type"},
      {"{type: integer}", "[1]", ""},  // the schema says so
      {"{type: string}", "2", "wrong-type"},
      {"{type: boolean}", "'true'", "wrong-type"},
      {"{type: string, options: [a, b]}", "a", ""},
      {"{type: string, enum: [a, b]}", "c", "out-of-range"},
      {"{type: number, options: [1, 2]}", "1.0", ""},
      {"{options: [1, 2]}", "3", "out-of-range"},
  };
  for (const Row& row : kRows) {
    INFO(row.declaration << " = " << row.value);
    const Filling filling({"template_variables: {v: " + row.declaration + "}",
                           "template_variables: {v: " + row.value + "}\nx: '{{v}}'"});
    CHECK(filling.findings() == (row.rule.empty() ? "" : "job:1:25 variable/" + row.rule + "\n"));
  }
}

TEST_CASE("declarations are judged by themselves") {
  struct Row {
    std::string declaration, findings;
  };
  const Row kRows[] = {
      {"{type: integer, default: 2, min: 1, max: 4}", ""},
      {"{type: integer, min: 5, max: 4}", "queue:1:46 variable/bad-declaration\n"},
      {"{type: integer, default: 9, max: 4}", "queue:1:50 variable/bad-declaration\n"},
      {"{type: integer, default: a}", "queue:1:50 variable/bad-declaration\n"},
      {"{type: integer, options: [1, a]}", "queue:1:54 variable/bad-declaration\n"},
      {"{type: string, default: c, options: [a]}", "queue:1:49 variable/bad-declaration\n"},
  };
  for (const Row& row : kRows) {
    INFO(row.declaration);
    CHECK(Filling({declared(row.declaration), "", {}, true}).findings() == row.findings);
  }
}

TEST_CASE("what is missing, unknown, unused or declared again") {
  struct Row {
    Input input;
    std::string findings;
  };
  const std::string queue = "template_variables: {v: {type: integer}}";
  const Row kRows[] = {
      {{queue, "x: '{{v}}'"}, "job:1:5 variable/no-value\n"},
      {{queue, "x: ['{{v}}', '{{v}}']"}, "job:1:6 variable/no-value\n"},  // said once
      {{queue + "\nx: '{{v}}'", "", {}, true}, ""},                       // a job would give it
      {{queue, "", {}, true}, "queue:1:22 variable/unused\n"},
      {{queue, "a: 1"}, ""},  // the queue's own matter
      {{"", "x: 'a {{w}}'"}, "job:1:7 variable/unknown\n"},
      {{queue, "x: 'a {{V}}'"}, "job:1:7 variable/unknown\n"},
      {{"", "template_variables: {w: 1}"}, "job:1:22 variable/unknown\n"},
      {{"", "a: 1", {{"w", "1"}}}, "--set-var w variable/unknown\n"},
      {{queue, "template_variables: {v: {type: string}}"}, "job:1:22 variable/redeclared\n"},
      {{"", "template_variables: {w: {default: 1}}\nx: '{{w}}'"}, ""},
      {{"", "template_variables: {w: {default: 1}}"}, "job:1:22 variable/unused\n"},
      // What is filled is not filled again.
      {{queue, "template_variables: {v: '{{w}}'}\nx: '{{v}}'"}, "job:1:26 variable/wrong-type\n"},
      {{"template_variables: {v: {default: '{{w}}'}}", "x: '{{v}}'"},
       "queue:1:36 variable/bad-declaration\n"},
      // No hole can have such a name.
      {{"template_variables: {a b: {default: 1}}\nx: '{{a b}}'", "", {}, true},
       "queue:1:22 variable/bad-declaration\n"},
      {{"", "template_variables: {-a: {default: 1}}"}, "job:1:22 variable/bad-declaration\n"},
      {{"", "template_variables: {a-1.b: {default: 1}}\nx: '{{a-1.b}}'"}, ""},
      {{"", "'{{w}}': 1"}, "job:1:1 template/hole-in-key\n"},
      {{"", "'${w}': 1"}, "job:1:1 template/hole-in-key\n"},
  };
  for (const Row& row : kRows) {
    INFO(row.input.queue << " | " << row.input.job);
    CHECK(Filling(row.input).findings() == row.findings);
  }
}

TEST_CASE("messages name what was seen and what was expected") {
  CHECK(Filling({"template_variables: {volume: {type: integer, max: 500}}",
                 "template_variables: {volume: 600}\nx: '{{volume}}'"})
            .first_message() == "template variable \"volume\": 600 is above the maximum, 500");
  CHECK(Filling({"template_variables: {volume: {type: integer}}",
                 "template_variables: {volume: many}\nx: '{{volume}}'"})
            .first_message() ==
        "template variable \"volume\": expected an integer, and this is \"many\"");
  CHECK(Filling({"template_variables: {gpu: {options: [a, b]}}",
                 "template_variables: {gpu: c}\nx: '{{gpu}}'"})
            .first_message() ==
        "template variable \"gpu\": \"c\" is not one of the options, \"a\" or \"b\"");
}

}  // namespace launch::tests
