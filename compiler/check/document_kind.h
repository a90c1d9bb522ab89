// Which kind of document a document is.
#pragma once

#include <optional>

#include "compiler/check/check_schema.h"
#include "compiler/document/read_yaml.h"

namespace launch {

// What is known before looking inside: the role in which a flag, another file or the workspace file
// names the document; nothing when only the content can tell.
using ExpectedKind = std::optional<DocumentKind>;

struct KindResult {
  std::optional<DocumentKind> kind;
  // The content resembles nothing we know, as opposed to two things at once.
  bool unlike_any = false;
};

// Reports that a document is of one kind where another is wanted (kind/unclear).
void report_wrong_kind(const Node& root, DocumentKind seen, DocumentKind wanted,
                       Diagnostics& diagnostics);

// First match wins: a `# launch: kind=…` comment, what is expected, the shape. A document that fits
// no kind, or two, is reported (kind/unclear) with how to state it; with `silent`, one that fits
// none is not (a YAML file of somebody else's, met on a walk through a folder).
KindResult kind_of(const Document& document, ExpectedKind expected, bool silent,
                   Diagnostics& diagnostics);

}  // namespace launch
