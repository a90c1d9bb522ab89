#include <algorithm>
#include <array>
#include <vector>

#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/paths.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/target/text.h"

namespace launch {
namespace {

// Options of `pip install` whose value is the next word (`pip install --help`, pip 25).
constexpr std::array<std::string_view, 30> kValueOptions{"-i",
                                                         "--index-url",
                                                         "--extra-index-url",
                                                         "-f",
                                                         "--find-links",
                                                         "-t",
                                                         "--target",
                                                         "--prefix",
                                                         "--root",
                                                         "--platform",
                                                         "--python-version",
                                                         "--implementation",
                                                         "--abi",
                                                         "--only-binary",
                                                         "--no-binary",
                                                         "--trusted-host",
                                                         "--src",
                                                         "--cache-dir",
                                                         "--timeout",
                                                         "--retries",
                                                         "--proxy",
                                                         "--progress-bar",
                                                         "--log",
                                                         "-C",
                                                         "--config-settings",
                                                         "--upgrade-strategy",
                                                         "-p",
                                                         "--python",
                                                         "--cert",
                                                         "--report"};
// What installs the rest, and is no part of what runs.
constexpr std::array<std::string_view, 3> kTools{"pip", "setuptools", "wheel"};

template <class List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// pip, pip3, pip3.11, /env/bin/pip.
bool is_pip(std::string_view word) {
  word = file_name(word);
  if (!word.starts_with("pip")) return false;
  word.remove_prefix(3);
  return std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '.'; });
}

using Words = std::vector<build::DockerfileWord>;

// Words of a shell's command, without what parts it from the next.
std::vector<Words> commands_of(const Words& words) {
  std::vector<Words> commands(1);
  for (build::DockerfileWord word : words) {
    const bool parts =
        word.text == "&&" || word.text == "||" || word.text == "|" || word.text == "&";
    const bool ends = word.text.ends_with(';');
    while (word.text.ends_with(';')) {
      word.text.pop_back();
      --word.end;
    }
    if (!parts && !word.text.empty()) commands.back().push_back(std::move(word));
    if (parts || ends) commands.emplace_back();
  }
  return commands;
}

// Each line of a heredoc is a command of its own, as far as pip is concerned.
void add_lines(const build::DockerfileWord& body, std::vector<Words>& commands) {
  std::uint32_t begin = body.begin;
  for (const std::string_view line : split(body.text, '\n')) {
    Words words;
    for (const std::string_view word : fields(line)) {
      const auto at = begin + static_cast<std::uint32_t>(word.data() - line.data());
      words.push_back({std::string(word), at, at + static_cast<std::uint32_t>(word.size())});
    }
    for (Words& command : commands_of(words)) commands.push_back(std::move(command));
    begin += static_cast<std::uint32_t>(line.size()) + 1;
  }
}

// The words behind `pip install`; nothing for another command.
std::optional<Words> installed_by(const Words& command) {
  for (std::size_t i = 0; i < command.size(); ++i) {
    if (!is_pip(command[i].text)) continue;
    for (std::size_t k = i + 1; k < command.size(); ++k) {
      if (command[k].text == "install")
        return Words(command.begin() + static_cast<std::ptrdiff_t>(k) + 1, command.end());
      if (!command[k].text.starts_with('-')) break;
    }
  }
  return std::nullopt;
}

class Packages {
 public:
  explicit Packages(const DockerfileContext& context) : context_(context) {}

  void run() {
    for (const build::Instruction& each : context_.file.instructions) {
      const std::string& keyword = each.keyword.text;
      if (keyword == "copy" || keyword == "add") note_copy(each);
      if (keyword == "run") judge_run(each);
    }
  }

 private:
  // What is in the image of the context, as far as paths tell.
  void note_copy(const build::Instruction& copy) {
    if (!build::flag_of(copy, "from").empty()) {
      open_ = true;  // another stage may bring anything
      return;
    }
    for (std::size_t i = 0; i + 1 < copy.words.size(); ++i) {
      const auto path = context_path(build::unquoted(copy.words[i].text, context_.file.escape));
      if (path) {
        copied_.push_back(*path);
      } else {
        const std::string& source = copy.words[i].text;
        const bool stars = source.find('*') != std::string::npos &&
                           source.find_first_of("$?[:") == std::string::npos;
        if (stars) patterns_.push_back(source);
        open_ = open_ || !stars;
      }
    }
  }
  void note_mounts(const build::Instruction& run) {
    for (const build::DockerfileWord& flag : run.flags) {
      if (!flag.text.starts_with("--mount=") || flag.text.find("type=bind") == std::string::npos)
        continue;
      std::string source = ".";
      for (const std::string_view entry : split(std::string_view(flag.text).substr(8), ',')) {
        const Cut pair = cut(entry, '=');
        if (pair.before == "source" || pair.before == "src") source = std::string(pair.after);
        if (pair.before == "from") open_ = true;
      }
      copied_.push_back(context_path(source).value_or("."));
    }
  }

