// The verdict on whole `docker run` command lines.
#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "compiler/target/docker/flags.h"
#include "compiler/target/docker/judge.h"
#include "compiler/target/docker/rules.h"
#include "tests/catch.h"

namespace launch::docker {
namespace {

using Words = std::vector<std::string>;

std::vector<Fault> judge(const Words& words) {
  return judge_run(std::vector<std::string_view>(words.begin(), words.end()));
}

// "id@word id@word …", the words' numbers telling where each fault stands.
std::string found(const Words& words) {
  std::string result;
  for (const Fault& fault : judge(words)) {
    REQUIRE(fault.rule != nullptr);
    if (fault.word < words.size()) {
      CHECK(fault.begin <= fault.end);
      CHECK(fault.end <= words[fault.word].size());
    }
    result += (result.empty() ? "" : " ") + std::string(fault.rule->id.substr(7)) + "@" +
              std::to_string(fault.word);
  }
  return result;
}

// What the first fault points at.
std::string marked(const Words& words) {
  const std::vector<Fault> faults = judge(words);
  if (faults.empty()) return "";
  const Fault& first = faults.front();
  return words[first.word].substr(first.begin, first.end - first.begin);
}

struct Example {
  const char* rule;
  Words words;
};

// One command line for each rule; the rule is the first it breaks.
const std::vector<Example> kExamples = {
    {"unknown-flag", {"--gpu", "all", "a"}},
    {"missing-value", {"--memory"}},
    {"missing-image", {"--rm"}},
    {"nul-byte", {std::string("a\0b", 3)}},
    {"help-flag", {"--help", "a"}},
    {"bad-boolean", {"--rm=yes", "a"}},
    {"bad-number", {"--pids-limit", "many", "a"}},
    {"bad-size", {"-m", "64Mi", "a"}},
    {"bad-duration", {"--health-interval", "10", "a"}},
    {"bad-choice", {"--pull", "Always", "a"}},
    {"bad-restart", {"--restart", "never", "a"}},
    {"bad-signal", {"--stop-signal", "STOPP", "a"}},
    {"bad-capability", {"--cap-add", "PTRACE", "a"}},
    {"bad-security-option", {"--security-opt", "secomp=unconfined", "a"}},
    {"bad-sysctl", {"--sysctl", "vm.swappiness=1", "a"}},
    {"bad-ulimit", {"--ulimit", "nofiles=1", "a"}},
    {"bad-cpus", {"--cpus", "two", "a"}},
    {"cpu-limit", {"--cpu-quota", "10", "a"}},
    {"memory-limit", {"-m", "1m", "a"}},
    {"out-of-range", {"--oom-score-adj", "1001", "a"}},
    {"health-check", {"--no-healthcheck", "--health-cmd", "true", "a"}},
    {"bad-gpus", {"--gpus", "ALL", "a"}},
    {"bad-device", {"--device", "fuse", "a"}},
    {"bad-env", {"-e", "=1", "a"}},
    {"bad-label", {"-l", "a b=1", "a"}},
    {"bad-file", {"--env-file", "", "a"}},
    {"bad-volume", {"-v", "~/data:/data", "a"}},
    {"bad-mount", {"--mount", "type=bind,src=/a,target=b", "a"}},
    {"bad-path", {"-w", "work", "a"}},
    {"duplicate-mount", {"-v", "/a:/d", "-v", "/b:/d", "a"}},
    {"bad-port", {"-p", "8080:http", "a"}},
    {"bad-network", {"--network", "alias=db", "a"}},
    {"network-conflict", {"--network-alias", "db", "a"}},
    {"bad-ip", {"--dns", "localhost", "a"}},
    {"bad-host", {"--add-host", "db", "a"}},
    {"bad-name", {"--name", "my run", "a"}},
    {"bad-image", {"UPPER"}},
    {"bad-platform", {"--platform", "amd46", "a"}},
    {"bad-log-option", {"--log-opt", "max-sice=1m", "a"}},
    {"bad-storage-option", {"--storage-opt", "sise=1G", "a"}},
    {"flag-conflict", {"--rm", "--restart", "always", "a"}},
    {"windows-only", {"--cpu-count", "2", "a"}},
    {"gpus-unquoted-list", {"--gpus", "device=0,1", "a"}},
    {"drive-letter", {"-v", "v:/data", "a"}},
    {"anonymous-volume", {"-v", "data", "a"}},
    {"repeated-flag", {"-m", "1g", "--memory=2g", "a"}},
    {"discarded-flag", {"--network", "host", "-p", "80:80", "a"}},
    {"host-dependent", {"--log-driver", "loki", "a"}},
    {"flag-after-image", {"a", "--gpus", "all"}},
};

}  // namespace

TEST_CASE("every docker rule has an example") {
  std::set<std::string_view> seen;
  for (const Example& example : kExamples) {
    const std::vector<Fault> faults = judge(example.words);
    INFO(example.rule);
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().rule->id == "docker/" + std::string(example.rule));
    CHECK_FALSE(faults.front().message.empty());
    seen.insert(faults.front().rule->id);
  }
  for (const Rule* rule : kRules) CHECK(seen.contains(rule->id));
}

