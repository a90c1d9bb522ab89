// `launch lock` of jobs whose image is built of a git commit: the tag is the one that a build
// gives.
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

constexpr const char* kUnknown = "${image_tag}";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A repository, reached by an ssh that asks nobody, and a job that is built of it.
class Repository {
 public:
  Repository() {
    folder_.write("train.py", "print(1)\n");
    folder_.write("run.sh", "echo\n");
    folder_.write(
        "Dockerfile",
        "FROM python@sha256:2e0f3c1d6c0f6c1b2b6e8d6b7a1f7e5d4c3b2a190817263544f5e6d7c8b9a0f1\n"
        "COPY . /app/\n");
    folder_.write(".gitignore", "ssh\nlaunch.lock\n");
    folder_.write("ssh", "#!/bin/sh\nexec git upload-pack '" + folder_.path().string() + "'\n");
    run("chmod +x ssh run.sh && ln -s train.py link && git init -q -b main && "
        "git remote add origin https://git.example.com/team/code");
  }

  std::string run(const std::string& line) const {
    const RunResult result =
        run_shell("export GIT_SSH_COMMAND=\"$PWD/ssh\"; " + line, folder_.path());
    INFO(line << "\n" << result.out << result.err);
    CHECK(result.exit_code == 0);
    return result.out;
  }
  // Its name.
  std::string commit() const {
    return run(
        "git add -A -- :!job.yaml && git -c user.name=a -c user.email=a@example.com commit -qm x "
        "&& "
        "git rev-parse HEAD | tr -d \"\\n\"");
  }
  void job_at(const std::string& revision) const {
    folder_.write(
        "job.yaml",
        "resource: docker\nentity: team\nproject: p\nentry_point: [python, train.py, --seed=1]\n"
        "git: {repository: 'git@git.example.com:team/code.git', " +
            revision + "}\nbuild: {dockerfile: Dockerfile}\n");
  }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  std::string fact(const std::string& name) const {
    return run("sed -n \"s/^    " + name + ": //p\" launch.lock | tr -d \"\\n\\\"\"");
  }
  std::string lock(const std::string& flags = "") const {
    run("launch lock " + flags);
    return fact("build.tag");
  }
  std::string built() const {
    return run(
        "launch build job.yaml --dry-run --format json | "
        "sed -n \"s/.*\\\"tag\\\":\\\"\\([0-9a-f]*\\)\\\".*/\\1/p\" | tr -d \"\\n\"");
  }
  RunResult frozen() const {
    return run_shell("launch validate --frozen job.yaml", folder_.path());
  }

 private:
  TempFolder folder_;
};

}  // namespace

TEST_CASE("the tag of a commit that is here is locked, and is the one that is built") {
  const Repository repository;
  repository.job_at("commit: " + repository.commit());
  const std::string tag = repository.lock();
  CHECK(tag.size() == 16);
  CHECK(tag == repository.built());
  CHECK(holds(repository.fact("build.base.python"), "sha256:2e0f3c1d"));
  // What is being edited is no part of a commit.
  repository.write("train.py", "print(2)\n");
  CHECK(repository.lock() == tag);
  CHECK(repository.frozen().exit_code == 0);
  // Nor is anything known of one that is elsewhere.
  repository.job_at("commit: " + std::string(40, 'a'));
  CHECK(repository.lock() == kUnknown);
}

TEST_CASE("the tag of a branch is that of the commit that was locked") {
  const Repository repository;
  const std::string first = repository.commit();
  repository.job_at("branch: main");
  CHECK(repository.lock() == kUnknown);
  const std::string tag = repository.lock("--online");
  CHECK(tag == repository.built());
  CHECK(repository.fact("commit") == first);
  // The branch moves: whoever asks nobody stays with what was locked.
  repository.write("train.py", "print(2)\n");
  const std::string second = repository.commit();
  CHECK(repository.lock() == tag);
  CHECK(repository.frozen().exit_code == 0);
  CHECK(repository.lock("--online") != tag);
  CHECK(repository.fact("commit") == second);
  // A lock that was changed by hand.
  repository.run("sed -i \"s/build.tag: ./build.tag: x/\" launch.lock");
  const RunResult drift = repository.frozen();
  INFO(drift.out << drift.err);
  CHECK(drift.exit_code == 1);
  CHECK(holds(drift.out, "job.yaml:5:64: error: the image that is built has the tag"));
}

TEST_CASE("a repository with submodules is not at hand") {
  const Repository repository;
  repository.write(".gitmodules",
                   "[submodule \"x\"]\n\tpath = x\n\turl = https://git.example.com/x\n");
  repository.job_at("commit: " + repository.commit());
  CHECK(repository.lock() == kUnknown);
}

// git tells its hooks, by variables, which repository they run for.
TEST_CASE("in a hook, the repository stays as it is and is the one that is read") {
  const Repository repository;
  repository.job_at("commit: " + repository.commit());
  const std::string tag = repository.lock();
  const std::string git = "git -c user.name=a -c user.email=a@example.com ";
  repository.write(".gitignore", "ssh\ntree\n");
  repository.run("git add -A && " + git + "commit -qm job && git worktree add -q -b other tree");
  const auto state = [&] {
    return repository.run(
        "git config --get-all core.bare; ls .git .git/worktrees/tree; for each in . tree; do "
        "git -C $each symbolic-ref HEAD && git -C $each ls-files --stage; done");
  };
  const std::string before = state();
  repository.write(".git/hooks/pre-commit",
                   "#!/bin/sh\nenv | grep -q ^GIT_INDEX_FILE= && launch validate --frozen job.yaml "
                   "&& launch diff --git HEAD\nexit 1\n");
  repository.run("chmod +x .git/hooks/pre-commit");
  for (const std::string tree : {".", "tree"}) {
    const std::string said =
        repository.run("cd " + tree + " && ! " + git + "commit --allow-empty -m x 2>&1");
    INFO(tree << "\n" << said);
    CHECK(holds(said, "1 file: 0 errors, 0 warnings"));
    CHECK(holds(said, "1 job, nothing changes"));
    CHECK(state() == before);
  }
  const std::string variables = "export GIT_DIR=$PWD/.git GIT_INDEX_FILE=$PWD/.git/index; ";
  repository.run(variables + "launch lock job.yaml");
  CHECK(repository.fact("build.tag") == tag);
  CHECK(state() == before);
  // What is fetched for a build is not put there either.
  repository.run(variables + "launch build job.yaml --dry-run");
  CHECK(state() == before);
}

}  // namespace launch::tests
