// What the tag of an image depends on, and code that means harm. Nothing is built: no docker is
// needed.
#include <functional>
#include <set>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

const std::string kBase =
    "python@sha256:2e0f3c1d6c0f6c1b2b6e8d6b7a1f7e5d4c3b2a190817263544f5e6d7c8b9a0f1";

const std::string kJob =
    "resource: docker\nentity: team\nproject: p\n"
    "job: {artifact: \"wandb-artifact://team/p/code:v1\"}\n"
    "entry_point: [python, train.py, --seed=1]\n"
    "python_version: \"3.11\"\n"
    "build:\n  base_image: " +
    kBase + "\n  args: {LEVEL: 3}\n  platform: linux/amd64\n  system_packages: [git]\n";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void replace(std::string& text, const std::string& part, const std::string& by) {
  REQUIRE(holds(text, part));
  text.replace(text.find(part), part.size(), by);
}

class Code {
 public:
  Code() {
    write("job.yaml", kJob);
    write("code/train.py", "print(1)\n");
    write("code/run.sh", "echo\n");
    write("code/data/a.txt", "a");
    write("code/.dockerignore", "*.log\n");
    write("code/requirements.txt", "torch==2.1.0\n");
    fs::create_symlink("train.py", folder_.path() / "code/link");
    fs::permissions(folder_.path() / "code/run.sh", fs::perms(0755));
  }

  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  fs::path path(const std::string& name) const { return folder_.path() / name; }
  RunResult shell(const std::string& line) const { return run_shell(line, folder_.path()); }
  RunResult build(const std::string& before = "", const std::string& flags = "") const {
    return shell(before +
                 " launch build job.yaml --artifact-dir code=code --dry-run --format json " +
                 flags);
  }
  std::string tag(const std::string& before = "", const std::string& flags = "") const {
    const RunResult result = build(before, flags);
    INFO(result.out << result.err);
    REQUIRE(result.exit_code == 0);
    const std::size_t at = result.out.find("\"tag\":\"");
    REQUIRE(at != std::string::npos);
    return result.out.substr(at + 7, 16);
  }

 private:
  TempFolder folder_;
};

}  // namespace

TEST_CASE("a tag is the same for everybody, everywhere and at any time") {
  const Code code;
  const std::string tag = code.tag();
  CHECK(tag.size() == 16);
  CHECK(code.tag("TZ=Pacific/Kiritimati") == tag);
  CHECK(code.tag("USER=mallory LOGNAME=mallory HOME=/nowhere HOSTNAME=elsewhere") == tag);
  CHECK(code.tag("LC_ALL=C umask 077;") == tag);
  CHECK(code.shell("touch -d 2001-02-03 code/train.py code/data").exit_code == 0);
  CHECK(code.tag() == tag);
  // Another checkout, by another person: other modes and times, the files in another order.
  CHECK(code.shell("umask 077 && mkdir other && cd code && for f in run.sh data requirements.txt "
                   ".dockerignore train.py; do cp -r $f ../other/; done && ln -s train.py "
                   "../other/link && mkdir ../other/.git && echo x > ../other/.git/HEAD && "
                   "chmod u=rwx,go= ../other/run.sh && cd .. && rm -r code && mv other code")
            .exit_code == 0);
  CHECK(code.tag() == tag);
  code.write("code/left_out.log", "noise");
  CHECK(code.tag() == tag);
  // Where it goes and who builds it is not in the image.
  code.write(
      "launch-config.yaml",
      "entity: team\nqueues: [q]\nbuilder: {type: docker, destination: host.example.com/x}\n");
  CHECK(code.tag() == tag);
  CHECK(code.tag("", "--builder docker") == tag);
}

TEST_CASE("a tag differs after each change of one byte of what goes into the image") {
  using Change = std::function<void(const Code&)>;
  const auto job = [](const std::string& part, const std::string& by) -> Change {
    return [=](const Code& code) {
      std::string text = kJob;
      replace(text, part, by);
      code.write("job.yaml", text);
    };
  };
  const auto run = [](const std::string& line) -> Change {
    return [=](const Code& code) { CHECK(code.shell(line).exit_code == 0); };
  };
  const std::vector<Change> changes{
      run("printf b > code/data/a.txt"),
      run("printf aa > code/data/a.txt"),
      run("mv code/data/a.txt code/data/b.txt"),
      run("mv code/data code/date"),
      run("chmod -x code/run.sh"),
      run("chmod +x code/train.py"),
      run("touch code/empty"),
      run("mkdir code/folder"),
      run("ln -sfn run.sh code/link"),
      run("rm code/link && cp code/train.py code/link"),
      run("echo '*.lag' > code/.dockerignore"),
      run("echo torch==2.1.1 > code/requirements.txt"),
      run("rm code/requirements.txt"),
      job("sha256:2e", "sha256:2f"),
      job("LEVEL: 3", "LEVEL: 4"),
      job("LEVEL: 3", "LEVEK: 3"),
      job("amd64", "arm64"),
      job("[git]", "[gitk]"),
      job("--seed=1", "--seed=2"),
      job("code:v1", "code:v2"),
      job("build:\n", "docker: {user_id: 1001}\nbuild:\n"),
  };
  std::set<std::string> tags{Code().tag()};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    INFO("change " << i);
    const Code code;
    changes[i](code);
    CHECK(tags.insert(code.tag()).second);
  }
}