TEST_CASE("docker flags are found by every spelling") {
  CHECK(all_flags().size() == 107);
  CHECK(find_flag("gpus")->type == FlagType::Gpus);
  CHECK(find_flag("m")->name == "memory");
  CHECK(find_flag("P")->name == "publish-all");
  CHECK(find_flag("memory-swaps") == nullptr);
  CHECK(canonical_name("net-alias") == "network-alias");
  CHECK(canonical_name("v") == "volume");
  for (const char* key : {"shm-size", "shm_size", "--shm-size", "--shm_size"}) {
    REQUIRE(find_flag_for_key(key) != nullptr);
    CHECK(find_flag_for_key(key)->name == "shm-size");
  }
  CHECK(find_flag_for_key("-m")->name == "memory");
  CHECK(find_flag_for_key("") == nullptr);
  CHECK(find_flag_for_key("cpu") == nullptr);
  CHECK(find_flag("env")->pairs);
  CHECK(find_flag("env")->repeatable());
  CHECK_FALSE(find_flag("memory")->repeatable());
}

TEST_CASE("docker's parser of flags is followed") {
  CHECK(found({"-dit", "--rm", "-m1g", "-e=A=1", "--gpus=all", "a", "sh", "-c", "x"}).empty());
  CHECK(found({"--", "a"}).empty());
  CHECK(found({"--net", "host", "--dns-opt", "x", "a"}).empty());
  CHECK(found({"-ixt", "a"}) == "unknown-flag@0");
  CHECK(found({"--x=1", "a"}) == "unknown-flag@0");
  CHECK(found({"---memory", "1g", "a"}) == "unknown-flag@0");
  CHECK(found({"-im", "64Mi", "a"}) == "bad-size@1");
  CHECK(found({"--rm", "false", "a"}) == "bad-boolean@1");
  CHECK(found({}) == "missing-image@0");
  CHECK(found({"--name", "a"}) == "bad-name@1 missing-image@1");
  CHECK(marked({"--memory=64Mi", "a"}) == "Mi");
  CHECK(marked({"-m64Mi", "a"}) == "Mi");
  CHECK(marked({"--ulimit", "nofile=2:x", "a"}) == "x");
  CHECK(judge({"--shm_size", "1g", "a"}).front().suggestion == "did you mean \"--shm-size\"?");
}

TEST_CASE("all faults of a docker command line are found, each once") {
  CHECK(found({"-m", "64Mi", "--gpu", "all", "--cpus", "x", "-p", "a:b", "UPPER"}) ==
        "bad-size@1 unknown-flag@2 bad-cpus@5 bad-port@7 bad-image@8");
  // A limit that cannot be read is not also a missing one.
  CHECK(found({"-m", "64Mi", "--memory-swap", "1g", "a"}) == "bad-size@1");
  CHECK(found({"--network", "alias=a", "--ip", "1.2.3.4", "a"}) == "bad-network@1");
}

