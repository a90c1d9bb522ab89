// Amounts by tables: what is read, what is refused, and what the server computes with them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/quantity.h"
#include "tests/catch.h"
#include "tests/shared_material.h"

namespace launch::kubernetes {
namespace {

std::string suggestion(const std::string& text) {
  const Check wrong = check_quantity(text);
  return wrong ? wrong->suggestion : "accepted";
}

Quantity amount(std::string_view text) {
  INFO(text);
  const std::optional<Quantity> quantity = parse_quantity(text);
  REQUIRE(quantity.has_value());
  return *quantity;
}

}  // namespace

TEST_CASE("what is an amount") {
  for (const char* text :
       {"0", "1", "100m", "2Gi", "2G", "1k", "1e3", "1E3", "1E", "1E+3", "1e-3", ".5", "1.", "+1",
        "-1", "1.5Gi", "0.5Ki", "1n", "1u", "9223372036854775808", "99999999999999999999999999Ei",
        "0000000000000000000000000001", "1e4294967299", "1e-2000000000", "1e2000000000", " 1Gi ",
        "1Gi\u00A0", "\u20031",
        // Without a digit: 0 to the server, as long as it computes in 64 bits.
        ".", "+", "-", "k", "Ki", "e3", "Ti"}) {
    INFO(text);
    CHECK_FALSE(check_quantity(text).has_value());
  }
  for (const char* text : {"",
                           " ",
                           "a",
                           "1 Gi",
                           "2gi",
                           "2GB",
                           "2g",
                           "1K",
                           "1mi",
                           "0x10",
                           "1e",
                           "1e+",
                           "1e1e1",
                           "1_000",
                           "1,5",
                           "1.2.3",
                           "--1",
                           "1-",
                           "1e9223372036854775808",
                           "1e-9223372036854775809",
                           "true",
                           "1Gi\t",
                           "\n1",
                           "1\u2028",
                           "Pi",
                           "Ei",
                           "e-10",
                           ".e-10",
                           "-e-12",
                           "1iM",
                           "1Kii",
                           "1kM",
                           "1.5.Gi"}) {
    INFO(text);
    const Check wrong = check_quantity(text);
    REQUIRE(wrong.has_value());
    CHECK_FALSE(wrong->message.empty());
    CHECK(wrong->begin <= std::string_view(text).size());
  }
}

TEST_CASE("an amount that was meant") {
  const std::map<std::string, std::string> table = {
      {"64GB", "64G"},   {"64gb", "64G"},    {"64GiB", "64Gi"},  {"64gi", "64Gi"},
      {"64g", "64G"},    {"1K", "1k"},       {"1KB", "1k"},      {"1KiB", "1Ki"},
      {"512MB", "512M"}, {"512mb", "512M"},  {"512mi", "512Mi"}, {"1 Gi", "1Gi"},
      {"2 cores", "2"},  {"1.5 GB", "1.5G"}, {"1TB", "1T"},      {"500millicores", "500m"}};
  for (const auto& [text, better] : table) {
    INFO(text);
    CHECK(suggestion(text) == "did you mean \"" + better + "\"?");
  }
  for (const char* text : {"", "lots", "0x10", "1.2.3GB", "1,5", "true"})
    CHECK(suggestion(text).empty());
  const Check wrong = check_quantity("64GB");
  REQUIRE(wrong.has_value());
  CHECK(wrong->begin == 2);
  CHECK(wrong->end == 4);
}

TEST_CASE("comparing amounts") {
  // Each is less than the next; those of one row are equal.
  const std::vector<std::vector<std::string>> rows = {
      {"-99999999999999999999Ei", "-9223372036854775807"},
      {"-1Gi", "-1024Mi"},
      {"-1n"},
      {"0", "-0", "0.0000000000", "0Ei", "0e2000000000", "."},
      {"1n", "0.1n", "0.0000000001", "1e-2000000000", "0.000000001"},
      {"2n", "1.5n", "0.0000000011"},
      {"1u", "1000n"},
      {"1m", "0.001", "1e-3"},
      {"0.5", "500m", "5e-1", ".5"},
      {"1", "1000m", "1.", "+1", "1e0", "0001"},
      {"1023"},
      {"1Ki", "1024"},
      {"1.5Ki", "1536"},
      {"1G", "1000M", "1e9"},
      {"1Gi", "1024Mi", "1048576Ki"},
      {"9223372036854775807", "8Ei", "100Ei", "9223372036854775807Ki"},
      {"9223372036854775808"},
      {"10E", "1e19"},
      {"123456789012345678901234567890"},
      {"1e2000000000"},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows.size(); ++j) {
      for (const std::string& a : rows[i]) {
        for (const std::string& b : rows[j]) {
          INFO(a << " and " << b);
          CHECK((amount(a) < amount(b)) == (i < j));
          CHECK((amount(a) == amount(b)) == (i == j));
          CHECK((amount(a) >= amount(b)) == (i >= j));
        }
      }
    }
    const int sign = i < 3 ? -1 : i == 3 ? 0 : 1;
    for (const std::string& text : rows[i]) CHECK(amount(text).sign() == sign);
  }
}

