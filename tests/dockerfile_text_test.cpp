#include "compiler/build/dockerfile_text.h"

#include <random>

#include "compiler/build/repository_name.h"
#include "compiler/check/dockerfile/dockerfile.h"
#include "tests/catch.h"

namespace launch::tests {
namespace {

using build::read_dockerfile;

// "from{a|as|b} run[--mount=x]{echo|1}"; exec forms with "!", heredocs with their texts behind.
std::string shown(std::string_view text) {
  std::string out;
  for (const build::Instruction& each : read_dockerfile(text).instructions) {
    out += (out.empty() ? "" : " ") + each.keyword.text;
    for (const build::DockerfileWord& flag : each.flags) out += "[" + flag.text + "]";
    out += each.exec_form ? "!{" : "{";
    for (const build::DockerfileWord& word : each.words)
      out += (&word == each.words.data() ? "" : "|") + word.text;
    out += "}";
    for (const build::DockerfileWord& body : each.heredocs) out += "<" + body.text + ">";
  }
  return out;
}

}  // namespace

TEST_CASE("a Dockerfile's instructions and words") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"FROM a AS b\n", "from{a|AS|b}"},
      {"\xEF\xBB\xBF"
       "FROM a\r\nrun x\r\n",
       "from{a} run{x}"},
      {"FROM --platform=$P a", "from[--platform=$P]{a}"},
      {"RUN a \\\n  b\\\nc", "run{a|bc}"},
      {"RUN a \\  \n# no\n\n   # nor this\n b\n", "run{a|b}"},
      {"RUN a \\\\\nUSER x", "run{a|\\\\} user{x}"},
      {"RUN a \\", "run{a}"},
      {"# escape=`\nRUN a `\n b\nRUN c:\\\n", "run{a|b} run{c:\\}"},
      {"\n# escape=`\nRUN a `\n", "run{a|`}"},
      {"RUN echo \"a b\" 'c d' e\\ f", "run{echo|\"a b\"|'c d'|e\\ f}"},
      {R"(CMD ["a b", "c\"d"])", "cmd!{a b|c\"d}"},
      {"CMD [ ]", "cmd!{}"},
      {"CMD [a, b]", "cmd{[a,|b]}"},
      {"CMD [\"a\"] x", "cmd{[\"a\"]|x}"},
      {"COPY --from=b --chown=1:1 [\"x y\", \"/z\"]", "copy[--from=b][--chown=1:1]!{x y|/z}"},
      {"RUN <<EOF\na\nb\nEOF\nUSER x", "run{<<EOF}<a\nb\n> user{x}"},
      {"RUN <<-EOF cat\n\ta\n\tEOF\nUSER x", "run{<<-EOF|cat}<\ta\n> user{x}"},
      {"COPY <<a <<\"b\" /x/\n1\na\n2\nb\n", "copy{<<a|<<\"b\"|/x/}<1\n><2\n>"},
      {"ONBUILD RUN <<EOF\na\nEOF\nUSER x", "onbuild{RUN|<<EOF}<a\n> user{x}"},
      {"ONBUILD USER <<EOF\nUSER x", "onbuild{USER|<<EOF} user{x}"},
      {"RUN cat <<< x\nUSER y", "run{cat|<<<|x} user{y}"},
      {"RUN echo $((1<<2))\nUSER y", "run{echo|$((1<<2))} user{y}"},
      {"", ""},
      {"\\\n", ""},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(shown(text) == expected);
  }
}

TEST_CASE("what docker would not begin with") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"FROM a\nCOPY x /x\nENV A='b c' D\\'e\nRUN it's\nLABEL a=\"it's\"\n", ""},
      {"FROM a\nCOPY a.txt\n", "COPY has one word, expected what to copy, and where to"},
      {"FROM a\nADD [\"a\"]\n", "ADD has one word, expected what to copy, and where to"},
      {"FROM a\nCOPY\n", "COPY names nothing, expected what to copy, and where to"},
      {"FROM a\nENV\n", "ENV has nothing behind it"},
      {"FROM a\nARG \\\n\n", "ARG has nothing behind it"},
      {"FROM a\nENV A=\"b\n", "the quote in this word has no end, expected another \""},
      {"FROM a\nLABEL a=b'\n", "the quote in this word has no end, expected another '"},
      {"# escape=x\nFROM a\n", "escape is \"x\", expected \\ or `"},
      {"# escape=\\\nFROM a\n", ""},
      {"FRM a\nRUN b\n", "\"FRM\" is no instruction of a Dockerfile"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    std::string said;
    for (const build::DockerfileTrouble& each : read_dockerfile(text).troubles)
      said += (said.empty() ? "" : "; ") + each.message;
    CHECK(said == expected);
  }
}

