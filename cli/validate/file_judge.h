// The verdict on one file, with everything its documents name.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/build/code.h"
#include "cli/disk.h"
#include "cli/judgement.h"
#include "cli/target_setup.h"
#include "cli/validate/options.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

struct FileResult {
  std::vector<Finding> findings;
  std::vector<std::string> bases;     // files that its documents name as base_config
  std::set<std::string> read;         // files that it was judged with, where that is asked for
  std::vector<QueueSearch> searches;  // likewise
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

class Stamps;

class FileJudge {
 public:
  // `as`: the target whose finished objects are judged; null for launch documents. `stamps`, if
  // any, are asked for before a file is read.
  FileJudge(const ValidateOptions& options, const Workspace& workspace, const Target* as,
            Stamps* stamps = nullptr);

  // Safe to call from several threads.
  FileResult judge(const Input& input);
  const Files& files() const { return files_; }

 private:
  Files stamped(Files files) const;

  Stamps* stamps_;
  const TargetSetup targets_;
  Disk disk_;
  Files files_;
  CodeAtHand code_;
  Grounds grounds_;
};

}  // namespace launch::cli
