#include <cstdio>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/workspace.h"
#include "compiler/check/check_schema.h"

namespace launch::cli {
namespace {

struct SchemaOptions {
  std::string kind;
};

int schema(const SchemaOptions& options) {
  constexpr DocumentKind kKinds[] = {DocumentKind::Job, DocumentKind::Queue, DocumentKind::Agent,
                                     DocumentKind::Sweep};
  for (const DocumentKind each : kKinds) {
    if (kind_name(each) != options.kind) continue;
    const std::string_view text = schema_text(each);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kOk;
  }
  throw UsageError{"there is no schema " + launch::quoted(options.kind) +
                   "; there are \"job\", \"queue\", \"agent\" and \"sweep\""};
}

}  // namespace

void add_schema(Program& program) {
  auto [command, options] =
      program.add<SchemaOptions>("schema", "Print the JSON schema of a kind of document", schema);
  command.add_option("KIND", options.kind, "job, queue, agent or sweep")->required();
}

}  // namespace launch::cli
