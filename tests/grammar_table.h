// A grammar of a target's texts, by a table of what passes and what does not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/trouble.h"
#include "tests/catch.h"

namespace launch::tests {

using Texts = std::vector<std::string>;

// Each of `good` passes `check`, a Check of a text; what is said of each of `bad` is a message of
// ours that points into the text.
template <class Grammar>
void table(const char* name, Grammar check, const Texts& good, const Texts& bad) {
  for (const std::string& text : good) {
    const Check wrong = check(text);
    INFO(name << " refuses " << text << ": " << (wrong ? wrong->message : ""));
    CHECK_FALSE(wrong.has_value());
  }
  for (const std::string& text : bad) {
    INFO(name << " takes " << text);
    const Check wrong = check(text);
    REQUIRE(wrong.has_value());
    CHECK_FALSE(wrong->message.empty());
    CHECK(wrong->message.back() != '.');
    CHECK(wrong->begin <= text.size());
    CHECK((wrong->end == std::string_view::npos || wrong->end <= text.size()));
    CHECK(wrong->begin <= wrong->end);
  }
}

}  // namespace launch::tests
