#include <cstdint>

#include "compiler/build/gzip.h"
#include "compiler/build/laid_over.h"
#include "compiler/document/write_json.h"
#include "tests/catch.h"
#include "tests/document_checks.h"

namespace launch::tests {
namespace {

std::string laid(const std::string& ours, const std::string& theirs) {
  Reading a(ours);
  Reading b(theirs);
  return write_json(build::laid_over(a.documents.at(0).root, b.documents.at(0).root, a.arena),
                    JsonStyle::Compact);
}

}  // namespace

TEST_CASE("a gzip file holds its content in stored blocks, and its sum") {
  // As Python's zlib and gzip read them: crc32(b"123456789") is the published check value.
  const std::string file = build::write_gzip("123456789");
  CHECK(file.substr(0, 4) == std::string("\x1f\x8b\x08\x00", 4));
  CHECK(file.substr(10, 5) == std::string("\x01\x09\x00\xf6\xff", 5));
  CHECK(file.substr(15, 9) == "123456789");
  CHECK(file.substr(24) == std::string("\x26\x39\xf4\xcb\x09\x00\x00\x00", 8));
  CHECK(build::write_gzip("").size() == 23);
  // Two blocks: one that is full, and the rest.
  CHECK(build::write_gzip(std::string(65536, 'x')).size() == 10 + 5 + 65535 + 5 + 1 + 8);
}

TEST_CASE("what the user starts from is laid over what launch makes") {
  const std::string ours =
      R"({"spec":{"n":0,"template":{"spec":{"containers":[{"name":"c","args":["--a=1","--b=2"],)"
      R"("env":[{"name":"X","value":"1"}]}]}}}})";
  CHECK(laid(ours, R"({"spec":{"n":5,"more":{}}})").find(R"("n":5)") != std::string::npos);
  CHECK(laid(ours, R"({"spec":{"n":null}})").find(R"("n")") == std::string::npos);
  const std::string merged = laid(
      ours, R"({"spec":{"template":{"spec":{"containers":[{"name":"mine","args":["--b=3","--d=4"],)"
            R"("env":[{"name":"X","value":"2"},{"name":"Y","value":"3"}]}]}}}})");
  CHECK(merged.find(R"("name":"mine","args":["--a=1","--b=3","--d=4"])") != std::string::npos);
  CHECK(merged.find(R"("env":[{"name":"X","value":"2"},{"name":"Y","value":"3"}])") !=
        std::string::npos);
  CHECK(laid(ours, "{}") == ours);
}

}  // namespace launch::tests