TEST_CASE("a base image whose name is not known leaves the tag open") {
  const Code code;
  std::string job = kJob;
  replace(job, "  platform: linux/amd64\n", "  dockerfile: D\n");
  code.write("job.yaml", job);
  const std::string digest = kBase.substr(kBase.find('@'));
  code.write("code/D", "FROM base-${TARGETARCH}" + digest + "\n");
  const RunResult shown = code.build();
  INFO(shown.out << shown.err);
  CHECK(shown.exit_code == 0);
  CHECK(holds(shown.out, "\"tag\":\"\""));
  const RunResult built = code.shell("launch build job.yaml --artifact-dir code=code");
  INFO(built.err);
  CHECK(built.exit_code == 2);
  CHECK(holds(built.err, "\"base-${TARGETARCH}@"));
  CHECK(holds(built.err, "name build.platform"));
  replace(job, "dockerfile: D\n", "dockerfile: D\n  platform: linux/arm64\n");
  code.write("job.yaml", job);
  const std::string tag = code.tag();
  code.write("code/D", "FROM base-${TARGETARCH%64}" + digest + "\n");
  CHECK(code.tag() != tag);
}

TEST_CASE("code that leads elsewhere, is too much or never ends") {
  const auto refused = [](const std::string& line, const std::string& said,
                          const std::string& build = "") {
    const Code code;
    code.write("outside/secret", "canary\n");
    std::string text = kJob;
    if (!build.empty()) replace(text, "build:\n", "build:\n  " + build + "\n");
    code.write("job.yaml", text);
    CHECK(code.shell(line).exit_code == 0);
    const RunResult result = code.build("timeout 20");
    INFO(line << "\n" << result.out << result.err);
    // 1 for what stands at a line of the job.
    CHECK(result.exit_code == (holds(result.err, "job.yaml:") ? 1 : 2));
    CHECK(holds(result.err, said));
    CHECK_FALSE(holds(result.out + result.err, "canary"));
    // What cannot be built does not pass before.
    const RunResult judged = code.shell("launch validate job.yaml --artifact-dir code=code");
    INFO(judged.out);
    CHECK((judged.exit_code == 1 || holds(result.err, "waits for the environment")));
  };
  refused("truncate -s 1G code/data/big", "more than 512 MiB, most of it in \"data\"");
  refused("mkfifo code/pipe", "\"pipe\", which is no file, folder or link");
  refused("true", "leaves the code", "context: ..");
  refused("true", "leaves the code", "context: /etc");
  refused("true", "leaves the code", "context: data/../../outside");
  refused("true", "leaves the code", "dockerfile: ../outside/secret");
  refused("ln -s ../outside code/out", "leaves the code", "context: out");
  refused("ln -s ../outside code/out", "a link that leaves the code", "dockerfile: out/secret");
  refused("ln -s ../outside/secret code/D", "a link that leaves the code", "dockerfile: D");
  refused("touch code/Dockerfile.launch", "the name of the Dockerfile that launch writes");
  refused("mkdir code/D", "no file of the context", "dockerfile: D");
  refused("mkfifo code/D", "no file of the context", "dockerfile: D");
  refused("true", "is not in the code", "dockerfile: D");
  refused("sed -i 's/LEVEL: 3/LEVEL: \"${LEVEL}\"/' job.yaml",
          "build.args.LEVEL waits for the environment");
  refused("printf '[\\n' > code/.dockerignore", "which docker cannot read as a pattern");
}

TEST_CASE("what a link leads to is not read, and any UTF-8 may be a file's name") {
  const Code code;
  code.write("outside/secret", "canary one\n");
  const auto shell = [&](const std::string& line) {
    const RunResult result = code.shell(line);
    INFO(line << result.err);
    CHECK(result.exit_code == 0);
  };
  shell("ln -s ../outside/secret code/requirements.in && ln -s ../outside code/out");
  const std::string tag = code.tag();
  code.write("outside/secret", "canary two\n");
  CHECK(code.tag() == tag);
  // A list of ignored files that lies elsewhere says nothing here.
  code.write("outside/ignore", "canary\n[\n");
  shell("ln -sf ../outside/ignore code/.dockerignore");
  CHECK_FALSE(holds(code.build().err, "canary"));
  shell("ln -sfn . code/loop && ln -s loop2 code/loop2");
  code.tag();
  shell("printf x > code/$(printf '\\303\\251\\n\\033[31m')");
  const std::string odd = code.tag();
  CHECK(code.tag() == odd);
  shell("printf y > code/$(printf '\\303\\251\\n\\033[31m')");
  CHECK(code.tag() != odd);
}

