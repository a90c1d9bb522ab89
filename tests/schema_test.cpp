// Violations by table, layers, what lint refuses, what is relied on in valijson, hostile values.
#include "schema/schema.h"

#include <chrono>
#include <thread>

#include "tests/schema_support.h"

using launch::schema::lint;
using launch::schema::Presence;
using launch::schema::Schema;
using namespace launch::schema::test;

namespace {

struct Row {
  std::string schema, value, expected;
};

const std::vector<Row> kRows = {
    // types
    {R"({"type":"integer"})", "5", ""},
    {R"({"type":"integer"})", "1.0", ""},
    {R"({"type":"integer"})", "1e300", ""},
    {R"({"type":"integer"})", "1.5", " type(integer): expected an integer\n"},
    {R"({"type":"integer"})", R"("5")", " type(integer): expected an integer\n"},
    {R"({"type":["array","string"]})", "{}", " type(string|array): expected a string or a list\n"},
    {R"({"type":["integer","number","null"]})", "true",
     " type(number|null): expected a number or null\n"},
    {R"({"type":"boolean"})", R"("yes")", " type(boolean): expected true or false\n"},
    {"false", "1", " not: is not allowed here\n"},
    // values: one violation, whatever the type says as well
    {R"({"enum":["docker","kaniko",0,null]})", R"("buildah")",
     " enum(docker|kaniko|0|null): expected docker, kaniko, 0 or null\n"},
    {R"({"enum":[1]})", "1.0", ""},
    {R"({"enum":[[1,{"a":2,"b":3}]]})", R"([1.0,{"b":3,"a":2.0}])", ""},
    {R"({"enum":["1"]})", "1", " enum(1): expected 1\n"},
    {R"({"type":"string","enum":["a","b"],"minLength":9})", "5", " enum(a|b): expected a or b\n"},
    {R"({"const":false})", "0", " const(false): expected false\n"},
    // keys: all of them, in the order of the value
    {R"({"additionalProperties":false,"properties":{"gpus":{},"rm":{}}})",
     R"({"gpu":1,"gpus":2,"r":3})",
     " additionalProperties(gpus|rm) <gpu>: unknown key \"gpu\"\n"
     " additionalProperties(gpus|rm) <r>: unknown key \"r\"\n"},
    {R"({"required":["a","b","c"]})", R"({"b":1})",
     " required <a>: missing key \"a\"\n required <c>: missing key \"c\"\n"},
    {R"({"properties":{"z":{"type":"null"},"a":{"type":"null"}},"additionalProperties":false})",
     R"({"z":1,"?":2,"a":3})",
     "/z type(null): expected null\n"
     " additionalProperties(a|z) <?>: unknown key \"?\"\n"
     "/a type(null): expected null\n"},
    {R"({"additionalProperties":{"type":"string"}})", R"({"a":"x","0":1})",
     "/0 type(string): expected a string\n"},
    {R"({"propertyNames":{"maxLength":2}})", R"({"ab":1,"abc":1})",
     " propertyNames <abc>: key \"abc\": must have at most 2 characters\n"},
    {R"({"patternProperties":{"^x-":{"type":"string"}},"properties":{"a":{}},"additionalProperties":false})",
     R"({"x-a":1,"a":1,"b":1})",
     "/x-a type(string): expected a string\n additionalProperties(a) <b>: unknown key \"b\"\n"},
    {R"({"minProperties":1,"maxProperties":1})", "{}", " minProperties: must not be empty\n"},
    {R"({"minProperties":1,"maxProperties":1})", R"({"a":1,"b":2})",
     " maxProperties: must have at most 1 key\n"},
    {R"({"dependencies":{"a":["b","c"],"d":{"required":["e"]}}})", R"({"a":1,"c":2,"d":3})",
     " dependencies <b>: missing key \"b\", which \"a\" needs\n required <e>: missing key \"e\"\n"},
    // items
    {R"({"items":{"type":"string"}})", R"(["a",1,"b",null])",
     "/1 type(string): expected a string\n/3 type(string): expected a string\n"},
    {R"({"items":[{"type":"string"}],"additionalItems":false})", R"(["a",1])",
     "/1 not: is not allowed here\n"},
    {R"({"items":[{"type":"string"}],"additionalItems":{"type":"null"}})", R"([1,2])",
     "/0 type(string): expected a string\n/1 type(null): expected null\n"},
    {R"({"contains":{"type":"null"}})", "[1,2]",
     " contains: has no item of the form that is asked for\n"},
    {R"({"uniqueItems":true})", R"([{"a":1,"b":2},1,{"b":2,"a":1.0},1.0])",
     "/2 uniqueItems: is in the list already\n/3 uniqueItems: is in the list already\n"},
    {R"({"uniqueItems":true})", R"(["1",1,true,"true",null,"null",[],{}])", ""},
    {R"({"minItems":2.0})", "[1]", " minItems: must have at least 2 items\n"},
    // numbers and strings
    {R"({"minimum":-1})", "-2", " minimum: must be at least -1\n"},
    {R"({"maximum":18446744073709551615})", "18446744073709551600", ""},
    {R"({"maximum":1.5})", "2", " maximum: must be at most 1.5\n"},
    {R"({"exclusiveMinimum":1,"exclusiveMaximum":1})", "1",
     " exclusiveMaximum: must be less than 1\n exclusiveMinimum: must be more than 1\n"},
    {R"({"multipleOf":1})", "7.5", " multipleOf: must be a multiple of 1\n"},
    {R"({"multipleOf":0.01})", "4.35", ""},
    {R"({"multipleOf":1})", "1e300", ""},
    {R"({"multipleOf":1})", "1000000000000000.5", " multipleOf: must be a multiple of 1\n"},
    {R"({"multipleOf":-1})", "-9223372036854775808", "throws"},
    {R"({"minLength":1})", R"("")", " minLength: must not be empty\n"},
    {R"({"maxLength":2})", R"("äöü")", " maxLength: must have at most 2 characters\n"},
    {R"({"maxLength":3})", R"("a\u0000bcd")", " maxLength: must have at most 3 characters\n"},
    {R"({"pattern":"^[a-z]+$"})", R"("a1")", " pattern: does not match ^[a-z]+$\n"},
    {R"({"pattern":"^a$"})", R"("a\n")", " pattern: does not match ^a$\n"},
    // forms: the one that was meant
    {R"({"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]})", "[1]",
     "/0 type(string): expected a string\n"},
    {R"({"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]})", "1",
     " type(string|array): expected a string or a list\n"},
    {R"({"anyOf":[{"enum":["a"]},{"const":"b"}]})", R"("c")", " enum(a|b): expected a or b\n"},
    {R"({"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"string"}}},
                  {"properties":{"kind":{"const":"b"}},"additionalProperties":false}]})",
     R"({"kind":"a","x":1})", "/x type(string): expected a string\n"},
    {R"({"oneOf":[{"minimum":1},{"maximum":5}]})", "3",
     " oneOf: fits several of the forms allowed here, not just one\n"},
    {R"({"not":{"required":["a","b"]}})", R"({"a":1,"b":2})",
     " not: has a form that is not allowed here\n"},
    {R"({"if":{"properties":{"t":{"const":1}},"required":["t"]},"then":{"required":["u"]},"else":{"maxProperties":0}})",
     R"({"t":1})", " required <u>: missing key \"u\"\n"},
    {R"({"if":{"required":["t"]},"then":{"required":["u"]},"else":{"maxProperties":0}})",
     R"({"x":1})", " maxProperties: must have at most 0 keys\n"},
    {R"({"allOf":[{"required":["a"]},{"required":["a"]}]})", "{}",
     " required <a>: missing key \"a\"\n"},
    // keywords that valijson does not see, where seeing less would refuse more
    {R"({"oneOf":[{"pattern":"^a"},{"pattern":"^b"}]})", R"("a")", ""},
    {R"({"not":{"pattern":"^a"}})", R"("b")", ""},
    {R"({"not":{"pattern":"^a"}})", R"("a")", " not: has a form that is not allowed here\n"},
    {R"({"if":{"pattern":"^a"},"then":{"maxLength":1},"else":{"minLength":2}})", R"("ab")",
     " maxLength: must have at most 1 character\n"},
    {R"({"anyOf":[{"type":"string"},{"type":"integer","multipleOf":2}]})", "5",
     " multipleOf: must be a multiple of 2\n"},
    {R"({"definitions":{"w":{"pattern":"^a"}},"properties":{"p":{"not":{"$ref":"#/definitions/w"}}}})",
     R"({"p":"b"})", ""},
    {R"({"if":{"uniqueItems":true},"then":{"type":"null"}})", "1", " type(null): expected null\n"},
    // references
    {R"({"additionalProperties":{"$ref":"#/definitions/a"},"definitions":{"a":{"propertyNames":{"enum":["x"]}}}})",
     R"({"b":{"c":0}})", "/b propertyNames(x) <c>: key \"c\": expected x\n"},
    {R"({"items":{"$ref":"#/definitions/a"},"definitions":{"a":{"dependencies":{"b":{"maxProperties":1}}}}})",
     R"([{"b":1,"c":0}])", "/0 maxProperties: must have at most 1 key\n"},
    {R"({"definitions":{"a/b~%":{"type":"null"}},"items":{"$ref":"#/definitions/a~1b~0%25"}})",
     "[1]", "/0 type(null): expected null\n"},
    {R"({"properties":{"a/items":{"type":"string"},"a":{"items":{"type":"null"}},"c":{"$ref":"#/properties/a/items"}}})",
     R"({"a/items":"x","a":[null],"c":1})", "/c type(null): expected null\n"},
    {R"({"properties":{"x":{"$ref":"#"}},"additionalProperties":false})", R"({"x":{"x":{"y":1}}})",
     "/x/x additionalProperties(x) <y>: unknown key \"y\"\n"},
};

}  // namespace

