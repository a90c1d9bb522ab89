// What an editor asks about a text: places, what is written there, what can be.
#include "compiler/edit/fixes.h"
#include "compiler/edit/lines.h"
#include "compiler/edit/offers.h"
#include "tests/catch.h"

using namespace launch;
using namespace launch::edit;

namespace {

// The text without its |, which marks the place.
struct Marked {
  std::string text;
  std::size_t at;
};
Marked marked(std::string text) {
  const std::size_t at = text.find('|');
  text.erase(at, 1);
  return {std::move(text), at};
}

std::string dotted(const Path& path) {
  std::string all;
  for (const std::string& step : path) all += (all.empty() ? "" : ".") + step;
  return all;
}

// "key args word", "value a.b word", "comment # x", "text".
std::string shown(const std::string& marked_text) {
  const Marked m = marked(marked_text);
  const Outline outline = outline_of(m.text);
  const Cursor cursor = cursor_at(outline, m.at);
  const std::string word(outline.text_of(cursor.word));
  const auto path = [&](std::uint32_t entry) {
    return entry == kTop ? std::string("-") : dotted(outline.path_of(entry));
  };
  switch (cursor.part) {
    case Cursor::Part::Key:
      return "key " + path(cursor.parent) + " [" + word + "]";
    case Cursor::Part::Value:
      return "value " + path(cursor.entry) + " [" + word + "]";
    case Cursor::Part::Comment:
      return "comment [" + word + "]";
    case Cursor::Part::Text:
      return "text";
  }
  return {};
}

std::vector<std::string> labels(const std::string& marked_text, const Surroundings& around = {}) {
  const Marked m = marked(marked_text);
  const Outline outline = outline_of(m.text);
  std::vector<std::string> all;
  for (const Offer& offer : offers_at(outline, m.at, around)) all.push_back(offer.label);
  return all;
}

bool offers(const std::string& marked_text, const std::string& label,
            const Surroundings& around = {}) {
  const std::vector<std::string> all = labels(marked_text, around);
  return std::find(all.begin(), all.end(), label) != all.end();
}

// The text after the offer has been taken.
std::string taken(const std::string& marked_text, const std::string& label,
                  const Surroundings& around = {}) {
  const Marked m = marked(marked_text);
  const Outline outline = outline_of(m.text);
  for (const Offer& offer : offers_at(outline, m.at, around)) {
    if (offer.label != label) continue;
    return m.text.substr(0, offer.replaced.begin) + offer.insert +
           m.text.substr(offer.replaced.end);
  }
  return "not offered";
}

}  // namespace

TEST_CASE("what is being written at a place") {
  const std::pair<const char*, const char*> cases[] = {
      {"|", "key - []"},
      {"res|", "key - [res]"},
      {"queue: g|", "value queue [g]"},
      {"queue: |", "value queue []"},
      {"queue:|", "value queue []"},
      {"a: 1\n|", "key - []"},
      {"a:\n  |", "key a []"},
      {"a:\n  b: 1\n  |", "key a []"},
      {"a:\n  b: 1\n|", "key - []"},
      {"a:\n  b:\n    c: 1\n  |\n  d: 2\n", "key a []"},
      {"a:\n  - x\n  - y|", "key a.1 [y]"},
      {"a:\n- x\n- y|\nb: 1\n", "key a.1 [y]"},
      {"a:\n- x\n|", "key - []"},
      {"a:\n  - name: x\n    |", "key a.0 []"},
      {"a:\n  - name: x\n  - na|", "key a.1 [na]"},
      {"a:\n  - name: x|", "value a.0.name [x]"},
      {"a:\n  - - x\n    - |", "key a.0.1 []"},
      {"a: {b: 1, c|", "key a [c]"},
      {"a: {b: 1, c: |}", "value a.c []"},
      {"a: {b: {d: x|}}", "value a.b.d [x]"},
      {"a: [x, y|]", "key a [y]"},
      {"a: [{n: 1}, {m|}]", "key a.1 [m]"},
      {"a: {b: 1,\n  c|\n}\n", "key a [c]"},
      {"{\"a\": {\"b|\"", "key a [\"b]"},
      {"{\"a\": {\"b\": \"c|\"", "value a.b [\"c]"},
      {"a: x # com|", "comment [# com]"},
      {"# launch: |", "comment [# launch: ]"},
      {"a: |\n", "value a []"},
      {"a: >\n  text: |", "text"},
      {"a: >\n  text: x\nb|", "key - [b]"},
      {"a: \"x: |\"", "value a [\"x: ]"},
      {"'a b': |", "value a b []"},
      {"a: !append [|", "key a []"},
      {"a: &x\n  b|", "key a [b]"},
      {"a: {b: 1\nc|: 2\n", "key - [c]"},
      {"a: {{n|", "value a [{{n]"},
      {"a: x\r\nb:\r\n  c: |\r\n", "value b.c []"},
      {"a: 1\n---\nb:\n  |", "key b []"},
      {"a: x\n  |", "text"},
      {"url: http://x|", "value url [http://x]"},
      {"a:|b", "text"},
      {"a:\n  - b:|c", "text"},
      {"-|\r\rm!", "text"},
      {"a:\n  # note\n\n  b: |", "value a.b []"},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(shown(text) == expected);
  }
}

