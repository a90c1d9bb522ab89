// Names that the Kubernetes target makes: legal, and different for different things.
#include <set>
#include <string>

#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/names.h"
#include "tests/catch.h"

namespace launch::kubernetes {

TEST_CASE("a text becomes a DNS label") {
  CHECK(legal_label("launch-Team_A-unet v2") == "launch-team-a-unet-v2");
  CHECK(legal_label("--a--b--") == "a-b");
  CHECK(legal_label("№ü").empty());
  CHECK(legal_label(std::string(63, 'a')) == std::string(63, 'a'));
  CHECK(legal_label(std::string(64, 'a')).size() == 63);
  // What is cut at a dash does not end its first part in one.
  CHECK(legal_label("abc-" + std::string(80, 'x'), 13).starts_with("abc-"));
}

TEST_CASE("texts that are cut alike stay apart") {
  const std::string long_name(70, 'n');
  CHECK(legal_label(long_name + "1") != legal_label(long_name + "2"));
  CHECK(legal_label_value(long_name + "1") != legal_label_value(long_name + "2"));
}

TEST_CASE("run ids that look alike name different objects") {
  const std::string ids[] = {"run-1",
                             "Run-1",
                             "run_1",
                             "run 1",
                             "run--1",
                             "-run-1",
                             "№",
                             "ü",
                             "",
                             std::string(80, 'r'),
                             std::string(81, 'r')};
  std::set<std::string> labels;
  std::set<std::string> values;
  for (const std::string& id : ids) {
    const std::string label = distinct_label(id);
    CAPTURE(id, label);
    if (!id.empty()) CHECK_FALSE(check_dns_label(label));
    labels.insert(label);
    values.insert(legal_label_value(id));
  }
  CHECK(labels.size() == std::size(ids));
  CHECK(values.size() == std::size(ids));
  CHECK(distinct_label("n0denzl9") == "n0denzl9");
}

}  // namespace launch::kubernetes
