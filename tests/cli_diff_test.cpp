// `launch diff --git` on real repositories, made by the real git.
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

const std::string kImage = "image: t@sha256:" + std::string(64, 'a') + "\n";

// A folder that is a repository; every line is run by the shell in it.
class GitFolder {
 public:
  GitFolder() { git("init -q -b main ."); }

  bool has_git() const { return has_git_; }
  const TempFolder& folder() const { return folder_; }
  void write(const std::string& name, const std::string& text) { folder_.write(name, text); }
  void git(const std::string& words) {
    const RunResult result = run_shell(
        "git -c user.name=a -c user.email=a@example.com -c protocol.file.allow=always " + words,
        folder_.path(), true);
    has_git_ = result.exit_code != 127;
    INFO(words << ": " << result.out);
    if (has_git_) CHECK(result.exit_code == 0);
  }
  void commit() {
    git("add -A");
    git("commit -q --allow-empty -m change");
  }
  RunResult launch(const std::string& words, const std::string& below = ".") const {
    return run_shell("launch " + words, folder_.path() / below);
  }
  nlohmann::json report(const std::string& words) const {
    const RunResult result = launch("diff --format json " + words);
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    return nlohmann::json::parse(result.out);
  }

 private:
  TempFolder folder_;
  bool has_git_ = false;
};

// A queue, a base and two jobs, one of which does not care for the queue's number of GPUs.
void write_jobs(GitFolder& repository) {
  repository.write("queues/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 1}}\n");
  repository.write("bases/train.yaml", "queue: gpu\n" + kImage + "env: {A: 1}\n");
  repository.write("jobs/a.yaml", "base_config: ../bases/train.yaml\nentry_point: a.py\n");
  repository.write("jobs/b.yaml",
                   "base_config: ../bases/train.yaml\nentry_point: b.py\n"
                   "resource_args: {docker: {gpus: 4}}\n");
}

// "path kind field place" of all changes.
std::string outline(const nlohmann::json& report) {
  std::string text;
  for (const auto& job : report["jobs"]) {
    text += job["path"].get<std::string>() + " " + job["kind"].get<std::string>() + "\n";
    for (const auto& change : job["changes"]) {
      text += "  " + change["field"].get<std::string>();
      for (const char* side : {"before", "after"}) {
        if (!change[side].is_null()) text += " " + change[side]["place"].get<std::string>();
      }
      text += "\n";
    }
  }
  return text;
}

std::string files(const nlohmann::json& report) {
  std::string text;
  for (const auto& file : report["files"]) {
    text += file["path"].get<std::string>() + " " + file["change"].get<std::string>() + " " +
            file["affected"].dump() + " " + file["unaffected"].dump() + "\n";
  }
  return text;
}

}  // namespace

#define REQUIRE_GIT(repository)            \
  if (!(repository).has_git()) {           \
    WARN("skipped: there is no git here"); \
    return;                                \
  }

TEST_CASE("a commit is compared with the working tree, queues and bases of each") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  write_jobs(repository);
  repository.commit();
  CHECK(repository.report("--git HEAD")["jobs"].empty());
  CHECK(repository.launch("diff --git HEAD --exit-code").exit_code == 0);

  repository.write("queues/gpu.yaml",
                   "# More.\nresource: docker\nresource_args: {docker: {gpus: 2}}\n");
  const nlohmann::json report = repository.report("--git HEAD");
  CHECK(outline(report) ==
        "jobs/a.yaml changed\n  gpus queues/gpu.yaml:2:32 queues/gpu.yaml:3:32\n");
  CHECK(files(report) == "queues/gpu.yaml changed 1 1\n");
  CHECK(repository.launch("diff --git HEAD --exit-code").exit_code == 1);
  CHECK(repository.launch("diff --git HEAD").exit_code == 0);

  // Below the top, paths are as seen from there.
  const RunResult below = repository.launch("diff --git HEAD", "jobs");
  CHECK(below.out.find("../queues/gpu.yaml:3 (was ../queues/gpu.yaml:2)") != std::string::npos);
  CHECK(below.out.find("\na.yaml") == std::string::npos);
  CHECK(below.out.starts_with("a.yaml (docker)"));

  // A path of interest may be what jobs read.
  CHECK(repository.report("--git HEAD queues/gpu.yaml")["jobs"].size() == 1);
  CHECK(repository.report("--git HEAD jobs/b.yaml")["jobs"].empty());
  CHECK(repository.launch("diff --git HEAD nothing.yaml").exit_code == 3);

  // What git ignores is no job of the repository; what it would add is one.
  repository.write(".gitignore", "scratch/\n");
  repository.write("scratch/x.yaml", "resource: docker\n" + kImage);
  repository.write("jobs/new.yaml", "resource: docker\n" + kImage);
  CHECK(outline(repository.report("--git HEAD jobs scratch")).find("scratch") == std::string::npos);
  CHECK(outline(repository.report("--git HEAD")).find("jobs/new.yaml added") != std::string::npos);
}

