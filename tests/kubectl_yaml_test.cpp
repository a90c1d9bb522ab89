// Manifests as kubectl reads them: scalars, keys, tags, merges and documents, by tables.
#include "compiler/target/kubernetes/kubectl_scalar.h"
#include "tests/catch.h"
#include "tests/kubectl_reading.h"

namespace launch::tests {

using kubernetes::resolve_kubectl;

TEST_CASE("a plain scalar is typed as kubectl types it") {
  const std::vector<std::tuple<std::string, Kind, std::string>> kRows = {
      {"x", Kind::String, "x"},
      {"", Kind::Null, "null"},
      {"~", Kind::Null, "null"},
      {"Null", Kind::Null, "null"},
      {"nUll", Kind::String, "nUll"},
      {"yes", Kind::Bool, "true"},
      {"N", Kind::Bool, "false"},
      {"OFF", Kind::Bool, "false"},
      {"tRue", Kind::String, "tRue"},
      {"5", Kind::Integer, "5"},
      {"+5", Kind::Integer, "5"},
      {"-0", Kind::Integer, "0"},
      {"012", Kind::Integer, "10"},
      {"-012", Kind::Integer, "-10"},
      {"08", Kind::Integer, "8"},
      {"0o12", Kind::Integer, "10"},
      {"0O12", Kind::Integer, "10"},
      {"0x1F", Kind::Integer, "31"},
      {"-0x1F", Kind::Integer, "-31"},
      {"0x", Kind::String, "0x"},
      {"0b101", Kind::Integer, "5"},
      {"0b2", Kind::String, "0b2"},
      {"0b-101", Kind::Integer, "-5"},
      {"1_000", Kind::Integer, "1000"},
      {"1__0", Kind::Integer, "10"},
      {"0_x1F", Kind::Integer, "31"},
      {"_1", Kind::String, "_1"},
      {"18446744073709551615", Kind::Integer, "18446744073709551615"},
      {"+18446744073709551615", Kind::Integer, "18446744073709552000"},
      {"123456789012345678901", Kind::Integer, "123456789012345680000"},
      {"3.0", Kind::Integer, "3"},
      {"5.", Kind::Integer, "5"},
      {"1e3", Kind::Integer, "1000"},
      {"1E3", Kind::Integer, "1000"},
      {"1e1_0", Kind::Integer, "10000000000"},
      {"1e21", Kind::Float, "1e+21"},
      {"1e-7", Kind::Float, "1e-7"},
      {"-0.0", Kind::Integer, "-0"},
      {"1.50", Kind::Float, "1.5"},
      {".5", Kind::Float, "0.5"},
      {".5_0", Kind::Float, "0.5"},
      {"._5", Kind::String, "._5"},
      {"1e400", Kind::String, "1e400"},
      {"1e", Kind::String, "1e"},
      {"1.2.3", Kind::String, "1.2.3"},
      {".inf", Kind::Float, ".inf"},
      {"-.INF", Kind::Float, "-.inf"},
      {".nan", Kind::Float, ".nan"},
      {"1:30", Kind::String, "1:30"},
      {"2024-01-01", Kind::String, "2024-01-01"},
      {"=", Kind::String, "="},
      {"<<", Kind::String, "<<"}};
  for (const auto& [text, kind, expected] : kRows) {
    INFO(text);
    CHECK(resolve_kubectl(text).kind == kind);
    CHECK(resolve_kubectl(text).text == expected);
  }
}

TEST_CASE("a key is the text that kubectl makes of it") {
  const std::vector<std::pair<std::string, std::string>> kRows = {{"x", "x"},
                                                                  {"yes", "true"},
                                                                  {"5", "5"},
                                                                  {"012", "10"},
                                                                  {"0x1F", "31"},
                                                                  {"1.5", "1.5"},
                                                                  {"1.50", "1.5"},
                                                                  {"3.0", "3"},
                                                                  {"1e6", "1e+06"},
                                                                  {"1e5", "100000"},
                                                                  {"0.0001", "0.0001"},
                                                                  {"0.00001", "1e-05"},
                                                                  {".inf", ".inf"},
                                                                  {"1e39", ".inf"},
                                                                  {"16777217.0", "1.6777216e+07"},
                                                                  {"2024-01-01", "2024-01-01"}};
  for (const auto& [text, expected] : kRows) {
    INFO(text);
    CHECK(kubernetes::kubectl_key(text) == std::optional(expected));
  }
}

TEST_CASE("a tag settles what a key is") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"!!str 1.0", "1.0"},     {"!!float 1.50", "1.5"}, {"!!float 123456789", "1.2345679e+08"},
      {"!!int 0x10", "16"},     {"!!bool yes", "true"},  {"!<tag:yaml.org,2002:str> 1.0", "1.0"},
      {"!!float 1e6", "1e+06"}, {"! 012", "012"}};
  for (const auto& [key, expected] : kRows) {
    for (const std::string& text : {"{" + key + ": x}", "{a: b, " + key + ": x}", key + ": x\n"}) {
      INFO(text);
      const KubectlReading reading(text);
      REQUIRE(reading.documents.size() == 1);
      CHECK(reading.json()[0].contains(expected));
    }
  }
}