TEST_CASE("a name that no builder can be sent is refused, with the way out") {
  const Code code;
  const std::string tag = code.tag();
  const auto refused = [&](const std::string& prepare, const std::string& said) {
    CHECK(code.shell(prepare).exit_code == 0);
    const RunResult built = code.build();
    INFO(prepare << "\n" << built.out << built.err);
    CHECK(built.exit_code == 1);
    CHECK(holds(built.err, "job.yaml:4:17: error: the build context holds " + said));
    const RunResult judged =
        code.shell("launch validate job.yaml --artifact-dir code=code --format concise");
    CHECK(holds(judged.out, said + ", and BuildKit refuses that: rename it, or name its folder, or "
                                   "a pattern that fits it, in .dockerignore"));
  };
  refused("mkdir code/odd && printf x > code/odd/caf$(printf '\\351').txt",
          "\"odd/caf\xEF\xBF\xBD.txt\", whose name is not UTF-8");
  code.write("code/.dockerignore", "odd/caf*\n.dockerignore\n");
  code.tag();
  refused("rm -r code/odd && ln -s $(printf '\\377') code/odd",
          "\"odd\", a link to a name that is not UTF-8");
  CHECK(code.shell("rm code/odd").exit_code == 0);
  code.write("code/.dockerignore", "*.log\n");
  CHECK(code.tag() == tag);
}

TEST_CASE("what a link inside the code leads to is what is built") {
  const Code code;
  CHECK(code.shell("mkdir code/req && mv code/requirements.txt code/req/prod.txt && "
                   "ln -s req/prod.txt code/requirements.txt")
            .exit_code == 0);
  const RunResult installs = code.build();
  INFO(installs.out << installs.err);
  CHECK(holds(installs.out,
              "COPY . ./\\nRUN --mount=type=cache,target=/root/.cache/pip pip install "
              "--requirement requirements.txt"));
  // What is left out is not there, for both.
  code.write("code/.dockerignore", "req\n");
  CHECK_FALSE(holds(code.build().out, "pip install"));
  CHECK(holds(code.shell("launch validate job.yaml --artifact-dir code=code").out,
              "but .dockerignore leaves it out"));
  code.write("code/real/D", "FROM " + kBase + "\n");
  std::string job = kJob;
  replace(job, "build:\n", "build:\n  dockerfile: D\n");
  code.write("job.yaml", job);
  CHECK(code.shell("ln -s real/D code/D").exit_code == 0);
  CHECK(holds(code.build().out, "\"dockerfile\":\"FROM " + kBase));
}

TEST_CASE("repositories and revisions that are no such thing") {
  const auto refused = [](const std::string& repository, const std::string& revision) {
    const TempFolder folder;
    folder.write("job.yaml",
                 "resource: docker\nentity: t\nproject: p\nentry_point: [a, --seed=1]\n"
                 "git: {repository: \"" +
                     repository + "\", " + revision + "}\n");
    const RunResult result = run_shell(
        "GIT_SSH_COMMAND=false timeout 20 launch build job.yaml --dry-run", folder.path());
    INFO(repository << " " << revision << "\n" << result.out << result.err);
    CHECK((result.exit_code > 0 && result.exit_code < 4));
    CHECK_FALSE(result.err.empty());
    CHECK_FALSE(fs::exists(folder.path() / "made"));
  };
  const std::string commit = "commit: " + std::string(40, 'a');
  refused("--upload-pack=touch made", commit);
  refused("-oProxyCommand=touch made:x", "branch: main");
  refused("ssh://-oProxyCommand=touch%20made/x", commit);
  refused("ext::sh -c touch% made", "branch: main");
  refused("file:///etc", commit);
  refused("/etc", "branch: main");
  refused("git@git.example.invalid:team/code", "branch: \"--upload-pack=touch made\"");
  refused("git@git.example.invalid:team/code", "branch: -x");
  refused("git@git.example.invalid:team/code", "commit: \"--output=made\"");
  refused("https://git.example.invalid/x", "branch: \"a b\\nc\"");
}

TEST_CASE("an artifact that nobody has given is said how to get") {
  const Code code;
  const RunResult result = code.shell("launch build job.yaml --dry-run");
  INFO(result.err);
  CHECK(result.exit_code == 2);
  CHECK(holds(result.err, "wandb artifact get team/p/code:v1 --root DIR"));
  CHECK(holds(result.err, "--artifact-dir code=DIR"));
  for (const char* name :
       {"code", "code:v1", "team/p/code:v1", "wandb-artifact://team/p/code:v1"}) {
    const RunResult found =
        code.shell("launch build job.yaml --dry-run --artifact-dir " + std::string(name) + "=code");
    INFO(name << found.err);
    CHECK(found.exit_code == 0);
  }
  CHECK(code.shell("launch build job.yaml --dry-run --artifact-dir code=nowhere").exit_code == 3);
  CHECK(code.shell("launch validate job.yaml --artifact-dir code=nowhere").exit_code == 3);
  CHECK(code.shell("launch build job.yaml --dry-run --artifact-dir code").exit_code == 2);
}

}  // namespace launch::tests
