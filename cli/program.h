// The command line as one object: subcommands add themselves, the one that was given is run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace launch::cli {

class Program {
 public:
  Program();

  // What a subcommand fills: flags write into `options`, which live as long as the program.
  template <typename Options>
  struct Command {
    CLI::App& app;
    Options& options;
  };

  // `action` is called with the options when the whole line has been read; it returns the exit
  // code.
  template <typename Options>
  Command<Options> add(const std::string& name, const std::string& help,
                       int (*action)(const Options&)) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = *app_.add_subcommand(name, help);
    command.callback(
        [this, options, action] { given_ = [options, action] { return action(*options); }; });
    return {command, *options};
  }

  // Reads the line and runs the subcommand; the exit code.
  int run(int argc, char** argv);

  const CLI::App& app() const { return app_; }
  // The subcommand of that name; null when there is none.
  const CLI::App* find(std::string_view name) const;
  // The name that `word` was perhaps meant to be; empty when none is near.
  std::string nearest_command(std::string_view word) const;

 private:
  using Words = std::vector<std::string_view>;
  int refuse_command(const Words& line) const;
  int refuse_extras(const Words& line) const;

  CLI::App app_;
  std::function<int()> given_;
};

}  // namespace launch::cli
