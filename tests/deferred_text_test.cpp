// Texts with macros that wait: what is written, what is read back, and what a shell makes of it.
#include "compiler/spec/deferred_text.h"

#include <regex>

#include "compiler/spec/wandb_env.h"
#include "compiler/target/words.h"
#include "tests/catch.h"
#include "tests/random_documents.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

constexpr unsigned kJobs = 400;
const std::string kRunName = "a $${HOME} {TOKEN} é\"\\$";
// A shell pastes a value as it is, so that one inside JSON must need no escapes.
const std::string kToken = "t ${TOKEN} $$<X> '$";

// Escapes, macros of both spellings and things that resemble them, side by side in any order.
std::string random_text(Dice& dice) {
  static const std::vector<std::string> kParts = {"$",           "$$",          "${TOKEN}",
                                                  "$<TOKEN>",    "$${TOKEN}",   "$$<TOKEN>",
                                                  "${run_name}", "$<run_name>", "$${run_name}",
                                                  "{TOKEN}",     "<TOKEN>",     "{",
                                                  "}",           "<",           "$${X}",
                                                  "{{v}}",       "$${näh}",     "\"",
                                                  "\\",          "`id`",        "'",
                                                  " ",           "x",           "é",
                                                  "\n",          "$(id)",       "$HOME",
                                                  "$${{{v}}}"};
  std::string text;
  for (std::size_t n = dice.below(7); n > 0; --n) text += dice.pick(kParts);
  return text;
}

std::string replaced(const std::string& text, const std::regex& hole,
                     const std::function<std::string(const std::smatch&)>& value) {
  std::string out;
  auto at = text.cbegin();
  for (std::sregex_iterator i(text.begin(), text.end(), hole); i != std::sregex_iterator(); ++i) {
    out.append(at, (*i)[0].first);
    out += value(*i);
    at = (*i)[0].second;
  }
  return out.append(at, text.cend());
}

// The language reference once more, in a few lines: variables, then macros, each in one pass.
std::string reference(const std::string& text) {
  static const std::regex kVariables("\\{\\{v\\}\\}");
  static const std::regex kMacros("(\\$?)\\$(\\{[\\w\x80-\xff]+\\}|<[\\w\x80-\xff]+>)");
  const std::string filled =
      replaced(text, kVariables, [](const std::smatch&) { return std::string("3"); });
  return replaced(filled, kMacros, [](const std::smatch& found) {
    if (found[1].length() > 0) return "$" + found[2].str();
    return found[2].str().find("TOKEN") != std::string::npos ? kToken : kRunName;
  });
}

Texts local_job(const Json& env, const Json& hyperparameters) {
  const Json job = {{"resource", "local-process"},
                    {"job", "e/p/j:v1"},
                    {"name", kRunName},
                    {"command", {"show"}},
                    {"env", env},
                    {"hyperparameters", hyperparameters},
                    {"template_variables", {{"v", {{"type", "integer"}, {"default", 3}}}}}};
  return {{"job.yaml", job.dump(1)}};
}

void compile_job(const Texts& texts, bool resolve_environment, MemoryCompile& job) {
  const Environment environment = [](std::string_view) { return kToken; };
  CompileInput input;
  if (resolve_environment) input.environment = &environment;
  compile_memory(texts, input, job);
}

const Node& value_of(const MemoryCompile& job, std::string_view name) {
  for (const ProcessVariable& variable :
       std::get<Argv>(job.compiled.artifacts.at(0).content).environment) {
    if (variable.name == name) return variable.value;
  }
  throw std::out_of_range(std::string(name));
}

std::string dumped(std::string_view text) { return dump(parse_deferred(text)); }

const std::string kMark = "\x01";  // stands for a macro that waits

std::string read_back(const Node& node) {
  if (!node.is_deferred()) return std::string(node.as_string());
  std::string text;
  for (const Piece& piece : parse_deferred(node.as_string())) {
    text += piece.kind == Piece::Kind::Macro ? kMark : piece.text;
  }
  return text;
}

}  // namespace

TEST_CASE("deferred texts split into pieces") {
  struct Row {
    const char* text;
    const char* dumped;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"plain $ $$ {X}", "[plain $ $$ {X}]"},
      {"${X}", "[$X]"},
      {"a$<X>b", "[a][$X][b]"},
      {"$${X}", "[=${X}]"},
      {"$$<X>-${Y}", "[=$<X>][-][$Y]"},
      {"$$${X}", "[=$][$X]"},
      {"$$$$<X>", "[=$$<X>]"},
      {"$$$$${X}", "[=$$][$X]"},
      {"$$$ ${X", "[$$$ ${X]"},
      {"${X}{Y}${X}$", "[$X][{Y}][$X][$]"},
      {"${}$<X}${a-b}", "[${}$<X}${a-b}]"},
      {"{{v}}", "[{{v}}]"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(dumped(row.text) == row.dumped);
  }
}

