// What changes_between() says of two rendered objects.
#include "compiler/change/change.h"

#include <algorithm>

#include "compiler/change/pairing.h"
#include "compiler/document/write_json.h"
#include "tests/catch.h"
#include "tests/memory_files.h"
#include "tests/random_documents.h"
#include "tests/random_trees.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

std::string line_of(const Change& change) {
  std::string line = std::string(area_name(change.area)) + " " +
                     std::string(kind_name(change.kind)) + " " + std::string(change.field()) +
                     ": " + change.before.text + " -> " + change.after.text;
  line += " (" + change.before.place + " -> " + change.after.place + ")";
  for (const std::string& field : change.also) line += " +" + field;
  return line + "\n";
}

Rendered rendered(const MemoryCompile& job) {
  return {job.compiled.artifacts.at(0), job.compiled.spec, job.compiled.removed, job.sources};
}

std::vector<Change> between(const Texts& before, const Texts& after) {
  CompileInput input;
  input.targets = CompileInput::Targets::Every;
  MemoryCompile old;
  MemoryCompile now;
  compile_memory(before, input, old);
  compile_memory(after, input, now);
  INFO(old.findings() << now.findings());
  REQUIRE(old.compiled.artifacts.size() == 1);
  REQUIRE(now.compiled.artifacts.size() == 1);
  Arena arena;
  return changes_between(rendered(old), rendered(now), arena);
}

std::string lines(const Texts& before, const Texts& after) {
  std::string text;
  for (const Change& change : between(before, after)) text += line_of(change);
  return text;
}

const std::string kDocker =
    "resource: docker\nimage: a/b@sha256:" + std::string(64, 'a') + "\nentry_point: t.py\n";
const std::string kPod =
    "resource: kubernetes\nimage: a/b@sha256:" + std::string(64, 'a') + "\ncommand: [python]\n";

// A rendered object out of any tree.
struct Tree {
  SourceMap sources;
  Arena arena;
  Artifact artifact{"kubernetes", Manifest{}};
  Spec spec;
  std::vector<Removal> removed;

  Tree() { sources.add("--set", "", SourceMap::Kind::Flag); }
  explicit Tree(const Node& root) : Tree() { artifact.content = Manifest{{root}}; }
  Rendered view() const { return {artifact, spec, removed, sources}; }
};

// Some values changed, added, removed, and items moved.
class Mutation {
 public:
  Mutation(Arena& arena, unsigned seed) : arena_(arena), dice_(seed), trees_(arena, seed + 1) {}

  Node of(const Node& node) {
    if (dice_.chance(10)) return trees_.node(2);
    if (node.is_mapping()) return map(node);
    if (node.is_sequence()) return list(node);
    return node;
  }

 private:
  Node map(const Node& node) {
    MappingBuilder builder;
    for (const Member& member : node.members()) {
      if (!dice_.chance(10)) builder.set(member.key, {}, of(member.value));
    }
    if (dice_.chance(20)) builder.set("new", {}, trees_.node(1));
    return builder.build(arena_, {});
  }
  Node list(const Node& node) {
    std::vector<Node> items;
    for (const Node& item : node.items()) {
      if (!dice_.chance(10)) items.push_back(of(item));
      if (dice_.chance(10)) items.push_back(trees_.node(1));
    }
    if (items.size() > 1 && dice_.chance(20)) std::swap(items.front(), items.back());
    return Node::sequence(arena_.copy(std::span<const Node>(items)), {});
  }

  Arena& arena_;
  Dice dice_;
  Trees trees_;
};

// Every scalar and every empty collection as the keys that lead there, without numbers and names of
// items, and the value.
void leaves(const Node& node, const std::string& path, std::vector<std::string>& all) {
  if (node.size() == 0) {
    all.push_back(path + "=" + write_json(node, JsonStyle::Compact));
    return;
  }
  for (const Node& item : node.items()) leaves(item, path + "[]", all);
  for (const Member& member : node.members()) {
    leaves(member.value, path + "/" + std::string(member.key), all);
  }
}

}  // namespace

