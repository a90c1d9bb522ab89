// Rendered jobs as the files of a folder, for repositories that keep what runs beside what it is
// made of.
#pragma once

#include "cli/render/rendering.h"

namespace launch::cli {

// A file for each artifact, named by its job's file, document and target. Files that are not ours
// are left alone. Throws UsageError where two artifacts want one file, UnreachableError for what
// cannot be written.
ExitCode write_folder(const RenderOptions& options, const Rendering& rendering,
                      const Workspace& workspace);

// Prints how the folder differs from what write_folder() would make of it; kFindings if it does.
ExitCode check_folder(const RenderOptions& options, const Rendering& rendering,
                      const Workspace& workspace);

}  // namespace launch::cli
