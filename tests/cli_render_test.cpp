// `launch render` of several jobs: one stream, one folder, and that folder compared.
#include <map>
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

const std::string kImage = "image: t@sha256:" + std::string(64, 'a') + "\n";

std::string docker_job(const std::string& command) {
  return "resource: docker\n" + kImage + "command: [" + command + "]\n";
}

// Thirty-three jobs, so that threads are worth it, on a base and a queue that they share.
void write_workspace(const TempFolder& folder) {
  folder.write("launch.yaml", "jobs: jobs/*.yaml\nqueues: queues/*.yaml\nentity: e\nproject: p\n");
  folder.write("queues/gpu.yaml",
               "resource: kubernetes\nresource_args:\n  kubernetes:\n    limits: {cpu: 1}\n");
  folder.write("jobs/base.yaml", "queue: gpu\n" + kImage + "env: {HF_TOKEN: }\n");
  for (int i = 10; i < 43; ++i) {
    folder.write("jobs/job" + std::to_string(i) + ".yaml",
                 "base_config: base.yaml\nname: job" + std::to_string(i) +
                     "\ncommand: [python, train.py, --seed=" + std::to_string(i) + "]\n");
  }
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

// All files below a folder, with their texts.
std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder).string()] = read_text(entry.path());
  }
  return files;
}

}  // namespace

TEST_CASE("a glob of Kubernetes jobs is one stream of documents, whatever -j") {
  const TempFolder folder;
  write_workspace(folder);
  const RunResult one = run_shell("launch render -j 1 'jobs/*.yaml'", folder.path());
  INFO(one.err);
  REQUIRE(one.exit_code == 0);
  CHECK(count(one.out, "# Source: jobs/job") == 33);
  CHECK(count(one.out, "\nkind: Job\n") == 33);
  // The base is part of the jobs, and no job; it is said nowhere.
  CHECK(count(one.out, "jobs/base.yaml") == 0);
  CHECK(count(one.err, "base.yaml is not") == 0);
  CHECK(one.out.starts_with("---\n# Source: jobs/job10.yaml\napiVersion: "));
  const RunResult many = run_shell("launch render -j 8 'jobs/*.yaml'", folder.path());
  CHECK(many.out == one.out);
  CHECK(many.err == one.err);
  CHECK(run_shell("launch render jobs", folder.path()).out == one.out);
  CHECK(run_shell("launch render .", folder.path()).out == one.out);
  // Each of the documents is what the job alone renders to.
  std::string alone;
  for (int i = 10; i < 43; ++i) {
    const std::string job = "jobs/job" + std::to_string(i) + ".yaml";
    alone += "---\n# Source: " + job + "\n" + run_shell("launch render " + job, folder.path()).out;
  }
  CHECK(alone == one.out);

  // The shell writes the glob out: the base is named then, and still none.
  const RunResult named = run_shell("launch render jobs/*.yaml", folder.path());
  CHECK(named.out == one.out);
  CHECK(named.err.find("note: jobs/base.yaml: what other jobs are based on is not rendered") !=
        std::string::npos);
}

TEST_CASE("several jobs as JSON are one document that names their files") {
  const TempFolder folder;
  folder.write("a.yaml", docker_job("a") + "---\nname: second\n" + docker_job("'${TOKEN}'"));
  folder.write("b.yaml", docker_job("b"));
  const RunResult result = run_shell("launch render --format json a.yaml b.yaml", folder.path());
  const nlohmann::json report = nlohmann::json::parse(result.out);
  std::string seen;
  for (const auto& artifact : report["artifacts"]) {
    seen += artifact["path"].get<std::string>() + artifact["document"].dump() + " ";
  }
  // A macro on a command line is an error: that job is missing, and the code says so.
  CHECK(seen == "a.yaml1 b.yaml1 ");
  CHECK(result.exit_code == 1);
  CHECK(report["findings"].size() > 0);
}

TEST_CASE("while one of several jobs has errors, none is printed") {
  const TempFolder folder;
  folder.write("good.yaml", docker_job("a"));
  folder.write("bad.yaml", docker_job("'{{nothing}}'"));
  folder.write("other.yaml", "somebody: else\n");
  const RunResult result = run_shell("launch render '*.yaml'", folder.path());
  CHECK(result.exit_code == 1);
  CHECK(result.out.empty());
  CHECK(result.err.find("bad.yaml:3:12: error: ") != std::string::npos);
  CHECK(run_shell("launch render --output-dir out '*.yaml'", folder.path()).exit_code == 1);
  CHECK_FALSE(fs::exists(folder.path() / "out"));
  CHECK(run_shell("launch render good.yaml gone.yaml", folder.path()).exit_code == 3);
  CHECK(run_shell("launch render 'none/*.yaml'", folder.path()).exit_code == 0);
  // Files based on each other are nobody's base: their errors are not lost.
  folder.write("loop/a.yaml", "base_config: b.yaml\n" + docker_job("a"));
  folder.write("loop/b.yaml", "base_config: a.yaml\n" + docker_job("a"));
  CHECK(run_shell("launch render loop", folder.path()).exit_code == 1);
}

