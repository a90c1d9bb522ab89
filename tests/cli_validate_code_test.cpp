// `launch validate` of jobs whose code is the repository that one works in.
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

constexpr std::string_view kDigest =
    "@sha256:2e0f3c1d6c0f6c1b2b6e8d6b7a1f7e5d4c3b2a190817263544f5e6d7c8b9a0f1";

std::string job_at(const std::string& revision) {
  return "resource: docker\nentity: team\nproject: p\n"
         "git: {repository: 'git@git.example.com:team/code.git', " +
         revision + "}\nargs: [--seed=1]\nbuild: {dockerfile: docker/D, context: app}\n";
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A checkout of the repository that the jobs name, in `app/`.
class Checkout {
 public:
  Checkout() {
    folder_.write("launch.yaml", "jobs: [\"*.yaml\"]\n");
    folder_.write("app/docker/D", "FROM python" + std::string(kDigest) + "\nCOPY kept lost /x/\n");
    folder_.write("app/kept", "");
    git("init -q && git remote add origin https://git.example.com/team/code");
    commit_ = commit();
  }

  std::string commit() const {
    git("add -A && git -c user.name=a -c user.email=a@example.com commit -qm x");
    std::string name = run_shell("git rev-parse HEAD", folder_.path()).out;
    name.pop_back();
    return name;
  }
  RunResult git(const std::string& words) const {
    RunResult result = run_shell("git " + words, folder_.path());
    CHECK(result.exit_code == 0);
    return result;
  }
  RunResult validate(const std::string& job, const std::string& flags = "") const {
    folder_.write("job.yaml", job);
    return run_shell("launch validate job.yaml " + flags, folder_.path());
  }
  const TempFolder& folder() const { return folder_; }
  const std::string& first() const { return commit_; }

 private:
  TempFolder folder_;
  std::string commit_;
};

}  // namespace

TEST_CASE("a branch is judged by what lies in the working tree") {
  const Checkout checkout;
  const RunResult result = checkout.validate(job_at("branch: main"));
  INFO(result.out << result.err);
  CHECK(holds(result.out, "app/docker/D:2:11: error: \"lost\" is not in the build context"));
  CHECK_FALSE(holds(result.out,
                    "kept"
                    "\" is"));
  checkout.folder().write("app/lost", "");
  CHECK_FALSE(holds(checkout.validate(job_at("branch: main")).out, "dockerfile/"));
  // What git ignores is in no commit.
  checkout.folder().write(".gitignore", "lost\n");
  CHECK(holds(checkout.validate(job_at("branch: main")).out, "\"lost\" is not in the build"));
}

TEST_CASE("a commit is judged by its own files") {
  const Checkout checkout;
  checkout.folder().write("app/lost", "");
  const std::string second = checkout.commit();
  const RunResult old = checkout.validate(job_at("commit: " + checkout.first()));
  INFO(old.out << old.err);
  CHECK(holds(old.out, checkout.first().substr(0, 12) + ":app/docker/D:2:11: error: \"lost\""));
  CHECK_FALSE(holds(checkout.validate(job_at("commit: " + second)).out, "dockerfile/"));
  const RunResult unknown = checkout.validate(job_at("commit: " + std::string(40, 'a')));
  CHECK_FALSE(holds(unknown.out, "dockerfile/"));
}

TEST_CASE("another repository's jobs are not judged by this one") {
  const Checkout checkout;
  checkout.git("remote set-url origin https://git.example.com/team/other");
  CHECK_FALSE(holds(checkout.validate(job_at("branch: main")).out, "dockerfile/"));
}

TEST_CASE("files that many jobs share are blamed once, and are what jobs depend on") {
  const Checkout checkout;
  checkout.folder().write("two.yaml", job_at("branch: main") + "name: two\n");
  const RunResult both = checkout.validate(job_at("branch: main"), "two.yaml --format jsonl");
  INFO(both.out);
  const std::size_t first = both.out.find("missing-file");
  CHECK(first != std::string::npos);
  CHECK(both.out.find("dockerfile/missing-file", first + 20) == std::string::npos);
  const RunResult dependents =
      run_shell("launch validate --dependents app/docker/D", checkout.folder().path());
  INFO(dependents.out << dependents.err);
  CHECK(holds(dependents.out, "\"lost\" is not in the build context"));
}

TEST_CASE("nothing outside of the code is read to judge it") {
  const Checkout checkout;
  checkout.folder().write("outside", "FROM a\nENV API_KEY=x9Lq0aPw83hh\n");
  const auto outside = [&](const std::string& line) {
    CHECK(run_shell(line, checkout.folder().path()).exit_code == 0);
    const RunResult result = run_shell("launch validate artifact.yaml --artifact-dir train=app",
                                       checkout.folder().path());
    INFO(line << "\n" << result.out << result.err);
    CHECK_FALSE(holds(result.out + result.err, "API_KEY"));
    CHECK(result.exit_code <= 1);
  };
  checkout.folder().write("artifact.yaml",
                          "resource: docker\nentity: t\nproject: p\nargs: [--seed=1]\n"
                          "job: {artifact: \"wandb-artifact://t/p/train:v1\"}\n"
                          "build: {dockerfile: D}\n");
  outside("ln -s ../outside app/D");
  outside("rm app/D && ln -s \"$PWD/outside\" app/D");
  outside("rm app/D && mkfifo app/D");
  outside("rm app/D && mkdir app/D");
}

}  // namespace launch::tests