TEST_CASE("fields of a docker job change with their places and areas") {
  struct Row {
    std::string name, before, after, expected;
  };
  const std::vector<Row> rows{
      {"nothing", "", "", ""},
      {"a flag", "resource_args: {docker: {gpus: 1}}", "resource_args: {docker: {gpus: 2}}",
       "cost changed gpus: 1 -> 2 (job.yaml:4:32 -> job.yaml:4:32)\n"},
      {"another spelling", "resource_args: {docker: {shm_size: 1g}}",
       "resource_args: {docker: {--shm-size: 1g}}", ""},
      {"a switch", "resource_args: {docker: {init: true}}", "",
       "other removed init: true ->  (job.yaml:4:26 -> )\n"},
      {"repeated flags", "resource_args: {docker: {volume: ['/a:/a', '/b:/b']}}",
       "resource_args: {docker: {volume: ['/b:/b', '/c:/c']}}",
       "data added volume[1]:  -> /c:/c ( -> job.yaml:4:44)\n"
       "data removed volume[0]: /a:/a ->  (job.yaml:4:35 -> )\n"},
      {"an argument in the middle", "args: [--a=1, --b=2]", "args: [--a=1, --x, --b=3]",
       "code added args[1]:  -> --x ( -> job.yaml:4:15)\n"
       "code changed args[2]: --b=2 -> --b=3 (job.yaml:4:15 -> job.yaml:4:20)\n"},
      {"a variable", "env: {A: 1}", "env: {A: 2}",
       "environment changed env.A: 1 -> 2 (job.yaml:4:10 -> job.yaml:4:10)\n"},
      {"order of variables", "env: {A: 1, B: 2}", "env: {B: 2, A: 1}", ""},
      {"a secret's name", "env: {A: '${ONE}'}", "env: {A: '${TWO}'}",
       "environment changed env.A: ${ONE} -> ${TWO} (job.yaml:4:10 -> job.yaml:4:10)\n"},
      {"a hyperparameter", "hyperparameters: {lr: 0.1, n: {a: 1}}",
       "hyperparameters: {lr: 0.1, n: {a: 2}}",
       "hyperparameters changed hyperparameters.n.a: 1 -> 2 (job.yaml:4:35 -> job.yaml:4:35)\n"},
      {"text for a number", "hyperparameters: {lr: 1}", "hyperparameters: {lr: '1'}",
       "hyperparameters changed hyperparameters.lr: 1 -> \"1\" (job.yaml:4:23 -> job.yaml:4:23)\n"},
      {"a name", "name: a", "name: b",
       "cosmetic changed env.WANDB_NAME: a -> b (job.yaml:4:7 -> job.yaml:4:7)\n"},
      {"an input", "input_artifacts: ['data:v1']", "input_artifacts: ['data:v2']",
       "data changed input_artifacts.data: data:v1 -> data:v2 (job.yaml:4:19 -> "
       "job.yaml:4:19)\n"},
      {"the config that a user writes himself", "env: {WANDB_CONFIG: '{}'}",
       "env: {WANDB_CONFIG: '{\"a\": 1}'}",
       "environment changed env.WANDB_CONFIG: {} -> {\"a\": 1} (job.yaml:4:21 -> "
       "job.yaml:4:21)\n"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(lines({{"job.yaml", kDocker + row.before + "\n"}},
                {{"job.yaml", kDocker + row.after + "\n"}}) == row.expected);
  }
}

TEST_CASE("an image is told once, wherever it goes") {
  const std::string text =
      lines({{"job.yaml", kDocker}},
            {{"job.yaml", "resource: docker\nimage: a/b:2\nentry_point: t.py\n"}});
  CHECK(text == "code changed image: a/b@sha256:" + std::string(64, 'a') +
                    " -> a/b:2 (job.yaml:2:8 -> job.yaml:2:8) +env.WANDB_DOCKER\n");
}

TEST_CASE("what a queue decides is told at the queue's line") {
  const std::string job = kDocker + "queue: gpu\nargs: [\"--size={{size}}\"]\n";
  const auto queue = [](const std::string& gpus, int size) {
    return "template_variables:\n  size: {type: integer, default: " + std::to_string(size) +
           "}\nresource_args:\n  docker:\n    gpus: " + gpus + "\n";
  };
  CHECK(lines({{"job.yaml", job}, {"queues/gpu.yaml", queue("1", 3)}},
              {{"job.yaml", job}, {"queues/gpu.yaml", queue("all", 4)}}) ==
        "cost changed gpus: 1 -> all (queues/gpu.yaml:5:11 -> queues/gpu.yaml:5:11)\n"
        "code changed args[0]: --size=3 -> --size=4 (queues/gpu.yaml:2:34 -> "
        "queues/gpu.yaml:2:34)\n");
  CHECK(lines({{"job.yaml", job}, {"queues/gpu.yaml", queue("1", 3)}},
              {{"job.yaml", job + "resource_args: {docker: {gpus: null}}\n"},
               {"queues/gpu.yaml", queue("1", 3)}}) ==
        "cost removed gpus: 1 ->  (queues/gpu.yaml:5:11 -> job.yaml:6:32)\n");
}

TEST_CASE("items of Kubernetes' lists are told apart as the API does") {
  const auto job = [](const std::string& containers) {
    return Texts{{"job.yaml", kPod +
                                  "resource_args:\n  kubernetes:\n    spec: {template: {spec: "
                                  "{containers: [" +
                                  containers + "]}}}\n"}};
  };
  const std::string train = "{name: launch, resources: {limits: {memory: 1Gi}}}";
  CHECK(lines(job(train + ", {name: log, image: l}"), job("{name: log, image: m}, " + train)) ==
        "code changed spec.template.spec.containers[log].image: l -> m (job.yaml:6:114 -> "
        "job.yaml:6:62)\n"
        "cosmetic reordered spec.template.spec.containers: launch, log -> log, launch "
        "(job.yaml:6:42 -> job.yaml:6:42)\n");
  CHECK(lines(job(train), job("{name: launch, resources: {limits: {memory: 2Gi}}}")) ==
        "cost changed spec.template.spec.containers[launch].resources.limits.memory: 1Gi -> 2Gi "
        "(job.yaml:6:87 -> job.yaml:6:87)\n");
}

TEST_CASE("credentials that are written out are never shown") {
  const auto queue = [](const std::string& token) {
    return "env: {HF_TOKEN: " + token + ", URL: 'https://u:" + token + "@h/'}\n";
  };
  const std::string job = kDocker + "queue: gpu\n";
  const std::string text = lines(
      {{"job.yaml", job}, {"queues/gpu.yaml", queue("hf_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")}},
      {{"job.yaml", job}, {"queues/gpu.yaml", queue("hf_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")}});
  CHECK(text.find("env.HF_TOKEN: " + std::string(kRedacted)) != std::string::npos);
  CHECK(text.find("aaaa") == std::string::npos);
  CHECK(text.find("bbbb") == std::string::npos);
}

TEST_CASE("a job does not differ from itself") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    CompileInput input;
    input.targets = CompileInput::Targets::Every;
    MemoryCompile job;
    MemoryCompile same;
    compile_memory(random_documents(seed), input, job);
    compile_memory(random_documents(seed), input, same);
    for (std::size_t i = 0; i < job.compiled.artifacts.size(); ++i) {
      Arena arena;
      const Rendered a{job.compiled.artifacts[i], job.compiled.spec, job.compiled.removed,
                       job.sources};
      const Rendered b{same.compiled.artifacts[i], same.compiled.spec, same.compiled.removed,
                       same.sources};
      INFO(seed);
      CHECK(changes_between(a, b, arena).empty());
    }
  }
}