TEST_CASE("violations: one a cause, in the order of the value") {
  for (const Row& row : kRows) {
    CAPTURE(row.schema, row.value);
    if (row.expected == "throws") {
      CHECK_THROWS_AS(Schema(row.schema), std::invalid_argument);
    } else {
      CHECK(judged(row.schema, row.value) == row.expected);
    }
  }
}

TEST_CASE("a layer of several need not be complete") {
  const std::string all = R"({"required":["a"],"properties":{"b":{"required":["c"],
      "properties":{"required":{"type":"string"}}}},"dependencies":{"b":["d"]}})";
  CHECK(judged(all, R"({"b":{}})") != "");
  CHECK(judged(all, R"({"b":{}})", Presence::Optional) == "");
  CHECK(judged(all, R"({"b":{"required":1}})", Presence::Optional) ==
        "/b/required type(string): expected a string\n");
  // Forms that only `required` tells apart are not told apart.
  const std::string forms = R"({"oneOf":[{"required":["a"]},{"required":["b"]}]})";
  CHECK(judged(forms, "{}") != "");
  CHECK(judged(forms, "{}", Presence::Optional) == "");
  CHECK(judged(R"({"not":{"required":["a"]}})", R"({"a":1})", Presence::Optional) == "");
}

TEST_CASE("what lint refuses") {
  struct LintRow {
    std::string schema, expected;
  };
  const std::vector<LintRow> rows = {
      {"{}", ""},
      {"true", ""},
      {"{", "/: not JSON"},
      {"[]", "/: a schema must be a map, true or false"},
      {R"({"$schema":"https://json-schema.org/draft/2020-12/schema"})",
       "/: $schema must name draft-07"},
      {R"({"properties":{"a/b":{"unevaluatedProperties":false}}})",
       "/properties/a~1b: the keyword \"unevaluatedProperties\" is not one that is judged"},
      {R"({"prefixItems":[{}]})", "/: the keyword \"prefixItems\" is not one that is judged"},
      {R"({"properties":{"a":{"$id":"x"}}})", "/properties/a: $id is only possible at the root"},
      {R"({"type":"str"})", "/type: must be a type or a list of types"},
      {R"({"required":"a"})", "/required: must be a list of names"},
      {R"({"minLength":-1})", "/minLength: must be a whole number of at least 0"},
      {R"({"anyOf":[]})", "/anyOf: must be a list of schemas"},
      {R"x({"pattern":"(?=a)"})x",
       "/pattern: not a regular expression that RE2 takes: invalid perl operator: (?="},
      {R"({"patternProperties":{"[":{}}})",
       "/patternProperties/[: not a regular expression that RE2 takes: missing ]: ["},
      {R"({"$ref":"#/definitions/a"})", "/$ref: \"#/definitions/a\" points nowhere"},
      {R"({"$ref":"http://json-schema.org/draft-07/schema#"})",
       "/$ref: references must begin with #"},
      {R"({"$ref":"#/definitions/a","type":"null","definitions":{"a":{}}})",
       "/: \"type\" has no effect beside $ref; put both into allOf"},
      {R"({"$ref":"#"})", "/: a $ref leads back to itself without a step into the value"},
      {R"({"allOf":[{"$ref":"#"}]})",
       "/: a $ref leads back to itself without a step into the value"},
      {R"({"items":{"$ref":"#/definitions/a"},"definitions":{
          "a":{"anyOf":[{},{"$ref":"#/definitions/b"}]},"b":{"not":{"$ref":"#/definitions/a"}}}})",
       "/: a $ref leads back to itself without a step into the value"},
      {R"({"default":{"foo":1},"$ref":"#/default"})",
       "/default: the keyword \"foo\" is not one that is judged"},
      {R"({"properties":{"x":{"$ref":"#"}}})", ""},
  };
  for (const LintRow& row : rows) {
    CAPTURE(row.schema);
    CHECK(joined(lint(row.schema), "\n") == row.expected);
    if (row.expected.empty()) {
      CHECK_NOTHROW(Schema(row.schema));
    } else {
      CHECK_THROWS_AS(Schema(row.schema), std::invalid_argument);
    }
  }
}

TEST_CASE("lint ends deep schemas") {
  std::string nested = "true";
  for (int i = 0; i < 5000; ++i) nested = R"({"not":)" + nested + "}";
  CHECK(lint(nested).size() == 1);

  Json chain = {{"$ref", "#/definitions/0"}};
  Json steps = {{"items", {{"$ref", "#/definitions/0"}}}};
  for (int i = 0; i < 5000; ++i) {
    Json next = {{"$ref", "#/definitions/" + std::to_string((i + 1) % 5000)}};
    chain["definitions"][std::to_string(i)] = next;
    steps["definitions"][std::to_string(i)] = {{"items", next}};
  }
  CHECK(lint(chain.dump()).size() == 1);
  CHECK(lint(steps.dump()).size() == 1);
}

TEST_CASE("what is relied on in the installed valijson") {
  // 1.0 names no keyword and would call these wrong, or worse; the schema it sees avoids them.
  CHECK(judged(R"({"format":"date-time"})", "5") == "");
  CHECK(judged(R"({"$id":"http://x/y","properties":{"a":{"$ref":"#/definitions/a"}},
      "definitions":{"a":{"type":"null"}}})",
               R"({"a":null})") == "");
  CHECK(judged(R"({"properties":{"id":{"type":"string"}},"required":["id"]})", R"({"id":"x"})") ==
        "");
  // Where it refuses and the explanation finds nothing, the place is still said: 1.0 cuts names
  // at NUL.
  CHECK(
      judged(R"({"properties":{"x":{"properties":{"a\u0000b":{}},"additionalProperties":false}}})",
             R"({"x":{"a\u0000b":1}})") == "/x : does not fit the schema\n");
}

