#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

bool is_local(std::string_view address) {
  return address == "localhost" || address == "::1" || address == "0.0.0.0" ||
         address.starts_with("127.");
}

void judge(const CheckContext& context, const NamedText* address) {
  if (address == nullptr || !is_local(address->text)) return;
  const auto nodes = several_nodes(context);
  if (!nodes) return;
  context.diagnostics.report({&kMasterAddr,
                              address->span,
                              std::string(address->name) + " is " + quoted(address->text) +
                                  ", which every one of the " + std::to_string(nodes->count) +
                                  " nodes takes for itself",
                              {{nodes->span, std::to_string(nodes->count) + " nodes take part"}},
                              {}});
}

}  // namespace

void check_master_addr(const CheckContext& context) {
  const std::vector<NamedText>& variables = context.facts.environment;
  judge(context, find_named(variables, {"MASTER_ADDR", "PET_MASTER_ADDR"}));
  const std::vector<NamedText>& options = context.facts.options;
  judge(context, find_named(options, {"master_addr", "main_process_ip"}));
}

}  // namespace launch
