// The verdict on one file, with everything its documents name.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/disk.h"
#include "cli/target_setup.h"
#include "cli/validate/options.h"
#include "compiler/compile.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

struct FileResult {
  std::vector<Finding> findings;
  std::vector<std::string> bases;     // files that its documents name as base_config
  std::set<std::string> read;         // files that it was judged with
  std::set<std::string> used;         // place_key()s of queues' declarations that it uses
  std::set<std::string> silenced_by;  // ignore_key()s of comments, also of bases, that had a use
  bool holds_part = false;  // a base or queue: what it ignores may concern whole jobs only
  std::optional<std::string> unread;  // why it could not be read
  bool passed_over = false;
  bool is_empty = false;  // named by itself, and holds no document
};

// A place as a word, the same for every spelling of the path.
std::string place_key(std::string_view path, std::uint32_t line, std::uint32_t column);
// A comment and what it would be told if it silenced nothing: one key a rule of the comment.
std::string ignore_key(std::string_view place_key, std::string_view unused_message);

class FileJudge {
 public:
  // `as`: the target whose finished objects are judged; null for launch documents.
  FileJudge(const ValidateOptions& options, const Workspace& workspace, const Target* as);

  // Safe to call from several threads.
  FileResult judge(const Input& input);

 private:
  struct Parts;
  bool judge_document(const Document& document, const Input& input, const Parts& parts);
  void judge_sweep(const Document& document, const Input& input, const Parts& parts);
  void judge_job(const Document& document, DocumentKind kind, const Input& input,
                 const Parts& parts);
  SourceKind compile_as(const Document& document, DocumentKind kind, const Input& input,
                        const Parts& parts, Diagnostics& found);

  const ValidateOptions& options_;
  const Workspace& workspace_;
  const Target* as_;
  TargetSetup targets_;
  Disk disk_;
  Files files_;
};

}  // namespace launch::cli