TEST_CASE("every leaf that differs is reported once, and the same both ways") {
  std::size_t seen = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    INFO(seed);
    Arena arena;
    const Node root = Trees(arena, seed).mapping(4);
    const Node other = Mutation(arena, seed + 100000).of(root);
    if (!other.is_mapping()) continue;
    const Tree before(root);
    const Tree after(other);
    const std::vector<Change> changes = changes_between(before.view(), after.view(), arena);
    seen += changes.size();

    std::vector<std::string> fields;
    std::vector<std::string> mirrored;
    std::vector<std::string> straight;
    std::ptrdiff_t balance = 0;
    for (const Change& change : changes) {
      straight.push_back(change.before.field + "\n" + change.after.field + "\n" +
                         change.before.text + "\n" + change.after.text);
      if (change.kind == Change::Kind::Reordered) continue;
      if (change.kind == Change::Kind::Added) ++balance;
      if (change.kind == Change::Kind::Removed) --balance;
      fields.push_back(change.before.field + "\n" + change.after.field);
      const bool differs = change.before.text != change.after.text ||
                           change.kind != Change::Kind::Changed || change.before.secret;
      CHECK(differs);
    }
    std::sort(fields.begin(), fields.end());
    CHECK(std::adjacent_find(fields.begin(), fields.end()) == fields.end());

    std::vector<std::string> old_leaves;
    std::vector<std::string> new_leaves;
    leaves(root, "", old_leaves);
    leaves(other, "", new_leaves);
    std::sort(old_leaves.begin(), old_leaves.end());
    std::sort(new_leaves.begin(), new_leaves.end());
    std::vector<std::string> gone;
    std::set_difference(old_leaves.begin(), old_leaves.end(), new_leaves.begin(), new_leaves.end(),
                        std::back_inserter(gone));
    std::vector<std::string> come;
    std::set_difference(new_leaves.begin(), new_leaves.end(), old_leaves.begin(), old_leaves.end(),
                        std::back_inserter(come));
    // Everything that is on one side only has its change.
    const auto count = [&](bool old) {
      return static_cast<std::size_t>(
          std::count_if(changes.begin(), changes.end(), [&](const Change& change) {
            const auto absent = old ? Change::Kind::Added : Change::Kind::Removed;
            return change.kind != absent && change.kind != Change::Kind::Reordered;
          }));
    };
    // A collection that becomes empty is told by what it held.
    const auto empty = [](const std::string& leaf) {
      return leaf.ends_with("=[]") || leaf.ends_with("={}");
    };
    std::erase_if(gone, empty);
    std::erase_if(come, empty);
    CHECK(count(true) >= gone.size());
    CHECK(count(false) >= come.size());
    if (old_leaves == new_leaves) {
      // Only moved: what left one place came to another.
      CHECK(balance == 0);
    }

    for (const Change& change : changes_between(after.view(), before.view(), arena)) {
      mirrored.push_back(change.after.field + "\n" + change.before.field + "\n" +
                         change.after.text + "\n" + change.before.text);
    }
    std::sort(straight.begin(), straight.end());
    std::sort(mirrored.begin(), mirrored.end());
    CHECK(straight == mirrored);
    CHECK(changes_between(before.view(), before.view(), arena).empty());
  }
  CHECK(seen > 2000);
}