TEST_CASE("no value crashes or stalls the judge") {
  auto begun = std::chrono::steady_clock::now();
  std::string letters(100'000, 'a');
  CHECK(judged(R"({"pattern":"^(a+)+$"})", Json(letters + "!").dump()) != "");
  CHECK(judged(R"({"pattern":"^(a|b)*$","minLength":1,"enum":["x"]})", Json(letters).dump()) != "");
  Json long_text(std::string((1U << 20U) + 1, 'a'));
  CHECK(dump(validate(Schema(R"({"pattern":"a"})"), long_text)) == " pattern: is too long\n");

  // Not UTF-8 at all: stray continuation bytes, and a NUL.
  Json broken(std::string(1000, '\x80') + std::string(1, '\0') + "\xff\xfe");
  CHECK(dump(validate(Schema(R"({"minLength":1,"maxLength":5000,"pattern":"^b"})"), broken)) != "");

  Json deep = 1;
  for (int i = 0; i < 128; ++i) deep = i % 2 == 0 ? Json{{"x", deep}} : Json::array({deep});
  const char* any_depth =
      R"({"anyOf":[{"type":"object","additionalProperties":{"$ref":"#"}},
                   {"type":"array","items":{"$ref":"#"}},{"type":"string","pattern":"a"}]})";
  CHECK(validate(Schema(any_depth), deep).size() == 1);
  CHECK(validate(Schema(any_depth), deep)[0].path.size() == 128);

  Json many = Json::array();
  for (int i = 0; i < 100'000; ++i) many.push_back(i);
  CHECK(dump(validate(Schema(R"({"uniqueItems":true,"items":{"type":"integer"}})"), many)) == "");
  CHECK(validate(Schema(R"({"items":{"type":"string"}})"), many).size() == 1000);

  Json wide = Json::object();
  for (int i = 0; i < 2000; ++i) wide[std::to_string(i)] = i;
  CHECK(validate(Schema(shipped("job")), wide).size() == 1000);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
}

TEST_CASE("one schema judges from several threads") {
  Schema schema(shipped("job"));
  Json bad = Json::parse(R"({"queu":"a","env":{"A":[]},"job":{"artifact":"x"}})");
  std::string expected = dump(validate(schema, bad));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int& count : wrong) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) count += dump(validate(schema, bad)) != expected;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}
