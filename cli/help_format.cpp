#include "cli/help_format.h"

#include "cli/choices.h"
#include "cli/joined.h"

namespace launch::cli {
namespace {

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

}  // namespace

std::string HelpFormat::make_option_name(const CLI::Option* option, bool is_positional) const {
  if (is_positional) return option->get_name(/*positional=*/true);
  std::vector<std::string> flags;
  for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
  for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  return joined(flags, ", ");
}

std::string HelpFormat::make_option_opts(const CLI::Option* option) const {
  const std::vector<std::string> words = words_of(*option);
  if (is_flag(*option)) return words.empty() ? "" : "[=" + joined(words, "|") + "]";
  // A positional one is called by its name already.
  const bool named = option->get_snames().empty() && option->get_lnames().empty();
  std::string out = named && words.empty() ? "" : " " + option->get_type_name();
  if (named && option->get_items_expected_max() > 1) out += "...";
  return out;
}

}  // namespace launch::cli