TEST_CASE("a place before the end of a text means the same as in the whole text") {
  const std::string text =
      "a: {b: [1, 2], c: {d: e}}\nf:\n  - g: |\n      raw: x\n    h: 'i'\n  - j\nk: \"l\" # m\n";
  const Outline outline = outline_of(text);
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const Cursor cursor = cursor_at(outline, at);
    CAPTURE(at);
    const bool known_parent = cursor.parent == kTop || cursor.parent < outline.entries.size();
    const bool known_entry = cursor.entry == kTop || cursor.entry < outline.entries.size();
    CHECK((known_parent && known_entry));
    CHECK(cursor.word.begin <= cursor.word.end);
    CHECK(cursor.word.end == at);
  }
}

TEST_CASE("what stands at a place") {
  const std::string text = "a: {b: [1, x y]}\nf:\n  - g: 'h'\n  - |\n   raw\n";
  const Outline outline = outline_of(text);
  const auto at = [&](const std::string& word) -> std::string {
    const auto found = standing_at(outline, text.find(word));
    if (!found) return "nothing";
    return (found->on == Standing::On::Key ? "key " : "value ") +
           dotted(outline.path_of(found->entry));
  };
  CHECK(at("b:") == "key a.b");
  CHECK(at("x y") == "value a.b.1");
  CHECK(at("'h'") == "value f.0.g");
  CHECK(at("raw") == "value f.1");
  CHECK(at("- g") == "nothing");
  const auto word = [&](std::uint32_t begin, std::uint32_t end) {
    const auto found = word_around(outline, {begin, end});
    return found ? std::string(outline.text_of(*found)) : "none";
  };
  CHECK(word(11, 12) == "x y");
  CHECK(word(0, 3) == "none");
}

