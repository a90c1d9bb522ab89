#include "compiler/target/sagemaker/names.h"

#include "compiler/document/digest.h"
#include "compiler/target/text.h"

namespace launch::sagemaker {
namespace {

constexpr std::size_t kLongestName = 63;
constexpr std::size_t kDigits = 8;

std::string_view without_edges(std::string_view text) {
  while (text.starts_with('-')) text.remove_prefix(1);
  while (text.ends_with('-')) text.remove_suffix(1);
  return text;
}

std::string legal(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool kept = is_alphanumeric(c);
    if (kept || !out.ends_with('-')) out += kept ? c : '-';
  }
  return std::string(without_edges(out));
}

std::string joined(std::string_view first, std::string_view last) {
  const std::string_view kept =
      without_edges(first.substr(0, kLongestName - std::min(kLongestName, last.size() + 1)));
  return std::string(kept) + (kept.empty() ? "" : "-") + std::string(last);
}

// Different ids stay apart, also when they differ in what a name may not hold, or at their ends.
std::string legal_id(std::string_view run_id) {
  std::string id = legal(run_id);
  if (id == run_id && id.size() <= kLongestName) return id;
  return joined(id, hex(sha256(run_id)).substr(0, kDigits));
}

}  // namespace

std::string training_job_name(std::string_view asked, std::string_view run_id) {
  const std::string id = legal_id(run_id);
  const bool says_run = !run_id.empty() && asked.find(run_id) != std::string_view::npos;
  std::string name = legal(asked);
  if (says_run && name.size() <= kLongestName && legal(run_id) == run_id) return name;
  return joined(name, id);
}

}  // namespace launch::sagemaker
