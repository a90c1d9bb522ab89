// Rendered jobs on one stream.
#pragma once

#include "cli/render/rendering.h"

namespace launch::cli {

// A comment that names the job, for YAML and shells.
std::string source_line(const Rendered& artifact);

// One artifact after the other. Of several jobs each has its heading, except that requests in JSON
// alone are one a line. A folder of Kubernetes jobs is what `kubectl apply -f -` reads.
std::string as_text(const Rendering& rendering);
// One JSON document, whatever was found.
std::string as_json(const Rendering& rendering);

// Says what is filled at submit; of several jobs once a name.
void print_waiting(const Rendering& rendering);

}  // namespace launch::cli