TEST_CASE("an alias that is a key is what its anchor's scalar is as a key") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"&x 1.50", "1.5"},      {"&x yes", "true"},
      {"&x '1.50'", "1.50"},   {"&x !!str yes", "yes"},
      {"!!str &x yes", "yes"}, {"&x 012", "10"},
      {"&x abc", "abc"},       {"&xy 012, w: &x yes", "true"}};
  for (const auto& [value, expected] : kRows) {
    const std::string text = "{v: " + value + ", m: {*x : y}}";
    INFO(text);
    const KubectlReading reading(text);
    REQUIRE(reading.documents.size() == 1);
    CHECK(reading.json()[0]["m"].contains(expected));
  }
}

TEST_CASE("base64 is decoded as strictly as Go does") {
  CHECK(kubernetes::decode_base64("aGVsbG8=") == "hello");
  CHECK(kubernetes::decode_base64("aGVs\nbG8h") == "hello!");
  CHECK(kubernetes::decode_base64("aA==") == "h");
  CHECK(kubernetes::decode_base64("") == "");
  for (const char* bad : {"aGVsbG8", "a", "a===", "aG=s", "aGVs bG8=", "!!!!", "===="}) {
    INFO(bad);
    CHECK_FALSE(kubernetes::decode_base64(bad));
  }
}

TEST_CASE("a file is read as kubectl reads it") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"a: 1\n---\nb: 012\n", R"([{"a":1},{"b":10}])"},
      {"{\"a\": \"b\\/c\"}", R"([{"a":"b/c"}])"},  // JSON
      {"a: \"b\\\\/c\"\nd: 'e\\/f'\n", R"([{"a":"b\\/c","d":"e\\/f"}])"},
      {"{\"a\": 3.0, \"b\": 012}", R"([{"a":3,"b":10}])"},
      {"{\"a\": 3.5, \"b\": \"012\"}", R"([{"a":3.5,"b":"012"}])"},
      {"a: !!int \"0x1F\"\nb: !!bool 'yes'\nc: !!float 5\nd: !!str 5\ne: !!null ''\n",
       R"([{"a":31,"b":true,"c":5,"d":"5","e":null}])"},
      {"a: !!binary aGVsbG8=\nb: ! 5\n", R"([{"a":"hello","b":"5"}])"},
      {"yes: 1\n\"no\": 2\n!!str on: 3\n!!int 0x1F: 4\n", R"([{"true":1,"no":2,"on":3,"31":4}])"},
      {"a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n", R"([{"a":{"b":1,"c":2},"d":{"b":1,"c":3}}])"},
      {"a: |\n  x", R"([{"a":"x\n"}])"},
      {"a: |-\n  x", R"([{"a":"x"}])"},
      {"a: |+\n  x", R"([{"a":"x\n"}])"},
      {"a: \"|\"", R"([{"a":"|"}])"},
      {"a: 1\n...\n---\nb: 1\n", R"([{"a":1},{"b":1}])"},
      {"a: 1\n...\n%YAML 1.1\n---\nb: 1\n", R"([{"a":1},{"b":1}])"},
      {"--- # comment\na: 1\n", R"([{"a":1}])"},
      {"\xEF\xBB\xBF--- {a: 1}\n", R"([{"a":1}])"}};
  for (const auto& [text, expected] : kRows) {
    INFO(text);
    const KubectlReading reading(text);
    CHECK(reading.first_error().empty());
    CHECK(reading.json().dump() == nlohmann::json::parse(expected).dump());
  }
}

TEST_CASE("what kubectl refuses or drops is refused") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"a: .inf\n", "kubernetes/yaml-no-number"},
      {"a: [.nan]\n", "kubernetes/yaml-no-number"},
      {"a: !!float .inf\n", "kubernetes/yaml-no-number"},
      {"18446744073709551615: x\n", "yaml/bad-key"},
      {"yes: 1\non: 2\n", "kubernetes/yaml-lost-key"},
      {"0x1: 1\n\"1\": 2\n", "kubernetes/yaml-lost-key"},
      {"a: 1\na: 2\n", "yaml/duplicate-key"},
      {"a: &x {b: 1}\nd:\n  b: 2\n  <<: *x\n", "yaml/duplicate-key"},
      {"a: !!int x\n", "yaml/bad-tag-value"},
      {"a: !!float 18446744073709551615\n", "yaml/bad-tag-value"},
      {"a: !!binary x\n", "yaml/bad-tag-value"},
      {"a: !custom x\n", "yaml/unknown-tag"},
      {"a: !append [x]\n", "yaml/unknown-tag"},
      {"a: !replace x\n", "yaml/unknown-tag"},
      {"a: 1\n...\nb: 2\n", "yaml/syntax"},
      {"---\n...\na: 1\n", "yaml/syntax"},
      {"--- {a: 1}\n", "kubernetes/yaml-document-mark"},
      {"--- !!map\na: 1\n", "kubernetes/yaml-document-mark"},
      {"a: \"b\\/c\"\n", "yaml/syntax"},
      {"\"a\\\\\\/b\": 1\n", "yaml/syntax"},
      {"---a: 1\n", "kubernetes/yaml-document-mark"},
      {"a: 1\n---b: 1\n", "kubernetes/yaml-document-mark"},
      {"%YAML 1.1\n---\na: 1\n", "kubernetes/yaml-document-mark"},
      {"# x\n%YAML 1.1\n--- # c\na: 1\n", "kubernetes/yaml-document-mark"},
      {"a: 1\r---\rb: 2\r", "kubernetes/yaml-document-mark"}};
  for (const auto& [text, rule] : kRows) {
    INFO(text);
    CHECK(KubectlReading(text).first_error().starts_with(rule + ":"));
  }
}

}  // namespace launch::tests