TEST_CASE("two commits are compared, also from where they parted") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  write_jobs(repository);
  repository.commit();
  repository.git("switch -q -c topic");
  repository.write("jobs/a.yaml", "base_config: ../bases/train.yaml\nentry_point: c.py\n");
  repository.commit();
  repository.git("switch -q main");
  repository.write("jobs/b.yaml", "base_config: ../bases/train.yaml\nentry_point: b.py\n");
  repository.commit();
  CHECK(repository.report("--git main..topic")["jobs"].size() == 2);
  CHECK(outline(repository.report("--git main...topic")) ==
        "jobs/a.yaml changed\n  command[1] jobs/a.yaml:2:14 jobs/a.yaml:2:14\n");
  // A merge has both.
  repository.git("merge -q --no-edit topic");
  CHECK(outline(repository.report("--git topic..HEAD")) ==
        "jobs/b.yaml changed\n  gpus jobs/b.yaml:3:32 queues/gpu.yaml:2:32\n");
  CHECK(outline(repository.report("--git HEAD^1..")) ==
        "jobs/a.yaml changed\n  command[1] jobs/a.yaml:2:14 jobs/a.yaml:2:14\n");
  CHECK(repository.launch("diff main:jobs/b.yaml topic:jobs/b.yaml").exit_code == 0);
  CHECK(repository.launch("diff HEAD~1:jobs jobs").exit_code == 0);
  const RunResult unknown = repository.launch("diff --git nobody..HEAD");
  CHECK(unknown.exit_code == 3);
  CHECK(unknown.err.find("\"nobody\" is no commit of this repository") != std::string::npos);
  CHECK(repository.launch("diff --git=--output=x").exit_code == 3);
}

TEST_CASE("moved bases and jobs are the same ones") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  write_jobs(repository);
  repository.commit();
  repository.git("mv bases common");
  repository.write("jobs/a.yaml", "base_config: ../common/train.yaml\nentry_point: a.py\n");
  repository.write("jobs/b.yaml",
                   "base_config: ../common/train.yaml\nentry_point: b.py\n"
                   "resource_args: {docker: {gpus: 4}}\n");
  repository.git("add -A");
  const nlohmann::json report = repository.report("--git HEAD");
  CHECK(report["jobs"].empty());
  CHECK(files(report).empty());

  repository.commit();
  repository.git("mv jobs/a.yaml jobs/first.yaml");
  repository.write("jobs/first.yaml",
                   "base_config: ../common/train.yaml\nentry_point: a.py\nname: x\n");
  repository.git("add -A");
  const nlohmann::json moved = repository.report("--git HEAD");
  CHECK(outline(moved) == "jobs/first.yaml moved\n  env.WANDB_NAME jobs/first.yaml:3:7\n");
  CHECK(moved["jobs"][0]["old_path"] == "jobs/a.yaml");
}

TEST_CASE("jobs that stop and start to compile are told with the reason") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  write_jobs(repository);
  repository.commit();
  repository.git("rm -q queues/gpu.yaml");
  const nlohmann::json report = repository.report("--git HEAD");
  CHECK(outline(report).find("jobs/a.yaml broken") != std::string::npos);
  CHECK(report.dump().find("queue \\\"gpu\\\" is not here") != std::string::npos);
  // The other has a block of its own, and no queue to go to any more.
  CHECK(outline(report).find("jobs/b.yaml broken") != std::string::npos);
  CHECK(files(report) == "queues/gpu.yaml removed 2 0\n");
  repository.commit();
  repository.write("queues/gpu.yaml", "resource: docker\n");
  CHECK(outline(repository.report("--git HEAD")).find("jobs/a.yaml added") != std::string::npos);

  repository.commit();
  repository.write("jobs/a.yaml", "base_config: ../bases/train.yaml\nentry_pont: a.py\n");
  const nlohmann::json broken = repository.report("--git HEAD");
  CHECK(outline(broken) == "jobs/a.yaml broken\n");
  CHECK(broken["jobs"][0]["findings"][0]["rule"] == "schema/unknown-key");
  repository.commit();
  repository.git("revert --no-edit HEAD");
  CHECK(outline(repository.report("--git HEAD~1..HEAD")) == "jobs/a.yaml repaired\n");
}