TEST_CASE("what can be written at a place") {
  Surroundings around;
  around.variables = {{"gpus", "integer"}};
  around.queues = {{"a100", "queues/a100.yaml"}};
  around.bases = {{"team/base.yaml", ""}};
  around.rules = {{"docker/bad-size", "a size"}};
  Surroundings queue;
  queue.kind = DocumentKind::Queue;

  CHECK(offers("|", "queue"));
  CHECK(offers("res|", "resource_args"));
  CHECK_FALSE(offers("queue: x\n|", "queue"));
  CHECK(offers("queue|: x\n", "queue"));
  CHECK_FALSE(offers("|", "_wandb_api_key"));
  CHECK(offers("resource: |", "kubernetes"));
  CHECK(offers("resource: d|", "docker"));
  CHECK(offers("priority: |", "medium"));
  CHECK(offers("build: |", "true"));
  CHECK(labels("queue: |", around) == std::vector<std::string>{"a100"});
  CHECK(offers("base_config: |", "team/base.yaml", around));
  CHECK(offers("base_config: [|]", "team/base.yaml", around));
  CHECK(offers("base_config:\n  - |", "team/base.yaml", around));
  CHECK(offers("git:\n  |", "commit"));
  CHECK(offers("input_artifacts:\n  - |", "use_as"));
  CHECK(offers("input_artifacts:\n  - name: x\n    |", "use_as"));
  CHECK(offers("resource_args:\n  |", "sagemaker"));
  CHECK(offers("resource_args:\n  docker:\n    sh|", "shm_size"));
  CHECK(offers("resource_args:\n  local-container: {|}", "gpus"));
  CHECK(offers("resource_args:\n  docker:\n    init: |", "true"));
  CHECK(offers("resource_args:\n  kubernetes:\n    |", "node_selector"));
  CHECK(offers("resource_args:\n  kubernetes:\n    spec:\n      |", "backoffLimit"));
  CHECK(offers("resource_args:\n  kubernetes:\n    tolerations:\n      - |", "effect"));
  CHECK(offers("resource_args:\n  kubernetes:\n    limits:\n      |", "nvidia.com/gpu"));
  CHECK(
      offers("resource_args:\n  kubernetes:\n    spec:\n      template:\n        spec:\n"
             "          containers:\n            - |",
             "imagePullPolicy"));
  CHECK(
      offers("resource_args:\n  kubernetes:\n    spec:\n      template:\n        spec:\n"
             "          restartPolicy: |",
             "Never"));
  CHECK(offers("resource_args:\n  sagemaker:\n    |", "InstanceType"));
  CHECK(offers("resource_args:\n  sagemaker:\n    ResourceConfig:\n      |", "InstanceCount"));
  CHECK(offers("resource_args:\n  vertex:\n    spec:\n      |", "worker_pool_specs"));
  CHECK(offers("resource_args:\n  vertex:\n    jobSpec:\n      workerPoolSpecs:\n        - |",
               "machineSpec"));
  CHECK(offers("args: [\"--n={{|\"]", "gpus", around));
  CHECK(offers("args: [\"--n=${|\"]", "run_id", around));
  CHECK(offers("template_variables:\n  |", "gpus", around));
  CHECK(offers("template_variables:\n  n:\n    |", "minimum", queue));
  CHECK(offers("template_variables:\n  n: {type: |}", "integer", queue));
  CHECK(offers("# launch: |", "ignore[rule]"));
  CHECK(offers("# launch: ignore[|", "docker/bad-size", around));
  CHECK(offers("# launch: kind=|", "base"));
  CHECK(labels("hyperparameters:\n  |").empty());
  CHECK(labels("command: >\n  a|").empty());
  // A text that does not parse.
  CHECK(offers("queue: [\nres|\n", "resource"));
}

TEST_CASE("an offer that is taken leaves a text that goes on well") {
  Surroundings around;
  around.variables = {{"gpus", "integer"}};
  around.queues = {{"a100", ""}};
  CHECK(taken("res|", "resource") == "resource: ");
  CHECK(taken("resource_ar|\n", "resource_args") == "resource_args:\n  \n");
  CHECK(taken("resource_args:\n  do|", "docker") == "resource_args:\n  docker:\n    ");
  CHECK(taken("queue:|", "a100", around) == "queue: a100");
  CHECK(taken("queue: a|", "a100", around) == "queue: a100");
  CHECK(taken("a: \"{{g|\"", "gpus", around) == "a: \"{{gpus}}\"");
  CHECK(taken("a: \"{{g|}}\"", "gpus", around) == "a: \"{{gpus}}\"");
  CHECK(taken("git: {re|}", "repository") == "git: {repository: }");
  CHECK(taken("input_artifacts:\n  |", "name") == "input_artifacts:\n  - name: ");
  CHECK(taken("#launch: |", "kind=") == "#launch: kind=");
}

TEST_CASE("places as editors count them") {
  const std::string text = "a\xC3\xA9\xF0\x9F\x98\x80z\r\nb\rc\n";
  const Lines lines(text);
  CHECK(lines.count() == 4);
  CHECK(lines.line(0) == "a\xC3\xA9\xF0\x9F\x98\x80z");
  CHECK(lines.line(1) == "b");
  CHECK(lines.line(2) == "c");
  for (const Encoding encoding : {Encoding::Utf16, Encoding::Utf8}) {
    for (const std::size_t at : {0U, 1U, 3U, 7U, 8U, 10U, 12U, 14U}) {
      CAPTURE(at);
      CHECK(lines.offset_of(lines.place_of(at, encoding), encoding) == at);
    }
  }
  CHECK(lines.place_of(7, Encoding::Utf16) == LinePlace{0, 4});
  CHECK(lines.place_of(7, Encoding::Utf8) == LinePlace{0, 7});
  CHECK(lines.offset_of({0, 99}, Encoding::Utf16) == 8);
  CHECK(lines.offset_of({9, 0}, Encoding::Utf16) == text.size());
  // In the middle of a pair of units: before it.
  CHECK(lines.offset_of({0, 3}, Encoding::Utf16) == 3);
}