namespace {

struct Row {
  const char* text;
  const char* canonical;
  std::int64_t value;
  std::int64_t milli;
};

}  // namespace

// Each row as apimachinery 0.36.3 computes it on amd64.
TEST_CASE("what the server computes") {
  constexpr std::int64_t kMost = 9223372036854775807;
  const std::vector<Row> rows = {
      {"0", "0", 0, 0},
      {"1.5", "1500m", 2, 1500},
      {"0.1", "100m", 1, 100},
      {"1n", "1n", 1, 1},
      {"0.5n", "1n", 1, 1},
      {"-0.0001", "-100u", -1, -1},
      {"1Ki", "1Ki", 1024, 1024000},
      {"1.5Gi", "1536Mi", 1610612736, 1610612736000},
      {"1.5Ki", "1536", 1536, 1536000},
      {"0.5Ki", "512", 512, 512000},
      {"1000", "1k", 1000, 1000000},
      {"1001", "1001", 1001, 1001000},
      {"1e3", "1e3", 1000, 1000000},
      {"12e4", "120e3", 120000, 120000000},
      {"1024Ki", "1Mi", 1048576, 1048576000},
      {"10E", "10E", 0, 0},
      {"1e20", "100e18", 0, 0},
      {"8Ei", "9223372036854775807", kMost, -1000},
      {"9223372036854775807", "9223372036854775807", kMost, -1000},
      {"1000E", "1", 0, 0},
      // Near enough to the canonical form to be kept.
      {"01", "01", 1, 1000},
      {"+1", "+1", 1, 1000},
      {"1e0", "1e0", 1, 1000},
      {"1.500", "1.500", 2, 1500},
      {"003Ki", "003Ki", 3072, 3072000},
      {"1000m", "1", 1, 1000},
      {"1.0", "1", 1, 1000},
      {"999999999999999999", "999999999999999999", 999999999999999999, 3875820019684211736},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const Quantity quantity = amount(row.text);
    CHECK(quantity.text() == row.canonical);
    CHECK(quantity.value() == row.value);
    CHECK(quantity.milli_value() == row.milli);
  }
  for (const char* text : {"0", "1", "1000m", "1Gi", "1e3", "1e20"})
    CHECK(amount(text).is_integer());
  for (const char* text : {"0.5", "500m", "1n", "1500m"}) CHECK_FALSE(amount(text).is_integer());
  CHECK(amount("0.0001").rounded_to_milli() == amount("1m"));
  CHECK(amount("1.0005Ki").rounded_to_milli() == amount("1024512m"));
  CHECK(amount("123456789012345678901u").rounded_to_milli() == amount("123456789012345679m"));
}

