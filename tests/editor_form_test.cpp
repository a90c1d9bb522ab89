// The form of the schemas that editors get: as strict as ours, but for holes.
#include "schema/editor_form.h"

#include "compiler/check/check_schema.h"
#include "tests/schema_support.h"

using namespace launch::schema::test;
using launch::schema::Schema;

namespace {

void drop_hints(Json& schema) {
  if (schema.is_object()) schema.erase("doNotSuggest");
  for (Json& each : schema) {
    if (each.is_structured()) drop_hints(each);
  }
}

// What it says of a document, once the editors' own hint is out of it.
bool accepts(launch::DocumentKind kind, const std::string& document) {
  Json form = Json::parse(launch::schema::editor_form(launch::schema_text(kind)));
  drop_hints(form);
  const Schema schema(form.dump());
  return validate(schema, Json::parse(document)).empty();
}

}  // namespace

TEST_CASE("editors let holes through, and nothing else") {
  using launch::DocumentKind;
  const struct {
    DocumentKind kind;
    const char* document;
    bool accepted;
  } cases[] = {
      {DocumentKind::Job, R"({"resource": "docker", "priority": 1})", true},
      {DocumentKind::Job, R"({"resource": "{{where}}"})", true},
      {DocumentKind::Job, R"({"resource": "${WHERE}", "priority": "$<PRIORITY>"})", true},
      {DocumentKind::Job, R"({"resource": "dockr"})", false},
      {DocumentKind::Job, R"({"docker": {"user_id": "{{user}}"}})", true},
      {DocumentKind::Job, R"({"docker": {"user_id": "root"}})", false},
      {DocumentKind::Job, R"({"docker": {"user_id": -1}})", false},
      {DocumentKind::Job, R"({"build": "{{build}}"})", true},
      {DocumentKind::Job, R"({"build": "yes"})", false},
      {DocumentKind::Job, R"({"quue": "{{q}}"})", false},
      {DocumentKind::Job, R"({"env": "{{env}}"})", false},
      {DocumentKind::Queue, R"({"template_variables": {"n": {"type": "int"}}})", false},
      {DocumentKind::Agent, R"({"max_jobs": "${MAX_JOBS}"})", true},
      {DocumentKind::Agent, R"({"environment": {"type": "aws"}})", false},
      {DocumentKind::Agent, R"({"environment": {"type": "azure"}})", true},
      {DocumentKind::Sweep, R"({"method": "gird", "parameters": {}})", false},
  };
  for (const auto& [kind, document, accepted] : cases) {
    CAPTURE(document);
    CHECK(accepts(kind, document) == accepted);
  }
}