TEST_CASE("whatever is put together is read back part by part") {
  for (unsigned seed = 0; seed < 5000; ++seed) {
    Dice dice(seed);
    Arena arena;
    TextBuilder inner(arena);
    std::string expected;
    bool waits = false;
    for (std::size_t n = dice.below(6); n > 0; --n) {
      const bool macro = dice.chance(30);
      const std::string text = random_text(dice);
      waits = waits || macro;
      expected += macro ? kMark : text;
      macro ? inner.add_macro("${T}") : inner.add(text);
    }
    // Pasted into another text that says something about what it is pasted into.
    const Node node = TextBuilder(arena).add("$").add(inner.build({})).add("{X}").build({});
    INFO("seed " << seed << ": " << node.as_string());
    CHECK(node.is_deferred() == waits);
    CHECK(read_back(node) == "$" + expected + "{X}");
  }
}

TEST_CASE("random texts: an escape is undone once, whenever the environment is read") {
  const TempFolder folder;
  folder.write("show",
               "#!/bin/sh\nprintf '%s\\0' \"$A\" \"$B\" \"$WANDB_NAME\" \"$WANDB_CONFIG\"\n");
  folder.write("token", kToken);
  std::string script = "export PATH=\"$PWD:$PATH\" TOKEN=\"$(cat token)\"\n";
  std::vector<std::string> expected;
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    Dice dice(seed);
    // A value that is nothing but {{v}} would be a number.
    const std::string a = "=" + random_text(dice);
    const std::string b = "=" + random_text(dice);
    const Json config = {{"é$${TOKEN}$", a}, {"list", {b, 1, {{"$$<K>", a}}}}};
    const Json filled = {{"é$${TOKEN}$", reference(a)},
                         {"list", {reference(b), 1, {{"$$<K>", reference(a)}}}}};
    const Texts texts = local_job({{"A", a}, {"B", b}}, config);
    MemoryCompile later;
    MemoryCompile now;
    compile_job(texts, false, later);
    compile_job(texts, true, now);
    INFO("seed " << seed << ": " << a << " and " << b);
    CHECK(later.compiled.artifacts.size() == now.compiled.artifacts.size());
    if (now.compiled.artifacts.empty()) continue;  // `${x}` can come about, too
    CHECK(value_of(now, "A").as_string() == reference(a));
    CHECK(Json::parse(value_of(now, "WANDB_CONFIG").as_string()) == filled);
    for (const std::string_view name : {"A", "B", "WANDB_CONFIG"}) {
      CHECK(!value_of(now, name).is_deferred());
    }
    script += shell_line(std::get<Argv>(later.compiled.artifacts[0].content)) + "\n";
    for (const std::string& text : {reference(a), reference(b), kRunName, filled.dump()}) {
      expected.push_back(text);
    }
  }
  CHECK(expected.size() > kJobs);
  folder.write("script", script);
  const RunResult run = run_shell("chmod +x show && sh ./script", folder.path());
  CHECK(run.err == "");
  std::size_t at = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::size_t end = run.out.find('\0', at);
    REQUIRE(end != std::string::npos);
    const std::string seen = run.out.substr(at, end - at);
    CHECK((i % 4 == 3 ? Json::parse(seen).dump() : seen) == expected[i]);
    at = end + 1;
  }
}

TEST_CASE("a long WANDB_CONFIG is cut at the limit, but never inside what waits") {
  constexpr std::size_t kLimit = 24;
  for (unsigned seed = 0; seed < 500; ++seed) {
    Dice dice(seed);
    Arena arena;
    SourceMap sources;
    TextBuilder builder(arena);
    for (std::size_t n = 5 + dice.below(20); n > 0; --n) {
      dice.chance(20) ? builder.add_macro("$<TOKEN>") : builder.add(random_text(dice));
    }
    const SourceId id = sources.add("job.yaml", "");
    const Node text = builder.build({id, 0, 0});
    Spec spec;
    spec.hyperparameters = MappingBuilder().set("k", {}, text).build(arena, {id, 0, 0});
    std::string joined;
    for (const EnvVar& variable : wandb_variables(spec, {arena, sources, "", kLimit})) {
      if (!variable.name.starts_with("WANDB_CONFIG_")) continue;
      joined += read_back(variable.value);
      CHECK(read_back(variable.value).size() <= kLimit);
    }
    INFO("seed " << seed);
    CHECK(Json::parse(std::regex_replace(joined, std::regex(kMark), "m"))["k"] ==
          std::regex_replace(read_back(text), std::regex(kMark), "m"));
  }
}

}  // namespace launch::tests