TEST_CASE("a run id names one job") {
  const TempFolder folder;
  folder.write("a.yaml", docker_job("a"));
  folder.write("b.yaml", docker_job("b"));
  const RunResult two = run_shell("launch render --run-id r1 a.yaml b.yaml", folder.path());
  CHECK(two.exit_code == 2);
  CHECK(two.err.find("--run-id names one run, and these are 2 jobs") != std::string::npos);
  CHECK(run_shell("launch render --run-id r1 a.yaml", folder.path()).exit_code == 0);
}

TEST_CASE("a folder of renders is written, compared, refreshed and pruned") {
  const TempFolder folder;
  write_workspace(folder);
  const std::string write = "launch render jobs --output-dir renders";
  RunResult result = run_shell(write, folder.path());
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const auto first = files_below(folder.path() / "renders");
  CHECK(first.size() == 34);
  REQUIRE(first.count("jobs/job10.kubernetes.yaml") == 1);
  const std::string text = first.at("jobs/job10.kubernetes.yaml");
  CHECK(text == "# Source: jobs/job10.yaml\n" +
                    run_shell("launch render jobs/job10.yaml", folder.path()).out);

  // Again, from elsewhere, with other threads: the same bytes.
  result =
      run_shell("launch render ../jobs -j 8 --output-dir ../renders", folder.path() / "queues");
  CHECK(result.err.find("33 files, 0 of them written") != std::string::npos);
  CHECK(files_below(folder.path() / "renders") == first);

  const std::string check = "launch render jobs --check renders/";
  CHECK(run_shell(check, folder.path()).exit_code == 0);
  CHECK(run_shell(check, folder.path()).out.empty());

  // What is written is no document of the workspace.
  CHECK(run_shell("launch validate", folder.path()).err.find("35 files") != std::string::npos);
  CHECK(run_shell("launch validate --dependents renders/jobs/job10.kubernetes.yaml", folder.path())
            .err.find("nothing here to validate") != std::string::npos);

  folder.write("jobs/job10.yaml", "base_config: base.yaml\nname: job10\ncommand: [other]\n");
  fs::remove(folder.path() / "jobs/job11.yaml");
  fs::remove(folder.path() / "renders/jobs/job12.kubernetes.yaml");
  result = run_shell(check, folder.path());
  CHECK(result.exit_code == 1);
  CHECK(
      result.out.starts_with("--- renders/jobs/job10.kubernetes.yaml\tin the folder\n"
                             "+++ renders/jobs/job10.kubernetes.yaml\trendered now\n@@ -"));
  CHECK(
      result.out.find("missing: renders/jobs/job12.kubernetes.yaml, which jobs/job12.yaml makes\n"
                      "stale: renders/jobs/job11.kubernetes.yaml, which no job makes any more\n") !=
      std::string::npos);
  CHECK(result.err.find("launch render jobs --output-dir renders/ --prune") != std::string::npos);

  result = run_shell(write, folder.path());
  CHECK(result.exit_code == 0);
  CHECK(result.err.find("no job makes renders/jobs/job11.kubernetes.yaml any more") !=
        std::string::npos);
  CHECK(run_shell(check, folder.path()).exit_code == 1);
  // Jobs that were not asked for keep their files.
  CHECK(run_shell("launch render jobs/job10.yaml --output-dir renders --prune", folder.path())
            .err.find("removed renders/jobs/job11") != std::string::npos);
  CHECK(run_shell(check, folder.path()).exit_code == 0);
  CHECK(files_below(folder.path() / "renders").size() == 33);
}

TEST_CASE("what a check prints is a patch") {
  const TempFolder folder;
  folder.write("jobs/a.yaml", docker_job("a"));
  folder.write("jobs/b.yaml", docker_job("b") + "---\nname: x/y\n" + docker_job("c"));
  REQUIRE(run_shell("launch render jobs --output-dir out", folder.path()).exit_code == 0);
  CHECK(fs::exists(folder.path() / "out/jobs/b.1.docker.sh"));
  CHECK(fs::exists(folder.path() / "out/jobs/b.x-y.docker.sh"));
  folder.write("jobs/b.yaml", docker_job("b, more") + "---\nname: x/y\n" + docker_job("d"));
  const RunResult patch = run_shell(
      "launch render jobs --check out > p; patch -s -p0 < p && launch render jobs --check out",
      folder.path());
  if (patch.err.find("patch: not found") != std::string::npos) {
    WARN("skipped: there is no patch here");
    return;
  }
  INFO(patch.out << patch.err);
  CHECK(patch.exit_code == 0);
}

