// The command line as one object: subcommands add themselves, the one that was given is run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

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

 private:
  bool is_unknown_command(std::string_view word) const;
  int refuse_command(std::string_view word) const;
  int refuse_extras(int argc, char** argv) const;

  CLI::App app_;
  std::function<int()> given_;
};

}  // namespace launch::cli