TEST_CASE("lists are paired by names, else by what stays") {
  struct Row {
    std::string before, after, pairs;
  };
  const std::vector<Row> rows{
      {"[a, b, c]", "[a, c]", "00 21 1-"},
      {"[a, c]", "[a, b, c]", "00 -1 12"},
      {"[--lr=1, --n=2]", "[--n=3, --lr=1]", "-0 01 1-"},
      {"[--lr=1, x]", "[--lr=2, --n=1, x]", "00 -1 12"},
      {"[x, y]", "[z, w]", "00 11"},
      {"[{name: a}, {name: b}]", "[{name: b}, {name: a}]", "10 01"},
      {"[{key: a, v: 1}]", "[{key: b}, {key: a, v: 2}]", "-0 01"},
      {"[{name: a, x: 1, y: 2}]", "[{name: b, x: 1, y: 2}]", "00"},
      {"[{name: a, value: 1}]", "[{name: b, value: 1}]", "-0 0-"},
      {"[]", "[a]", "-0"},
      {"[a]", "[]", "0-"},
  };
  for (const Row& row : rows) {
    SourceMap sources;
    Arena arena;
    Diagnostics diagnostics;
    const auto read = [&](const std::string& text) {
      return read_yaml(sources.add("x", text), sources, arena, diagnostics).at(0).root;
    };
    const Node before = read(row.before);
    const Node after = read(row.after);
    std::string pairs;
    for (const Pair& pair : pair_items(before.items(), after.items(), {}).pairs) {
      const auto text = [](std::size_t i) { return i == kNobody ? "-" : std::to_string(i); };
      pairs += (pairs.empty() ? "" : " ") + text(pair.before) + text(pair.after);
    }
    INFO(row.before << " " << row.after);
    CHECK(pairs == row.pairs);
  }
}

}  // namespace launch::tests
