#include "cli/lsp/board.h"

#include <algorithm>
#include <tuple>

#include "compiler/check/document_rules.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/spec/spec_rules.h"

namespace launch::cli {
namespace {

void take_one(std::map<std::string, std::size_t>& counts, const std::string& name) {
  const auto found = counts.find(name);
  if (found != counts.end() && --found->second == 0) counts.erase(found);
}

// The path in front of the two numbers of a use_key().
std::string path_of_key(const std::string& key) {
  const std::size_t end = key.rfind(':', key.find('\n'));
  return key.substr(0, key.rfind(':', end - 1));
}

auto order_of(const ClientFinding& found) {
  return std::tie(found.place.begin.line, found.place.begin.character, found.finding.rule->id,
                  found.finding.message);
}

}  // namespace

void Board::forget(const std::string& path, std::set<std::string>& touched) {
  const auto old = verdicts_.find(path);
  if (old == verdicts_.end()) return;
  for (const ClientFinding& found : old->second.findings) {
    touched.insert(found.place.path);
    told_by_[found.place.path].erase(path);
  }
  for (const std::string& read : old->second.read) readers_[read].erase(path);
  for (const std::string& base : old->second.bases) {
    touched.insert(base);
    take_one(named_as_base_, base);
  }
  for (const std::string& used : old->second.used) {
    touched.insert(path_of_key(used));
    take_one(used_, used);
  }
  verdicts_.erase(old);
}

std::set<std::string> Board::put(const std::string& path, Verdict verdict) {
  std::set<std::string> touched{path};
  forget(path, touched);
  for (ClientFinding& found : verdict.findings) {
    if (found.place.path.empty()) found.place.path = path;
    touched.insert(found.place.path);
    told_by_[found.place.path].insert(path);
  }
  for (const std::string& read : verdict.read) readers_[read].insert(path);
  for (const std::string& base : verdict.bases) {
    touched.insert(base);
    ++named_as_base_[base];
  }
  for (const std::string& used : verdict.used) {
    touched.insert(path_of_key(used));
    ++used_[used];
  }
  verdicts_[path] = std::move(verdict);
  return touched;
}

// What one file lacks and another has is nobody's mistake.
bool Board::is_dropped(const ClientFinding& found) const {
  const std::string& path = found.place.path;
  const bool is_base = named_as_base_.count(path) > 0;
  if (found.finding.rule == &kNoSource) return is_base;
  if (found.finding.rule == &kVariableUnused) {
    return is_filling_ || used_.count(use_key(found.place, {})) > 0;
  }
  if (found.finding.rule != &kIgnoreUnused) return false;
  const Verdict* own = find(path);
  const bool is_part = is_base || (own != nullptr && own->holds_part);
  return (is_part && !is_whole_) || used_.count(use_key(found.place, found.finding.message)) > 0;
}

std::set<std::string> Board::become_whole() {
  std::set<std::string> touched;
  if (is_whole_) return touched;
  is_whole_ = true;
  is_filling_ = false;
  for (const auto& [path, tellers] : told_by_) touched.insert(path);
  return touched;
}

std::vector<const ClientFinding*> Board::findings_in(const std::string& path) const {
  std::vector<const ClientFinding*> all;
  const auto tellers = told_by_.find(path);
  if (tellers == told_by_.end()) return all;
  for (const std::string& teller : tellers->second) {
    for (const ClientFinding& found : verdicts_.at(teller).findings) {
      if (found.place.path == path && !is_dropped(found)) all.push_back(&found);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const ClientFinding* a, const ClientFinding* b) {
    return order_of(*a) < order_of(*b);
  });
  const auto last = std::unique(
      all.begin(), all.end(),
      [](const ClientFinding* a, const ClientFinding* b) { return order_of(*a) == order_of(*b); });
  all.erase(last, all.end());
  return all;
}

std::vector<std::string> Board::readers_of(const std::string& path) const {
  const auto found = readers_.find(path);
  if (found == readers_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

const Verdict* Board::find(const std::string& path) const {
  const auto found = verdicts_.find(path);
  return found == verdicts_.end() ? nullptr : &found->second;
}

}  // namespace launch::cli
