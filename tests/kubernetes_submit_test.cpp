// What launch reads of what kubectl prints. The rest is tried with a real API server
// (tests/kubernetes/submit).
#include <nlohmann/json.hpp>
#include <random>

#include "compiler/target/kubernetes/server_words.h"
#include "submit/backend.h"
#include "submit/kubernetes_place.h"
#include "submit/kubernetes_state.h"
#include "tests/catch.h"

namespace launch::tests {
namespace {

using kubernetes::server_complaints;
using submit::kubernetes_state;
using submit::KubernetesPlace;
using submit::place_of;
using submit::place_of_context;

TEST_CASE("a place on Kubernetes is read back as it was written", "[submit][kubernetes]") {
  KubernetesPlace place;
  place.kind = "job.batch";
  place.name_space = "ml server=https://elsewhere.example";
  place.context = "arn:aws:eks:eu-west-1:1:cluster/a b%20\n";
  place.server = "https://10.0.0.1:6443";
  const KubernetesPlace read = place_of(text_of(place));
  CHECK(read.kind == place.kind);
  CHECK(read.name_space == place.name_space);
  CHECK(read.context == place.context);
  CHECK(read.server == place.server);
  CHECK(read.tls_server_name.empty());
  CHECK(text_of(place_of("kind=pod")) == "kind=pod");
}

TEST_CASE("the current context tells where kubectl goes", "[submit][kubernetes]") {
  const std::string config = R"({"current-context": "b", "contexts": [
      {"name": "a", "context": {"cluster": "x", "namespace": "wrong"}},
      {"name": "b", "context": {"cluster": "y"}}],
      "clusters": [{"name": "x", "cluster": {"server": "https://x"}},
                   {"name": "y", "cluster": {"server": "https://y", "tls-server-name": "t"}}]})";
  const KubernetesPlace place = place_of_context(config, "");
  CHECK(text_of(place) == "namespace=default server=https://y tls-server-name=t context=b");
  CHECK(text_of(place_of_context(config, "a")) == "namespace=wrong server=https://x context=a");
  CHECK(text_of(place_of_context(config, "c")) == "namespace=default context=c");
  for (const char* none : {"", "garbage", "[]", R"({"current-context": 7})",
                           R"({"contexts": null, "current-context": ""})"}) {
    CHECK(text_of(place_of_context(none, "")).empty());
  }
  CHECK(text_of(place_of_context(R"({"current-context": "gone", "contexts": [7]})", "")) ==
        "namespace=default context=gone");
}

TEST_CASE("no list that kubectl could print is too odd", "[submit][kubernetes]") {
  const std::string seed = R"({"items": [{"apiVersion": "batch/v1", "kind": "Job",
      "metadata": {"uid": "u", "deletionTimestamp": "t"}, "spec": {"suspend": true, "completions": 3},
      "status": {"conditions": [{"type": "Failed", "status": "True", "reason": "r", "message": "m"}],
                 "succeeded": 1, "failed": 2}},
      {"kind": "Pod", "metadata": {"ownerReferences": []}, "spec": {"nodeName": "n"},
       "status": {"phase": "Failed", "containerStatuses": [
           {"state": {"terminated": {"exitCode": 3, "reason": "OOMKilled"}}}]}}]})";
  CHECK(kubernetes_state(seed).why == "it ran out of memory; r: m");
  CHECK(kubernetes_state(R"({"items": []})").gone);
  CHECK_FALSE(kubernetes_state("garbage").gone);
  std::mt19937 random(7);
  const std::string pieces[] = {"null", "7", "\"\"", "[]", "{}", "true", "-1e99", "\"True\""};
  for (int i = 0; i < 3000; ++i) {
    // One value of the tree becomes another, whatever its type.
    const nlohmann::json flat = nlohmann::json::parse(seed).flatten();
    nlohmann::json changed = nlohmann::json::parse(seed);
    for (int n = 0; n < 3; ++n) {
      auto chosen = flat.begin();
      std::advance(chosen, random() % flat.size());
      nlohmann::json::json_pointer place(chosen.key());
      for (unsigned up = random() % 4; up > 0 && !place.empty(); --up) place.pop_back();
      if (changed.contains(place)) changed[place] = nlohmann::json::parse(pieces[random() % 8]);
    }
    CHECK_NOTHROW(kubernetes_state(changed.dump()));
  }
}

TEST_CASE("what the API server refuses is led back to fields", "[submit][kubernetes]") {
  // Three shapes that kubectl 1.36 prints.
  const auto list = server_complaints(
      "Error from server (Invalid): error when creating \"STDIN\": Job.batch \"x\" is invalid: "
      "[spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0, "
      "spec.template.spec.containers[0].env[1].name: Required value]");
  REQUIRE(list.size() == 2);
  CHECK(list[0].kind == "Job");
  CHECK(list[0].path == Path{"spec", "backoffLimit"});
  CHECK(list[0].message ==
        "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0");
  CHECK(list[1].path == Path{"spec", "template", "spec", "containers", "0", "env", "1", "name"});
  CHECK(list[1].message == "spec.template.spec.containers[0].env[1].name: Required value");

  const auto bullets = server_complaints(
      "The PyTorchJob \"x\" is invalid: \n* spec.a: Unsupported value: \"b\": supported values: "
      "\"c\", \"d\"\n* metadata.name: Too long: may not be more than 63 bytes\nmore");
  REQUIRE(bullets.size() == 2);
  CHECK(bullets[0].kind == "PyTorchJob");
  CHECK(bullets[0].message == "spec.a: Unsupported value: \"b\": supported values: \"c\", \"d\"");
  CHECK(bullets[1].path == Path{"metadata", "name"});

  const auto strict = server_complaints(
      "Error from server (BadRequest): error when creating \"STDIN\": Job in version \"v1\" cannot "
      "be handled as a Job: strict decoding error: unknown field \"spec.backofLimit\", duplicate "
      "field \"spec.x\"");
  REQUIRE(strict.size() == 2);
  CHECK(strict[0].path == Path{"spec", "backofLimit"});
  CHECK(strict[1].message == "duplicate field \"spec.x\"");

  const auto typed = server_complaints(
      "Error from server (BadRequest): error when creating \"STDIN\": Job in version \"v1\" cannot "
      "be handled as a Job: json: cannot unmarshal string into Go struct field "
      "Container.spec.template.spec.containers.stdin of type bool");
  REQUIRE(typed.size() == 1);
  CHECK_FALSE(typed[0].has_indexes);
  CHECK(typed[0].path == Path{"spec", "template", "spec", "containers", "stdin"});

  CHECK(server_complaints("Error from server (NotFound): namespaces \"x\" not found").empty());
}

TEST_CASE("a client's words are fit for a terminal", "[submit]") {
  CHECK(submit::words_of(
            "E1126 03:58:48.251387   24714 memcache.go:265] \"x\"\nerror: \x1b[1mno\n\n") ==
        "error: [1mno");
  CHECK(submit::words_of("\xff{\n") == "\uFFFD{");
  const std::string much = submit::words_of(std::string(1U << 20U, 'x'));
  CHECK(much.size() < 2100);
  CHECK(much.ends_with(" …"));
}

}  // namespace
}  // namespace launch::tests
