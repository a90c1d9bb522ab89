// Findings as the protocol's diagnostics, and the ways out of them as code actions.
#pragma once

#include "cli/lsp/judge.h"

namespace launch::cli {

Json diagnostic_of(const ClientFinding& found, const Documents& documents);

// For the findings that the range in `params` touches: the replacement it proposes, and a comment
// that ignores it. `findings`: those in the document that `params` names.
Json code_actions(const Json& params, const std::vector<const ClientFinding*>& findings,
                  const Documents& documents, edit::Encoding encoding);

}  // namespace launch::cli
