// What W&B's client and launch's questions to its package print, read; and the Python behind it.
#include "submit/wandb_reading.h"

#include <nlohmann/json.hpp>

#include "submit/backend.h"
#include "tests/catch.h"
#include "tests/finished.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

using nlohmann::json;
using submit::Failure;
using submit::Finished;
using submit::State;

json seen(const char* item, const char* run) {
  json answer = {{"item", nullptr}, {"run", nullptr}, {"waiting", 0}, {"more", false}};
  if (item != nullptr) answer["item"] = {{"id", "item-1"}, {"state", item}};
  if (run != nullptr) answer["run"] = {{"id", "run-1"}, {"state", run}};
  return answer;
}

}  // namespace

TEST_CASE("states of jobs in W&B's queues") {
  const struct {
    const char* item;
    const char* run;
    State state;
    const char* why;  // a part of it
  } cases[] = {
      {"pending", nullptr, State::Queued, ""},
      {"leased", nullptr, State::Starting, "has taken"},
      {"claimed", nullptr, State::Starting, "is starting"},
      {"failed", nullptr, State::Failed, "could not start"},
      {"odd", nullptr, State::Unknown, "odd"},
      {"claimed", "pending", State::Starting, ""},
      {"failed", "pending", State::Failed, "could not start"},
      {"claimed", "running", State::Running, ""},
      {nullptr, "running", State::Running, ""},
      {"claimed", "finished", State::Succeeded, ""},
      {"failed", "finished", State::Succeeded, ""},
      {"claimed", "failed", State::Failed, "failed"},
      {"claimed", "crashed", State::Failed, "nothing more"},
      {"claimed", "killed", State::Cancelled, "stopped"},
      {"claimed", "preempting", State::Running, "preempted"},
      {"claimed", "preempted", State::Starting, "preempted"},
      {"claimed", "strange", State::Unknown, "strange"},
  };
  for (const auto& each : cases) {
    INFO((each.item == nullptr ? "" : each.item) << " " << (each.run == nullptr ? "" : each.run));
    const Finished answer = printed(seen(each.item, each.run).dump());
    const submit::Observation state = submit::wandb_state(answer);
    CHECK(state.state == each.state);
    CHECK(state.why.find(each.why) != std::string::npos);
    CHECK_FALSE(state.gone);
    const submit::Found found = submit::wandb_found(answer);
    CHECK(found.there);
    CHECK(found.backend_id == (each.item == nullptr ? "run-1" : "item-1"));
  }
}

TEST_CASE("what W&B does not tell is not taken for absence") {
  json answer = seen(nullptr, nullptr);
  submit::Found found = submit::wandb_found(printed(answer.dump()));
  CHECK_FALSE(found.there);
  CHECK(found.undecided.empty());
  CHECK(submit::wandb_state(printed(answer.dump())).gone);
  answer["waiting"] = 1;
  CHECK(submit::wandb_found(printed(answer.dump())).undecided.starts_with("1 job waits"));
  CHECK(submit::wandb_state(printed(answer.dump())).state == State::Queued);
  answer["waiting"] = 0;
  answer["more"] = true;
  found = submit::wandb_found(printed(answer.dump()));
  CHECK(found.undecided.find("first 100") != std::string::npos);
  for (const char* garbage :
       {"", "[]", "null", "{", "<html>", R"({"item":null})", R"({"run":3})"}) {
    INFO(garbage);
    CHECK_FALSE(submit::wandb_found(printed(garbage)).understood);
    CHECK(submit::wandb_state(printed(garbage)).state == State::Unknown);
  }
}

TEST_CASE("W&B's client tells in words what came of a push") {
  CHECK(submit::wandb_id(printed("", "wandb: launch: Added run to queue gpu.\nwandb: more")) ==
        "queue gpu");
  CHECK(submit::wandb_id(failed("wandb: launch: Added run to queue a.b.\n")) == "queue a.b");
  for (const char* other : {"", "Error: Error adding run to queue", "Added run to queue .", "gpu"})
    CHECK(submit::wandb_id(printed("", other)).empty());
  const struct {
    const char* err;
    Failure::Kind kind;
    bool never_sent;
  } cases[] = {
      {"Error: No API key configured. Use `wandb login` to log in.", Failure::Kind::NoCredentials,
       true},
      {"Error: Failed to verify credentials with https://api.wandb.ai: invalid API key",
       Failure::Kind::NoCredentials, true},
      {"Error: Failed to verify credentials with http://127.0.0.1:9: Failed to execute API "
       "request: the service process is busy and did not respond in time.",
       Failure::Kind::Unreachable, true},
      {"Error: Error adding run to queue", Failure::Kind::Refused, false},
      {"W&B has no queue \"gpu\" of team, or does not let it be seen", Failure::Kind::Refused,
       false},
      {"dial tcp: lookup api.wandb.ai: no such host", Failure::Kind::Unreachable, false},
  };
  for (const auto& each : cases) {
    INFO(each.err);
    CHECK(submit::wandb_failure_kind(failed(each.err)) == each.kind);
    CHECK(submit::wandb_never_sent(failed(each.err)) == each.never_sent);
  }
}

TEST_CASE("the Python that runs W&B's client") {
  const TempFolder folder;
  const std::string path = folder.path().string();
  const submit::Variables variables = [&](const char* name) -> const char* {
    return std::string_view(name) == "PATH" ? path.c_str() : nullptr;
  };
  const auto python_of = [&](const std::string& text) {
    folder.write("wandb", text);
    std::filesystem::permissions(folder.path() / "wandb", std::filesystem::perms::owner_all);
    return submit::wandb_python("wandb", variables);
  };
  CHECK(python_of("#!/venv/bin/python\nimport re\n") == "/venv/bin/python");
  CHECK(python_of("#!/usr/bin/python3.11 -sE\n") == "/usr/bin/python3.11");
  CHECK(python_of("#!/usr/bin/env python3\n") == "python3");
  CHECK(python_of("#!/bin/sh\n'''exec' \"/a long/way\" \"$0\"\n").ends_with("/python"));
  CHECK(python_of("#!/bin/sh\n'''exec' /long/way/bin/python3 \"$0\" \"$@\"\n' '''\n") ==
        "/long/way/bin/python3");
  for (const char* other : {"", "#!", "#!/bin/bash\nexec /venv/bin/python -m wandb\n",
                            "\x7f"
                            "ELF"}) {
    CHECK(python_of(other) == (std::filesystem::canonical(folder.path()) / "python").string());
  }
  CHECK(submit::wandb_python("nowhere", variables) == "nowhere");
  CHECK(submit::wandb_python("/nowhere/wandb", variables) == "/nowhere/wandb");
}

}  // namespace launch::tests
