// The page of `launch explain --format html`: what must hold of its text. tests/browser/ opens it.
#include "compiler/page/page.h"

#include "compiler/page/html.h"
#include "compiler/page/masks.h"
#include "tests/catch.h"
#include "tests/compile_checks.h"

namespace launch::tests {
namespace {

const std::string kStart =
    "entity: e\nproject: p\nresource: docker\n"
    "image: registry.example.com/t@sha256:"
    "1111111111111111111111111111111111111111111111111111111111111111\n"
    "command: [python, train.py, --seed=1]\n";

struct Page {
  std::string html;
  std::size_t artifacts = 0;
};

Page page_of(const Texts& texts, const CompileInput& input = {}) {
  MemoryCompile job;
  compile_memory(texts, input, job);
  const std::vector<Finding> findings = resolve(job.diagnostics.sorted(), job.sources);
  return {page::write_page({"job.yaml", {&job.compiled, 1}, findings, job.sources, job.arena}),
          job.compiled.artifacts.size()};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a value is linked to the line that set it, and back") {
  const Page page = page_of({{"job.yaml", kStart + "env: {NAME: marked-value}\n"}});
  REQUIRE(page.artifacts == 1);
  const std::size_t value = page.html.find(">NAME=marked-value");
  REQUIRE(value != std::string::npos);
  const std::size_t begin = page.html.rfind("<a class=\"value\" id=\"", value) + 21;
  const std::string id = page.html.substr(begin, page.html.find('"', begin) - begin);
  const std::size_t href = page.html.find("href=\"#", begin) + 7;
  const std::string line = page.html.substr(href, page.html.find('"', href) - href);
  CHECK(line.ends_with("-6"));
  CHECK(count_of(page.html, "id=\"" + line + "\"") == 1);
  CHECK(holds(page.html, "<a class=\"set\" href=\"#" + id + "\">marked-value"));
}

TEST_CASE("every link of a page leads somewhere") {
  const Page page =
      page_of({{"job.yaml",
                "queue: gpu\nbase_config: base.yaml\nname: n\n"
                "args: [\"--out=${run_name}\"]\n"
                "env: {A: \"${TOKEN}\", B: !remove , C: 2}\n"},
               {"base.yaml", kStart + "env: {A: 1, B: 2, C: 3}\nhyperparameters: {seed: 1}\n"},
               {"queues/gpu.yaml", "resource: docker\nenv: {C: 4}\n"}});
  REQUIRE(page.artifacts == 1);
  CHECK(lost_link(page.html) == "");
  CHECK(quoted_after(page.html, "href=\"#").size() > 30);
  CHECK(holds(page.html, "overrode 2"));
  CHECK(holds(page.html, "Removed on the way"));
  CHECK(holds(page.html, "Filled at submit"));
  CHECK(holds(page.html, "Hyperparameters"));
}

TEST_CASE("literal secrets are on no page, wherever they stand") {
  // Each row: the queue, the base, the job. Every secret holds "canary".
  const std::vector<std::array<std::string, 3>> kRows{
      {"env: {API_TOKEN: canary-in-queue}", "", ""},
      {"env: {API_TOKEN: \"\\x63anary-with-escape\"}", "", ""},
      {"", "env: {API_TOKEN: canary-overridden}", "env: {API_TOKEN: }"},
      {"", "env: {DB_PASSWORD: canary}", "env: {DB_PASSWORD: }"},
      {"# API_TOKEN: canary-in-comment", "", ""},
      {"", "# export DB_PASSWORD='canary in quotes'", ""},
      {"hyperparameters: {api_key: canary-\"quoted\"-é}", "", ""},
      {"template_variables: {pw: {type: string, default: canary}}\nenv: {DB_PASSWORD: \"{{pw}}\"}",
       "", ""},
      {"env: {DB_PASSWORD: canary}\nhyperparameters: {db_password: canary}", "", ""},
  };
  for (const auto& [queue, base, job] : kRows) {
    INFO(queue << "\n" << base << "\n" << job);
    const Page page = page_of({{"job.yaml", "queue: gpu\nbase_config: base.yaml\n" + job + "\n"},
                               {"base.yaml", kStart + base + "\n"},
                               {"queues/gpu.yaml", "resource: docker\n" + queue + "\n"}});
    CHECK(holds(page.html, "‹secret›"));
    const std::size_t at = page.html.find("canary");
    CHECK((at == std::string::npos ? "" : page.html.substr(at < 80 ? 0 : at - 80, 160)) == "");
  }
}

TEST_CASE("a secret of a job that is refused is masked, too") {
  const Page page = page_of({{"job.yaml", kStart + "env: {API_TOKEN: canary-in-job}\n"}});
  CHECK(page.artifacts == 0);
  CHECK(holds(page.html, "Not rendered"));
  CHECK(holds(page.html, "secret/literal"));
  CHECK_FALSE(holds(page.html, "canary"));
}

TEST_CASE("what a user wrote is text") {
  const Page page =
      page_of({{"job.yaml", kStart + "# {{script}} <b>\nenv:\n  X: \"</script><img src=x>\"\n"
                                     "  Y: \"a\\u202Eb\"\n  Z: \"' onclick='\"\n"}});
  REQUIRE(page.artifacts == 1);
  CHECK_FALSE(holds(page.html, "<img"));
  CHECK_FALSE(holds(page.html, "<b>"));
  CHECK(holds(page.html, "# {{script}} &lt;b&gt;"));
  CHECK(count_of(page.html, "</script>") == 1);
  CHECK_FALSE(holds(page.html, "\xE2\x80\xAE"));
  CHECK(holds(page.html, "a&lt;U+202E&gt;b"));
}

TEST_CASE("pages are bounded") {
  std::string job = kStart + "env:\n  HUGE: \"" + std::string(1 << 20U, 'x') + "\"\n";
  for (int i = 0; i < 20000; ++i) job += "# a comment\n";
  job += "  LAST: here\n";
  const Page page = page_of({{"job.yaml", job}});
  REQUIRE(page.artifacts == 1);
  CHECK(page.html.size() < 100'000);
  CHECK(holds(page.html, "bytes more"));
  CHECK(holds(page.html, "lines are not shown"));
  CHECK(holds(page.html, ">here<"));
}

TEST_CASE("the policy names the page's own script and style") {
  const Page page = page_of({{"job.yaml", kStart}});
  for (const char* tag : {"style", "script"}) {
    const std::string start = "<" + std::string(tag) + ">";
    const std::size_t begin = page.html.find(start) + start.size();
    const std::size_t end = page.html.find("</" + std::string(tag) + ">", begin);
    const std::string hash = page::policy_hash(page.html.substr(begin, end - begin));
    CHECK(holds(page.html, std::string(tag) + "-src '" + hash + "'"));
  }
  CHECK_FALSE(holds(page.html, "http:"));
  CHECK_FALSE(holds(page.html, " style="));
  CHECK_FALSE(holds(page.html, "{{"));
}

TEST_CASE("text in HTML") {
  CHECK(page::escaped("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  CHECK(page::escaped("a\nb\x01\xFF") == "a\nb␁\xEF\xBF\xBD");
  CHECK(page::bounded("abc", 3) == "abc");
  CHECK(page::bounded("aéé", 2) == "a … and 4 bytes more");
  // RFC 6234 has the digest of "abc"; the last group of base64 is padded.
  CHECK(page::policy_hash("abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  CHECK(page::fill_template("<{{a}}{{b}}>", {{"a", "{{b}}"}, {"b", "2"}}) == "<{{b}}2>");
  CHECK_THROWS_AS(page::fill_template("{{c}}", {}), std::logic_error);
}

}  // namespace launch::tests
