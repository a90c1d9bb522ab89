// How containers fare, from what docker prints of them.
#include "submit/docker.h"
#include "tests/catch.h"
#include "tests/finished.h"

namespace launch::tests {

using submit::kDocker;
using submit::Observation;
using submit::State;

TEST_CASE("every state of a container") {
  struct Row {
    std::string json;
    State state;
    std::optional<int> exit_code;
    std::string why;
  };
  const std::vector<Row> rows{
      {R"({"Status":"created","StartedAt":"0001-01-01T00:00:00Z"})", State::Starting, {}, ""},
      {R"({"Status":"created","Error":"no such device"})", State::Failed, {}, "no such device"},
      {R"({"Status":"running","Running":true})", State::Running, {}, ""},
      {R"({"Status":"paused","Running":true,"Paused":true})", State::Running, {}, "it is paused"},
      {R"({"Status":"restarting","ExitCode":3})",
       State::Starting,
       {},
       "it is restarted after exit code 3"},
      {R"({"Status":"exited","ExitCode":0})", State::Succeeded, 0, ""},
      {R"({"Status":"exited","ExitCode":3})", State::Failed, 3, ""},
      {R"({"Status":"exited","ExitCode":137,"OOMKilled":true})", State::Failed, 137,
       "it ran out of memory"},
      {R"({"Status":"exited","ExitCode":0,"OOMKilled":true})", State::Succeeded, 0,
       "a process of it ran out of memory"},
      {R"({"Status":"exited","ExitCode":137})", State::Failed, 137, "as of signal 9"},
      {R"({"Status":"exited","ExitCode":143})", State::Failed, 143, "as of signal 15"},
      {R"({"Status":"exited","ExitCode":255})", State::Failed, 255, ""},
      {R"({"Status":"exited","ExitCode":127,"Error":"not found"})", State::Failed, 127,
       "not found"},
      // A removal that goes on, or failed, takes nothing from how it ended.
      {R"({"Status":"removing","ExitCode":0})", State::Succeeded, 0, ""},
      {R"({"Status":"dead","ExitCode":0})", State::Succeeded, 0, ""},
      {R"({"Status":"dead","ExitCode":2})", State::Failed, 2, ""},
      {R"({"Status":"removing","StartedAt":"0001-01-01T00:00:00Z"})",
       State::Failed,
       {},
       "it was removed unstarted"},
      {R"({"Status":"levitating"})", State::Unknown, {}, "docker says \"levitating\""},
      {R"({"Status":7})", State::Unknown, {}, "docker printed a state of another form"},
      {R"({"Status":"exited","ExitCode":"3"})",
       State::Unknown,
       {},
       "docker printed a state of another form"},
      {"[]", State::Unknown, {}, "docker printed no state"},
      {"", State::Unknown, {}, "docker printed no state"},
      {"\xff{", State::Unknown, {}, "docker printed no state"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    const Observation seen = kDocker.read_observed(printed(row.json));
    CHECK(seen.state == row.state);
    CHECK(seen.exit_code == row.exit_code);
    CHECK(seen.why == row.why);
  }
}

TEST_CASE("what docker prints of ids is an id or nothing") {
  CHECK(kDocker.created_id(printed("c0ffee254729\n")) == "c0ffee254729");
  CHECK(kDocker.created_id(printed("Welcome!\n")).empty());
  CHECK(kDocker.created_id(printed("")).empty());
  CHECK(kDocker.read_found(printed("c0ffee254729 running\n")).there);
  CHECK(kDocker.read_found(printed("c0ffee254729 created\n")).never_started);
  CHECK_FALSE(kDocker.read_found(printed("")).there);
  CHECK(kDocker.read_found(printed("")).understood);
  for (const char* garbage :
       {"<html>", "c0ffee254729", "a very long answer", "\xff\xfe x", " running"}) {
    CAPTURE(garbage);
    CHECK_FALSE(kDocker.read_found(printed(garbage)).understood);
  }
}

TEST_CASE("the place of an engine is kept, not the name of a context") {
  const auto none = [](const char*) -> const char* { return nullptr; };
  const auto host = [](const char*) -> const char* { return "tcp://a:1"; };
  const auto where = [&](const std::string& json, const submit::Variables& variables) {
    return kDocker.where({}, printed(json), variables);
  };
  const auto context = [](const std::string& name, const std::string& more) {
    return R"([{"Name":")" + name + R"(","Endpoints":{"docker":{"Host":"ssh://box")" + more + "}]";
  };
  CHECK(where(context("gpu", "}},\"TLSMaterial\":{}"), none) == "ssh://box");
  CHECK(where(context("gpu", "}},\"TLSMaterial\":{\"docker\":[\"ca.pem\"]}"), none) ==
        "context gpu");
  CHECK(where(context("gpu", ",\"SkipTLSVerify\":true}}"), none) == "context gpu");
  CHECK(where(context("default", ",\"SkipTLSVerify\":true}}"), none) == "ssh://box");
  for (const char* other : {"", "[]", "{}", "[7]", "[{}]", "podman"}) {
    CAPTURE(other);
    CHECK(where(other, none).empty());
    CHECK(where(other, host) == "tcp://a:1");
  }
}

}  // namespace launch::tests
