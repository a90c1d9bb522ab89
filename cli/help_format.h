// How --help shows an option: its flags, then what to write behind them.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace launch::cli {

class HelpFormat : public CLI::Formatter {
 public:
  // "-q, --queue", or the name of a positional one.
  std::string make_option_name(const CLI::Option* option, bool is_positional) const override;
  // " FILE", " {text,json}", "[=client|server]" where the value may be left away.
  std::string make_option_opts(const CLI::Option* option) const override;
};

}  // namespace launch::cli