  void judge_run(const build::Instruction& run) {
    note_mounts(run);
    std::vector<Words> commands = commands_of(run.words);
    for (const build::DockerfileWord& body : run.heredocs) add_lines(body, commands);
    for (const Words& command : commands) {
      if (const auto words = installed_by(command)) {
        judge_install(*words);
      } else {
        for (const build::DockerfileWord& word : command) made_.emplace_back(file_name(word.text));
      }
    }
  }

  void judge_install(const Words& words) {
    const build::DockerfileWord* first = nullptr;
    std::size_t count = 0;
    bool constrained = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string text = build::unquoted(words[i].text, context_.file.escape);
      const bool last = i + 1 == words.size();
      if (text == "-r" || text == "--requirement") {
        ++i;
        if (!last) judge_file(words[i], build::unquoted(words[i].text, context_.file.escape));
      } else if (text.starts_with("--requirement=")) {
        judge_file(words[i], text.substr(text.find('=') + 1));
      } else if (text.starts_with("-r") && !text.starts_with("--")) {
        judge_file(words[i], text.substr(2));
      } else if (text == "-c" || text.starts_with("--constraint")) {
        constrained = true;
        if (text.find('=') == std::string::npos) ++i;
      } else if (text == "-e" || text == "--editable" || is_one_of(kValueOptions, text)) {
        ++i;
      } else if (!text.starts_with('-') && !is_tool(text) && !is_pinned(text) &&
                 text.find('$') == std::string::npos && text.find_first_of("/>") != 0) {
        if (count++ == 0) first = &words[i];
      }
    }
    if (first == nullptr || constrained) return;
    const std::string name = build::unquoted(first->text, context_.file.escape);
    std::string message = unpinned_message(name, count, "NAME==VERSION");
    context_.code.diagnostics.report(
        {&kUnpinnedPackages, context_.at(*first), std::move(message), {}, {}});
  }

  static bool is_tool(std::string_view requirement) {
    return is_one_of(kTools, requirement.substr(0, requirement.find_first_of("=<>!~[")));
  }

  // Where a file of the image lies in the context: its path there has the end that it has here.
  void judge_file(const build::DockerfileWord& word, const std::string& file) {
    if (file.find_first_of("$*?") != std::string::npos || file.find("://") != std::string::npos)
      return;
    const std::string path = clean_path(file);
    std::optional<std::string> ignored;
    for (const std::string& candidate : candidates(path)) {
      switch (context_.code.code.presence(candidate)) {
        case CodeFiles::Presence::Here:
          return judge_requirements(candidate, context_.code);
        case CodeFiles::Presence::Ignored:
          ignored = candidate;
          break;
        case CodeFiles::Presence::Missing:
          break;
      }
    }
    // What stands behind the last star of `src/*.py` is how a file that it brings ends.
    const auto brings = [&](std::string_view pattern) {
      return path.ends_with(pattern.substr(pattern.rfind('*') + 1));
    };
    const bool made = open_ || is_one_of(made_, file_name(path)) ||
                      std::any_of(patterns_.begin(), patterns_.end(), brings);
    if (!made) report_missing(ignored.value_or(path), context_.at(word), context_.code);
  }
  std::vector<std::string> candidates(std::string_view path) const {
    std::vector<std::string> all;
    for (const std::string& copied : copied_) {
      if (file_name(copied) == file_name(path)) all.push_back(copied);
      for (std::string_view rest = path; !rest.empty();) {
        while (rest.starts_with('/')) rest.remove_prefix(1);
        all.push_back(copied == "." ? std::string(rest) : copied + "/" + std::string(rest));
        const std::size_t slash = rest.find('/');
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
      }
    }
    return all;
  }

  const DockerfileContext& context_;
  std::vector<std::string> copied_;    // paths of the context
  std::vector<std::string> patterns_;  // likewise, with stars
  std::vector<std::string> made_;      // words of other commands: what they may have written
  bool open_ = false;                  // more may be there than is known
};

}  // namespace

void judge_dockerfile_packages(const DockerfileContext& context) { Packages(context).run(); }

}  // namespace launch