TEST_CASE("docker flags are judged together") {
  CHECK(found({"--memory-swap", "1g", "a"}) == "memory-limit@1");
  CHECK(found({"-m", "2g", "--memory-swap", "1g", "a"}) == "memory-limit@3");
  CHECK(found({"-m", "2g", "--memory-reservation", "3g", "a"}) == "memory-limit@3");
  CHECK(found({"--cpus", "1", "--cpu-quota", "5000", "a"}) == "flag-conflict@3");
  CHECK(found({"-d", "-a", "stdout", "a"}) == "flag-conflict@2");
  // Only the first network is the container's mode.
  CHECK(found({"--network", "container:", "a"}) == "bad-network@1");
  CHECK(found({"--network=default", "--net", "container:", "a"}).empty());
  CHECK(found({"--rm", "--rm=false", "--restart", "always", "a"}) == "repeated-flag@1");
  CHECK(found({"--detach-keys", "ab", "a"}) == "bad-choice@1");
  CHECK(found({"-d", "--detach-keys", "ab", "a"}).empty());
  CHECK(found({"-it", "a"}) == "host-dependent@0");
  CHECK(found({"--uts=host", "-h", "x", "a"}) == "flag-conflict@2");
  CHECK(found({"--ip", "172.17.0.9", "a"}) == "network-conflict@1");
  CHECK(found({"--network", "own", "--ip", "172.17.0.9", "a"}).empty());
  CHECK(found({"--network", "own", "--ip", "172.17.0", "a"}) == "bad-ip@3");
  CHECK(found({"--network", "container:x", "-p", "80", "--hostname", "h", "a"}) ==
        "network-conflict@3 network-conflict@5");
  CHECK(found({"--network", "own", "--network", "bridge", "a"}) == "network-conflict@3");
  CHECK(found({"--network", "own", "--network", "own", "a"}) == "network-conflict@3");
  CHECK(found({"--network", "name=own,ip=1.2.3.4", "--ip", "1.2.3.4", "a"}) ==
        "network-conflict@3");
  CHECK(found({"-v", "/a:/d", "-v", "/a:/d", "a"}).empty());
  CHECK(found({"-v", "/a:/d", "--tmpfs", "/d", "a"}) == "duplicate-mount@1");
  CHECK(found({"-v", "/a:/d/", "--mount", "target=/d", "a"}) == "duplicate-mount@3");
  CHECK(found({"--log-driver", "none", "--log-opt", "tag=x", "a"}) == "bad-log-option@3");
  CHECK(found({"--log-opt", "max-buffer-size=1m", "a"}) == "bad-log-option@1");
  CHECK(found({"--sysctl", "net.ipv4.conf.eth0.x=1", "a"}) == "bad-sysctl@1");
  CHECK(found({"--network", "host", "--sysctl", "net.ipv4.conf.eth0.x=1", "a"}).empty());
  CHECK(found({"--health-interval", "500us", "a"}) == "health-check@1");
}

TEST_CASE("what depends on the host is no error") {
  for (const Words& words : std::vector<Words>{{"--cpus", "64", "a"},
                                               {"--env-file", "x.env", "a"},
                                               {"--volumes-from", "x", "a"},
                                               {"--link", "x:y", "a"},
                                               {"--runtime", "x", "a"},
                                               {"--storage-opt", "size=1G", "a"},
                                               {"--log-driver", "x", "a"},
                                               {"--security-opt", "seccomp=x.json", "a"},
                                               {"--blkio-weight", "5", "a"},
                                               {"--volume-driver", "x", "-v", "a_:/b", "a"},
                                               {"--cpuset-cpus", "63", "a"},
                                               {"--mount", "type=bind,src=/no/such,dst=/d", "a"},
                                               {"--pull", "never", "nosuch"}}) {
    for (const Fault& fault : judge(words)) {
      INFO(words[0] << " " << words[1] << ": " << fault.message);
      CHECK(fault.rule->severity == Severity::Warning);
    }
  }
}

TEST_CASE("no bytes crash the docker judge") {
  std::mt19937 random(7);  // NOLINT: the same words in every run
  const std::string pieces[] = {"--", "-",    "=",    ":", ",",  "\"", "/",     "0",
                                "x",  "\xC3", "\xFF", " ", "\\", "[",  "1e9999"};
  std::vector<std::string> names;
  for (const Flag& flag : all_flags()) names.push_back("--" + std::string(flag.name) + "=");
  for (int round = 0; round < 20000; ++round) {
    Words words;
    for (std::size_t i = random() % 4; i > 0; --i) {
      std::string word = random() % 4 == 0 ? "" : names[random() % names.size()];
      for (std::size_t k = random() % 6; k > 0; --k) word += pieces[random() % std::size(pieces)];
      words.push_back(std::move(word));
    }
    found(words);
  }
  found({"--memory", std::string(100000, '9'), "--name", std::string(100000, 'a'),
         std::string(100000, '/')});
}

}  // namespace launch::docker