TEST_CASE("what a suggestion comes to") {
  const auto fixed = [](const std::string& text, const std::string& at, const std::string& message,
                        const std::string& suggestion) -> std::string {
    const Outline outline = outline_of(text);
    const auto begin = static_cast<std::uint32_t>(text.find(at));
    const Range range{begin, begin + static_cast<std::uint32_t>(at.size())};
    const auto fix = replacement_for(outline, {range, "a/b", message, suggestion});
    if (!fix) return "none";
    return text.substr(0, fix->replaced.begin) + fix->text + text.substr(fix->replaced.end);
  };
  const std::string mean = "did you mean \"new\"?";
  CHECK(fixed("old: 1", "old", "unknown key \"old\"", mean) == "new: 1");
  CHECK(fixed("'old': 1", "'old'", "unknown key \"old\"", mean) == "'new': 1");
  CHECK(fixed("a: old", "old", "\"a\": expected x, and this is \"old\"", mean) == "a: new");
  // The place is a part of the word that is meant, or the word a part of the place.
  CHECK(fixed("m: 64Gi", "Gi", "\"64Gi\" is no size", mean) == "m: new");
  CHECK(fixed("a: \"x{{ old }}\"", "{{ old }}", "template variable \"old\"", mean) ==
        "a: \"x{{ new }}\"");
  CHECK(fixed("a: [old, b]", "old", "\"old\" is nothing", mean) == "a: [new, b]");
  // Nobody knows what is meant.
  CHECK(fixed("a: old", "old", "something is wrong", mean) == "none");
  CHECK(fixed("a: old", "old", "\"old\" is wrong", "did you mean \"a\" or \"b\"?") == "none");
  CHECK(fixed("a: old", "old", "\"old\" is wrong", "remove it") == "none");
  CHECK(fixed("a: 3.10", "3.10", "expected a string", "quote it: \"3.10\"") == "a: \"3.10\"");
}

TEST_CASE("a comment that ignores a finding") {
  const auto ignored = [](const std::string& text, const std::string& at,
                          std::string_view rule = "a/b") -> std::string {
    const Outline outline = outline_of(text);
    const Lines lines(text);
    const auto begin = static_cast<std::uint32_t>(text.find(at));
    const auto fix = ignore_for(outline, lines, {{begin, begin + 1}, rule, "", ""});
    if (!fix) return "none";
    return text.substr(0, fix->replaced.begin) + fix->text + text.substr(fix->replaced.end);
  };
  CHECK(ignored("x: 1\n", "x") == "# launch: ignore[a/b] say why\nx: 1\n");
  CHECK(ignored("y:\r\n  x: 1\r\n", "x") == "y:\r\n  # launch: ignore[a/b] say why\r\n  x: 1\r\n");
  CHECK(ignored("# launch: ignore[c/d] why\nx: 1\n", "x") ==
        "# launch: ignore[c/d, a/b] why\nx: 1\n");
  CHECK(ignored("y: |\n  text\n  x\n", "x\n") == "none");
  CHECK(ignored("x: 1\n", "x", "yaml/syntax") == "none");
  CHECK(ignored("x: 1\n", "x", "comment/unused-ignore") == "none");
}

TEST_CASE("the hole around a place") {
  const auto hole = [](const std::string& marked_text) -> std::string {
    const Marked m = marked(marked_text);
    const auto found = hole_at(m.text, m.at);
    if (!found) return "none";
    return (found->is_macro ? "macro " : "variable ") + found->name;
  };
  CHECK(hole("a: 1\nb: \"x{{ n|ame }}\"\n") == "variable name");
  CHECK(hole("|{{name}}") == "variable name");
  CHECK(hole("${HF_|TOKEN}") == "macro HF_TOKEN");
  CHECK(hole("$<run|_id>") == "macro run_id");
  CHECK(hole("$${run|_id}") == "none");
  CHECK(hole("{{a}} | {{b}}") == "none");
}
