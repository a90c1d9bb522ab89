// Programs are started without a shell, and every way in which they end is told apart.
#include "submit/process.h"

#include <unistd.h>

#include <csignal>

#include "tests/catch.h"

namespace launch::tests {

using submit::Finished;
using submit::run;

TEST_CASE("words, variables and input reach a program as they are") {
  const Finished echoed = run({{"printf", "%s|", "a b", "$HOME", "'\"", ""}, {}, {}});
  CHECK(echoed.good());
  CHECK(echoed.out == "a b|$HOME|'\"||");
  const Finished variable =
      run({{"sh", "-c", "printf %s \"$LAUNCH_X\""}, {{"LAUNCH_X", "a=b\nc"}}, {}});
  CHECK(variable.out == "a=b\nc");
  CHECK(run({{"env"}, {}, {}}).out.find("\nPATH=") != std::string::npos);
  CHECK(run({{"env"}, {}, {}, false, {"PATH"}}).out.find("\nPATH=") == std::string::npos);
  const std::string much(3U << 20U, 'x');
  CHECK(run({{"cat"}, {}, much}).out == much);
  CHECK(run({{"cat"}, {}, {}}).out.empty());
  CHECK(run({{"cat", "/dev/stdin", "/dev/stdin"}, {}, "twice ", true}).out == "twice twice ");
  // Who does not read its input is not killed by it.
  CHECK(run({{"true"}, {}, much}).good());
}

TEST_CASE("the ends of programs are told apart") {
  CHECK(run({{"sh", "-c", "echo no >&2; exit 3"}, {}, {}}).code == 3);
  CHECK(run({{"sh", "-c", "echo no >&2; exit 3"}, {}, {}}).err == "no\n");
  const Finished killed = run({{"sh", "-c", "kill -TERM $$"}, {}, {}});
  CHECK(killed.how == Finished::How::Signalled);
  CHECK(killed.code == SIGTERM);
  CHECK(run({{"launch-no-such-program"}, {}, {}}).how == Finished::How::NotFound);
  CHECK(run({{"/dev/null"}, {}, {}}).how == Finished::How::NotFound);
}

TEST_CASE("a program that takes too long is killed, with what it started") {
  const auto begin = std::chrono::steady_clock::now();
  const Finished late = run({{"sh", "-c", "sleep 60 & sleep 60; echo done"}, {}, {}},
                            {std::chrono::milliseconds(100)});
  CHECK(late.how == Finished::How::TimedOut);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

TEST_CASE("a program is stopped when it is said, and heard as it speaks") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::string heard;
  const auto begin = std::chrono::steady_clock::now();
  const Finished stopped = run({{"sh", "-c", "echo one; echo two >&2; sleep 60"}, {}, {}},
                               {.stop = ends[0], .sink = [&](std::string_view text, bool is_err) {
                                  heard += std::string(is_err ? "!" : "") + std::string(text);
                                  const bool both = heard.size() == 9;
                                  if (both) REQUIRE(write(ends[1], "x", 1) == 1);
                                }});
  close(ends[0]);
  close(ends[1]);
  CHECK(stopped.how == Finished::How::Stopped);
  CHECK(stopped.out.empty());
  CHECK((heard == "one\n!two\n" || heard == "!two\none\n"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

}  // namespace launch::tests