TEST_CASE("files that are not launch's are left alone") {
  const TempFolder folder;
  folder.write("jobs/a.yaml", docker_job("a"));
  folder.write("out/jobs/a.docker.sh", "mine\n");
  const RunResult theirs = run_shell("launch render jobs --output-dir out", folder.path());
  CHECK(theirs.exit_code == 2);
  CHECK(theirs.err.find("out/jobs/a.docker.sh is there, and launch render did not write it") !=
        std::string::npos);
  CHECK(read_text(folder.path() / "out/jobs/a.docker.sh") == "mine\n");
  CHECK(files_below(folder.path() / "out").size() == 1);

  // Two jobs of one name.
  folder.write("jobs/a.json", "{\"resource\": \"docker\", \"image\": \"t\", \"command\": [\"a\"]}");
  const RunResult two = run_shell("launch render jobs --output-dir new", folder.path());
  CHECK(two.exit_code == 2);
  CHECK(two.err.find("jobs/a.json and jobs/a.yaml would both be written to "
                     "new/jobs/a.docker.sh") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "new"));

  // A list that leads elsewhere removes nothing.
  fs::remove(folder.path() / "jobs/a.json");
  folder.write("precious", "\n");
  folder.write("edited/.launch-renders", "\"../precious\": \"gone.yaml\"\n");
  CHECK(run_shell("launch render jobs --output-dir edited --prune", folder.path()).exit_code == 2);
  CHECK(fs::exists(folder.path() / "precious"));
  CHECK(run_shell("launch render jobs --output-dir .", folder.path()).exit_code == 2);
  CHECK(run_shell("launch render jobs --check nowhere", folder.path()).exit_code == 3);
  CHECK(run_shell("launch render jobs --output-dir x --resolve-env", folder.path()).exit_code == 2);
}

TEST_CASE("no secret comes into a folder of renders") {
  const TempFolder folder;
  folder.write("jobs/d.yaml", docker_job("a") + "env: {TOKEN: , COMPOSED: 'Bearer ${TOKEN}'}\n");
  folder.write("jobs/k.yaml", "resource: kubernetes\n" + kImage +
                                  "command: [a]\nenv: {TOKEN: , COMPOSED: 'Bearer ${TOKEN}'}\n");
  const RunResult result = run_shell(
      "TOKEN=hunter2secret WANDB_API_KEY=hunter3secret launch render jobs --output-dir out",
      folder.path());
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const auto files = files_below(folder.path() / "out");
  CHECK(files.size() == 3);
  for (const auto& [name, text] : files) {
    INFO(name);
    CHECK(text.find("hunter") == std::string::npos);
  }
  // One in plain text is a warning in a queue, and no reason to write it.
  folder.write("queues/q.yaml", "resource: docker\nenv: {HF_TOKEN: hf_wFq3kzT0pLxyabcdefghijkl}\n");
  folder.write("other/d.yaml", "queue: q\n" + kImage + "command: [a]\n");
  const RunResult refused = run_shell("launch render other --output-dir new", folder.path());
  CHECK(refused.exit_code == 1);
  CHECK(refused.err.find("new would hold the credential at queues/q.yaml:2 in plain text") !=
        std::string::npos);
  CHECK((refused.out + refused.err).find("hf_wFq") == std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "new"));
  fs::create_directory(folder.path() / "new");
  CHECK(run_shell("launch render other --check new", folder.path()).exit_code == 1);
}

TEST_CASE("a command over several lines is the same command") {
  const TempFolder folder;
  folder.write("jobs/d.yaml",
               docker_job("python, -c, \"a 'b' \\\"c\\\" $d\\n\", x") +
                   "env: {A: 'x y', B: \"l1\\nl2\", C: '${TOKEN} $'}\n"
                   "resource_args: {docker: {gpus: 'device=0,1', v: [/a:/b, /c:/d]}}\n");
  folder.write("jobs/p.yaml",
               "resource: local-process\njob: e/p/train:v1\n"
               "command: [sh, -c, 'printf \"%s|\" \"$A\" \"$C\" \"$@\"', _, x, 'y z']\n"
               "env: {A: \"l1\\nl2\", C: 'a ${TOKEN}'}\n");
  folder.write("bin/docker", "#!/bin/sh\nprintf '%s|' \"$C\" \"$@\"\n");
  REQUIRE(run_shell("chmod +x bin/docker && launch render jobs --output-dir out", folder.path())
              .exit_code == 0);
  for (const char* name : {"d", "p"}) {
    const std::string job = std::string("jobs/") + name;
    const std::string target = name == std::string("d") ? ".docker.sh" : ".local-process.sh";
    const RunResult lines =
        run_shell("PATH=$PWD/bin:$PATH TOKEN=t sh out/" + job + target, folder.path());
    const RunResult line = run_shell(
        "launch render " + job + ".yaml > line.sh; PATH=$PWD/bin:$PATH TOKEN=t sh line.sh",
        folder.path());
    INFO(lines.err);
    CHECK(lines.exit_code == 0);
    CHECK(lines.out == line.out);
    CHECK(lines.out.find('|') != std::string::npos);
    CHECK(count(read_text(folder.path() / "out" / (job + target)), "\n") > 8);
  }
}

}  // namespace launch::tests