TEST_CASE("a workspace file counts as it was in each commit") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  repository.write("ml/launch.yaml", "queues: q/*.yaml\njobs: j/*.yaml\nentity: one\n");
  repository.write("ml/q/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 1}}\n");
  repository.write("ml/j/a.yaml", "queue: gpu\n" + kImage);
  repository.commit();
  repository.git("mv ml/q ml/places");
  repository.write("ml/launch.yaml", "queues: places/*.yaml\njobs: j/*.yaml\nentity: two\n");
  repository.commit();
  const RunResult result = repository.launch("diff --git HEAD~1..HEAD", "ml");
  CHECK(result.out.find("env.WANDB_ENTITY: one → two") != std::string::npos);
  CHECK(result.out.find("launch.yaml (changed): 1 job affected") != std::string::npos);
  CHECK(result.out.find("gpus") == std::string::npos);
}

TEST_CASE("links and submodules are read as they were") {
  GitFolder library;
  REQUIRE_GIT(library);
  library.write("base.yaml", "resource: docker\n" + kImage + "env: {A: 1}\n");
  library.commit();
  GitFolder repository;
  repository.git("submodule --quiet add " + library.folder().path().string() + " shared");
  repository.write("places/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 1}}\n");
  CHECK(run_shell("ln -s places queues && ln -s job.yaml again.yaml && ln -s loop.yaml loop.yaml",
                  repository.folder().path())
            .exit_code == 0);
  repository.write("job.yaml", "queue: gpu\nbase_config: shared/base.yaml\nentry_point: a.py\n");
  repository.commit();
  library.write("base.yaml", "resource: docker\n" + kImage + "env: {A: 2}\n");
  library.commit();
  repository.git("-C shared pull -q");
  repository.write("places/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 2}}\n");
  repository.commit();
  const std::string changes =
      "  gpus queues/gpu.yaml:2:32 queues/gpu.yaml:2:32\n"
      "  env.A shared/base.yaml:3:10 shared/base.yaml:3:10\n";
  CHECK(outline(repository.report("--git HEAD~1..HEAD")) ==
        "again.yaml changed\n" + changes + "job.yaml changed\n" + changes);
  // A clone without its submodules cannot tell, and says so.
  const TempFolder clone;
  CHECK(run_shell("git clone -q " + repository.folder().path().string() + " c", clone.path())
            .exit_code == 0);
  const RunResult told =
      run_shell("launch diff --git HEAD~1..HEAD --format json", clone.path() / "c");
  CHECK(told.exit_code == 0);
}

TEST_CASE("inside a submodule, that repository is what is compared") {
  GitFolder library;
  REQUIRE_GIT(library);
  write_jobs(library);
  library.commit();
  GitFolder repository;
  repository.git("submodule --quiet add " + library.folder().path().string() + " shared");
  repository.write("queues/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 8}}\n");
  repository.write("jobs/own.yaml", "base_config: ../shared/bases/train.yaml\nentry_point: o.py\n");
  repository.commit();
  for (const char* place : {".", "shared", "shared/jobs"}) {
    INFO(place);
    const RunResult same = repository.launch("diff --git HEAD --exit-code", place);
    CHECK(same.exit_code == 0);
    CHECK(same.err.empty());
  }
  // Its queues are its own: those of the repository around it lie outside.
  repository.write("shared/queues/gpu.yaml",
                   "resource: docker\nresource_args: {docker: {gpus: 2}}\n");
  const RunResult inside = repository.launch("diff --git HEAD", "shared/jobs");
  CHECK(inside.out.starts_with("a.yaml (docker)"));
  CHECK(inside.out.find("gpus: 1 → 2  ../queues/gpu.yaml:2\n") != std::string::npos);
  // From around, its base and the queue beside that count as its own commits have them.
  CHECK(outline(repository.report("--git HEAD")) ==
        "jobs/own.yaml changed\n  gpus shared/queues/gpu.yaml:2:32 "
        "shared/queues/gpu.yaml:2:32\n");
  repository.git("-C shared checkout -q .");
  repository.write("shared/bases/train.yaml", "queue: gpu\n" + kImage + "env: {A: 2}\n");
  CHECK(outline(repository.report("--git HEAD")) ==
        "jobs/own.yaml changed\n  env.A shared/bases/train.yaml:3:10 "
        "shared/bases/train.yaml:3:10\n");
  repository.git("-C shared commit -q -a -m change");
  repository.git("commit -q -a -m change");
  CHECK(repository.report("--git HEAD")["jobs"].empty());
  CHECK(outline(repository.report("--git HEAD~1..HEAD")).starts_with("jobs/own.yaml changed\n"));
}