TEST_CASE("words of a Dockerfile know their places") {
  const std::string text = "FROM a\nENV X=\"1 2\" \\\n  # no\n  Y=3\nRUN <<E\nbody\nE\n";
  const build::DockerfileText file = read_dockerfile(text);
  const build::Instruction& env = file.instructions.at(1);
  CHECK(text.substr(env.words[1].begin, env.words[1].end - env.words[1].begin) == "Y=3");
  const std::vector<build::Assignment> all = build::assignments_of(env, file.escape);
  REQUIRE(all.size() == 2);
  CHECK(all[0].value == "1 2");
  CHECK(text.substr(all[0].value_begin, all[0].value_end - all[0].value_begin) == "\"1 2\"");
  const build::DockerfileWord& body = file.instructions.at(2).heredocs.at(0);
  CHECK(text.substr(body.begin, body.end - body.begin) == "body\n");
  const build::DockerfileText old = read_dockerfile("ENV A b  c\nARG D\nENV E=$F");
  CHECK(build::assignments_of(old.instructions[0], '\\').at(0).value == "b c");
  CHECK_FALSE(build::assignments_of(old.instructions[1], '\\').at(0).has_value);
}

TEST_CASE("any bytes are read as a Dockerfile, and places stay inside") {
  const std::vector<std::string> pieces{
      "FROM", "RUN",  "COPY", " ", "\\", "\n", "\"",   "'", "[",    "]", "<<E",
      "E",    "--x=", "#",    "`", "=",  "\t", "\r\n", ",", "\xff", "$", "escape=`"};
  std::mt19937 random(11);
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (auto i = random() % 24; i > 0; --i) text += pieces[random() % pieces.size()];
    const build::DockerfileText file = read_dockerfile(text);
    INFO(text);
    const auto inside = [&](const build::DockerfileWord& word) {
      return word.begin <= word.end && word.end <= text.size();
    };
    for (const build::Instruction& each : file.instructions) {
      CHECK(inside(each.keyword));
      for (const auto* words : {&each.flags, &each.words, &each.heredocs}) {
        for (const build::DockerfileWord& word : *words) CHECK(inside(word));
      }
      for (const build::Assignment& one : build::assignments_of(each, file.escape)) {
        CHECK(one.value_begin <= one.value_end);
        CHECK(one.value_end <= text.size());
      }
    }
  }
}

TEST_CASE("one repository, however it is written") {
  for (const char* address :
       {"https://git.example.com/team/code.git", "https://user:x@git.example.com/team/code/",
        "ssh://git@Git.Example.com:22/team/code.git", "git@git.example.com:team/code.git",
        "git.example.com:/team/code"}) {
    INFO(address);
    CHECK(build::repository_name(address) == "git.example.com/team/code");
  }
  CHECK(build::repository_name("/srv/code.git") == "/srv/code");
  CHECK(build::repository_name("") == "");
  for (const auto& [address, shown] : {
           std::pair{"https://token@host/x", "https://host/x"},
           {"https://me:token@host/x", "https://host/x"},
           {"HTTP://a@b@host:80/x", "HTTP://host:80/x"},
           {"https://host/x@y", "https://host/x@y"},
           {"ssh://git@host/x", "ssh://git@host/x"},
           {"ssh://git:word@host/x", "ssh://host/x"},
           {"git@host:x", "git@host:x"},
           {"", ""},
       }) {
    CHECK(build::without_credentials(address) == shown);
  }
  CHECK(build::without_credentials("no password for 'https://token@host'",
                                   "https://token@host/x") == "no password for 'https://host'");
}

TEST_CASE("requirements that mean one version") {
  const std::vector<std::pair<std::string, bool>> rows{
      {"torch==2.1.0", true},
      {"torch[x]===2.1", true},
      {"torch == 2.1.0 ; python_version > '3'", true},
      {"torch", false},
      {"torch>=2", false},
      {"torch==2.*", false},
      {"torch ; python_version == '3.9'", false},
      {"torch --hash=sha256:00", true},
      {"./pkg", true},
      {"libs/pkg", true},
      {"wheels/x.zip", true},
      {"a @ https://example.com/a-1.whl", true},
      {"a @ git+https://example.com/a", false},
      {"a @ git+https://user@example.com/a@main#egg=a", false},
      {"git+ssh://git@example.com/a@2e0f3c1d6c0f6c1b2b6e8d6b7a1f7e5d4c3b2a19#egg=a", true},
      {"x-1.0-py3-none-any.whl", true},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(is_pinned(text) == expected);
  }
}

}  // namespace launch::tests
