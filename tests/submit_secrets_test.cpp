// What clients repeat of secrets, in whatever form.
#include "submit/secrets.h"
#include "tests/catch.h"

namespace launch::tests {

TEST_CASE("a secret is hidden in every form that clients write it in") {
  const std::vector<std::string> secrets{"se\"cr\\et\nsecond line", "abc", "<html>&text"};
  const char* const rows[] = {
      "se\"cr\\et\nsecond line",                 // as it is
      "se\\\"cr\\\\et\\nsecond line",            // JSON, Go's %q
      "se\"cr\\\\et\\nsecond line",              // Python's repr()
      "se\\\\\\\"cr\\\\\\\\et\\\\nsecond line",  // JSON in JSON
      "second line",                             // a line of it
      "c2UiY3JcZXQKc2Vjb25kIGxpbmU=",            // base64
      "\\u003chtml\\u003e\\u0026text",           // Go's JSON
  };
  for (const char* row : rows) {
    INFO(row);
    CHECK(submit::masked(std::string("it said ") + row + ".", secrets) == "it said •••.");
  }
  // Behind something else, in one base64 text: the digits that are the secret's alone.
  CHECK(submit::masked("eHNlImNyXGV0CnNlY29uZCBsaW5l", secrets) == "eH•••");
  // Too short to be told from ordinary words.
  CHECK(submit::masked("abc and YWJj", secrets) == "abc and YWJj");
}

}  // namespace launch::tests