TEST_CASE("amounts together") {
  struct Row {
    const char* a;
    const char* b;
    const char* both;
  };
  const std::vector<Row> rows = {
      {"0", "1", "1"},
      {"500m", "1500m", "2"},
      {"1Gi", "1", "1073741825"},
      {"999", "1m", "999001m"},
      {"9223372036854775807", "1", "9223372036854775808"},
      {"99999999999999999999", "1", "100000000000000000000"},
      {"1e30", "1n", "1000000000000000000000000000000000000001n"},
      // The smaller one is far below what anybody counts.
      {"1e2000000000", "1", "1e2000000000"},
  };
  for (const Row& row : rows) {
    INFO(row.a << " + " << row.b);
    CHECK(sum(amount(row.a), amount(row.b)) == amount(row.both));
    CHECK(sum(amount(row.b), amount(row.a)) == amount(row.both));
  }
  CHECK(sum(amount("1500m"), amount("1")).milli_value() == 2500);
  CHECK(sum(amount("1Gi"), amount("1Gi")).text() == "2Gi");
}

TEST_CASE("whole huge pages") {
  CHECK(is_huge_page_multiple("hugepages-2Mi", amount("100Mi")));
  CHECK(is_huge_page_multiple("hugepages-2Mi", amount("0")));
  CHECK(is_huge_page_multiple("hugepages-2Mi", amount("10E")));  // 0 in 64 bits
  for (const char* text : {"3Mi", "1m", "1Ki", "1500m", "1.", "1E"}) {
    CHECK_FALSE(is_huge_page_multiple("hugepages-2Mi", amount(text)));
  }
  for (const char* name : {"hugepages-", "hugepages-x", "hugepages-0", "hugepages--1",
                           "hugepages-1m", "hugepages-1e30"}) {
    CHECK_FALSE(is_huge_page_multiple(name, amount("2Mi")));
  }
}

namespace {

using Json = nlohmann::json;

void collect_quantities(const Json& value, std::vector<std::string>& texts) {
  const auto add = [&texts](const Json& quantity) {
    if (quantity.is_null()) return;
    texts.push_back(quantity.is_string() ? quantity.get<std::string>() : quantity.dump());
  };
  if (value.is_array()) {
    for (const Json& item : value) collect_quantities(item, texts);
  }
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) {
    const bool list = key == "limits" || key == "requests" || key == "overhead";
    if (key == "sizeLimit" || key == "divisor") {
      add(inner);
    } else if (list && inner.is_object()) {
      for (const Json& quantity : inner) add(quantity);
    } else {
      collect_quantities(inner, texts);
    }
  }
}

}  // namespace

// The recordings are not part of the project: without the folder they lie in, named by
// LAUNCH_SHARED_DIR or beside the project, the test says so and passes.
TEST_CASE("amounts in recorded cases are read as a real API server read them") {
  const std::filesystem::path folder = tests::shared_dir() / "cases";
  std::size_t read = 0;
  std::size_t refused = 0;
  for (const char* name : {"kubernetes-jobs.jsonl", "kubernetes-mutations.jsonl"}) {
    std::ifstream file(folder / name);
    for (std::string line; std::getline(file, line);) {
      const Json one = Json::parse(line);
      if (!one.contains("manifest")) continue;
      std::vector<std::string> texts;
      collect_quantities(one["manifest"], texts);
      const auto bad = std::find_if(texts.begin(), texts.end(), [](const std::string& text) {
        return check_quantity(text).has_value();
      });
      const std::string said = one.value("messages", Json::array()).dump();
      // The server stops at the first value that it cannot decode.
      const bool unreadable = said.find("quantities must match") != std::string::npos ||
                              said.find("unable to parse quantity") != std::string::npos ||
                              said.find("unable to parse numeric part") != std::string::npos;
      const bool decoded = said.find("cannot be handled as") == std::string::npos;
      INFO(one["name"] << " " << (bad == texts.end() ? "" : *bad) << " " << said);
      if (unreadable) CHECK(bad != texts.end());
      if (decoded) CHECK(bad == texts.end());
      refused += unreadable ? 1 : 0;
      read += texts.size();
    }
  }
  if (read == 0) {
    WARN("skipped: no recorded cases in " << folder.string());
    return;
  }
  CHECK(refused > 10);
}

}  // namespace launch::kubernetes