TEST_CASE("no example and no golden job differs from itself") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  fs::copy(source_dir() / "examples", repository.folder().path() / "examples",
           fs::copy_options::recursive);
  int number = 0;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "tests/golden")) {
    if (entry.path().extension() != ".txt") continue;
    const std::string place = "cases/" + std::to_string(++number) + "/";
    std::istringstream lines(read_text(entry.path()));
    std::map<std::string, std::string> inputs;
    std::string section;
    for (std::string line; std::getline(lines, line);) {
      const bool marks = line.size() > 6 && line.starts_with("-- ") && line.ends_with(" --");
      if (marks) {
        section = line.substr(3, line.size() - 6);
      } else if (!section.empty()) {
        inputs[section] += line + "\n";
      }
    }
    for (const auto& [name, text] : inputs) {
      const fs::path path(name);
      const bool plain = path.extension() == ".yaml" || path.extension() == ".json";
      if (plain && path.filename() != "launch.yaml") repository.write(place + name, text);
    }
  }
  repository.commit();
  // Read by git on one side and from the disk on the other, then twice from the disk.
  for (const char* words : {"--git HEAD", "--git HEAD..HEAD", ". ."}) {
    INFO(words);
    const nlohmann::json report = repository.report(std::string("--exit-code ") + words);
    CHECK(report["jobs"].dump() == "[]");
    CHECK(report["files"].dump() == "[]");
    CHECK(report["unchanged"] > 200);
  }
}

TEST_CASE("paths that are not there are answered with the nearest that is") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  write_jobs(repository);
  repository.write("jobs/train.yaml", "base_config: ../bases/train.yaml\nentry_point: t.py\n");
  repository.commit();
  const auto told = [&](const std::string& words) {
    const RunResult result = repository.launch("diff " + words);
    CHECK(result.exit_code == 3);
    return result.err;
  };
  CHECK(told("jobs/trian.yaml jobs/b.yaml").find("did you mean \"jobs/train.yaml\"?") !=
        std::string::npos);
  CHECK(told("jobs jbos").find("jbos: no such file or folder; did you mean \"jobs\"?") !=
        std::string::npos);
  CHECK(told("HEAD:job jobs").find("did you mean \"jobs\"?") != std::string::npos);
  CHECK(told("--git HEAD jobs/trian.yaml")
            .find("no such file or folder in either state; did you mean \"jobs/train.yaml\"?") !=
        std::string::npos);
  repository.git("rm -q -r jobs");
  CHECK(told("--git HEAD jobs/trian.yaml").find("did you mean \"jobs/train.yaml\"?") !=
        std::string::npos);
}

TEST_CASE("a change of a thousand jobs stays readable") {
  GitFolder repository;
  REQUIRE_GIT(repository);
  repository.write("queues/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 1}}\n");
  for (int i = 0; i < 1000; ++i) {
    repository.write("jobs/" + std::to_string(i) + ".yaml",
                     "queue: gpu\n" + kImage + "args: [--n=" + std::to_string(i) + "]\n");
  }
  repository.commit();
  repository.write("queues/gpu.yaml", "resource: docker\nresource_args: {docker: {gpus: 2}}\n");
  const RunResult same = repository.launch("diff --git HEAD --format markdown");
  CHECK(same.out.size() < 4000);
  CHECK(same.out.find("and 999 other jobs") != std::string::npos);
  for (int i = 0; i < 1000; ++i) {
    repository.write("jobs/" + std::to_string(i) + ".yaml",
                     "queue: gpu\n" + kImage + "args: [--n=" + std::to_string(i + 1) + "]\n");
  }
  const RunResult different = repository.launch("diff --git HEAD --format markdown");
  CHECK(different.out.size() <= 60'000);
  CHECK(different.out.find(" more jobs are not shown here") != std::string::npos);
  CHECK(repository.report("--git HEAD")["jobs"].size() == 1000);
}

TEST_CASE("outside of a repository git's own words are given") {
  const TempFolder folder;
  const RunResult result =
      run_shell("GIT_CEILING_DIRECTORIES=/ launch diff --git HEAD", folder.path());
  CHECK(result.exit_code == 3);
  CHECK(result.err.starts_with("launch: "));
}

}  // namespace launch::tests
