// Messages out of a stream of bytes, however they arrive and whatever stands between them.
#include "cli/lsp/framing.h"

#include <random>
#include <vector>

#include "tests/catch.h"

using launch::cli::Framing;

namespace {

std::vector<std::string> bodies(const std::string& stream, std::size_t step = 1) {
  Framing framing;
  std::vector<std::string> all;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    framing.feed(std::string_view(stream).substr(at, step));
    while (const auto body = framing.next()) all.push_back(*body);
  }
  return all;
}

using Bodies = std::vector<std::string>;

}  // namespace

TEST_CASE("messages are cut out of the stream") {
  const std::string one = Framing::framed("{\"a\":1}");
  CHECK(one == "Content-Length: 7\r\n\r\n{\"a\":1}");
  CHECK(bodies(one) == Bodies{"{\"a\":1}"});
  CHECK(bodies(one + one, 1000) == Bodies{"{\"a\":1}", "{\"a\":1}"});
  CHECK(bodies("content-length:  2 \r\nContent-Type: x\r\n\r\n{}") == Bodies{"{}"});
  CHECK(bodies("Content-Length: 2\n\n{}") == Bodies{"{}"});
  CHECK(bodies("Content-Length: 0\r\n\r\n" + one) == Bodies{"", "{\"a\":1}"});
  // Nothing but the length is trusted: the body may look like a header.
  CHECK(bodies(Framing::framed("Content-Length: 9\r\n\r\n")) ==
        Bodies{"Content-Length: 9\r\n\r\n"});
  CHECK(bodies("Content-Length: 5\r\n\r\n{}").empty());
}

TEST_CASE("what is no header is passed over") {
  const std::string one = Framing::framed("x");
  for (const std::string garbage :
       {"\r\n\r\n", "hello\n", "Content-Length: -1\r\n\r\n", "Content-Length: 1x\r\n",
        "Content-Length:\r\n\r\n", "Content-Length: 99999999999999999999999\r\n\r\n", ":\n"}) {
    CAPTURE(garbage);
    CHECK(bodies(garbage + one) == Bodies{"x"});
  }
  // Neither does a line without an end pile up, nor a length that no machine has the memory for.
  CHECK(bodies(std::string(100000, 'a') + "\n" + one, 512) == Bodies{"x"});
  const std::string large(300U << 20U, 'b');
  CHECK(bodies("Content-Length: " + std::to_string(large.size()) + "\r\n\r\n" + large + one,
               1U << 20U) == Bodies{"x"});
}

TEST_CASE("however the stream is cut, the messages are the same") {
  std::mt19937 dice(1);
  for (int round = 0; round < 200; ++round) {
    std::string stream;
    Bodies expected;
    for (int i = 0; i < 8; ++i) {
      std::string noise;
      for (auto n = dice() % 20; n > 0; --n) noise += static_cast<char>(dice() % 256);
      if (noise.find_first_of("\r\n:") == std::string::npos) stream += noise + "\n";
      std::string body;
      for (auto n = dice() % 100; n > 0; --n) body += static_cast<char>(dice() % 256);
      stream += Framing::framed(body);
      expected.push_back(body);
    }
    CHECK(bodies(stream, 1 + dice() % 40) == expected);
  }
}
