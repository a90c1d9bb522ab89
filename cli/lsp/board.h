// The verdicts on all files of the workspace, and what of them the client has been told.
#pragma once

#include <map>
#include <set>

#include "cli/lsp/judge.h"

namespace launch::cli {

class Board {
 public:
  // Takes the verdict on a file in place of the one before. The files whose diagnostics may be
  // others now.
  std::set<std::string> put(const std::string& path, Verdict verdict);
  std::set<std::string> remove(const std::string& path) { return put(path, {}); }
  // Every file of the workspace will be judged. Until then, what no file makes use of is not said.
  void expect_whole() { is_filling_ = !is_whole_; }
  // Every file of the workspace has been judged once: only now is it known what no file makes use
  // of. As put().
  std::set<std::string> become_whole();

  // What is wrong in a file, whichever was judged when it was found; each once, in order.
  std::vector<const ClientFinding*> findings_in(const std::string& path) const;
  // Files that were judged with this one.
  std::vector<std::string> readers_of(const std::string& path) const;
  const Verdict* find(const std::string& path) const;

 private:
  void forget(const std::string& path, std::set<std::string>& touched);
  bool is_dropped(const ClientFinding& found) const;

  std::map<std::string, Verdict> verdicts_;
  std::map<std::string, std::set<std::string>> told_by_;  // by file: who has findings in it
  std::map<std::string, std::set<std::string>> readers_;
  std::map<std::string, std::size_t> named_as_base_;
  std::map<std::string, std::size_t> used_;  // use_key()s, and how many files use each
  bool is_filling_ = false, is_whole_ = false;
};

}  // namespace launch::cli
