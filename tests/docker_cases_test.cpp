// The judge against recorded verdicts of a real docker client 28.2.2 and engine 28.5.2.
//
// The recordings are not part of the project: without the folder they lie in, named by
// LAUNCH_SHARED_DIR or beside the project, the test says so and passes.
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "compiler/target/docker/judge.h"
#include "tests/catch.h"
#include "tests/shared_material.h"

namespace launch::docker {
namespace {

namespace fs = std::filesystem;

fs::path cases() { return tests::shared_dir() / "cases"; }

// Refusals that speak of the machine on which the verdicts were taken, and one that comes only from
// a client without an engine. docs/docker-undecidable.md tells why each cannot be known.
bool depends_on_host(const std::string& message) {
  constexpr std::array<std::string_view, 11> kSigns = {
      "CPUs available",             // --cpus above the host's
      "no such file or directory",  // --env-file, seccomp profiles
      "invalid env file",           // what a file says
      "unknown server OS",          // --device without an engine, which takes it
      "plugin \"",                  // logging drivers
      "No such container",          // --volumes-from, --link
      "No such image",
      "Unable to find image",
      "supported only for overlay",  // --storage-opt size
      "kernel does not support",
      "Requested CPUs are not available",
  };
  return std::any_of(kSigns.begin(), kSigns.end(), [&message](std::string_view sign) {
    return message.find(sign) != std::string::npos;
  });
}

bool refuses(const nlohmann::json& one) {
  std::vector<std::string> words = one["argv"];
  if (!one["image"].get<std::string>().empty()) {
    words.push_back(one["image"]);
    words.push_back("true");
  }
  const std::vector<Fault> faults =
      judge_run(std::vector<std::string_view>(words.begin(), words.end()));
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.rule->severity == Severity::Error; });
}

}  // namespace

TEST_CASE("the docker judge agrees with docker") {
  std::size_t judged = 0;
  for (const char* file : {"docker-run.jsonl", "docker-mutations.jsonl"}) {
    std::ifstream lines(cases() / file);
    if (!lines) {
      WARN("skipped: " << (cases() / file).string() << " is not there");
      continue;
    }
    std::size_t exceptions = 0;
    for (std::string line; std::getline(lines, line); ++judged) {
      const nlohmann::json one = nlohmann::json::parse(line);
      const bool refused = one["client"] != "accept" || one["create"] != "accept";
      if (refuses(one) == refused) continue;
      const std::string message =
          one["client_msg"].get<std::string>() + one["create_msg"].get<std::string>();
      ++exceptions;
      INFO(one["argv"].dump() << " " << one["image"] << ": " << message);
      CHECK((refused && depends_on_host(message)));
    }
    CHECK(exceptions <= 20);
  }
  SUCCEED(judged << " command lines judged");
}

}  // namespace launch::docker
