#include "compiler/import/docker_prefix.h"

#include <algorithm>

#include "compiler/import/rules.h"

namespace launch {
namespace {

class Prefix {
 public:
  Prefix(const shell::Command& command, ImportContext& context)
      : words_(command.words), context_(context) {}

  std::size_t length() {
    while (next_ < words_.size() && !is_docker(text())) {
      if (!is_in_front(text())) return 0;
      const bool takes_word = text() == "-u" || text() == "-g";  // sudo's
      next_ += takes_word ? 2 : 1;
    }
    if (next_++ >= words_.size()) return 0;
    const std::size_t docker = next_;
    while (next_ < words_.size() && text().starts_with('-')) skip_flag();
    const std::size_t verb = next_;
    if (next_ < words_.size() && text() == "container") ++next_;
    if (next_ >= words_.size() || (text() != "run" && text() != "create")) return 0;
    for (std::size_t i = docker; i < verb; ++i) {
      if (words_[i].as_string().starts_with('-')) report(words_[i]);
    }
    return next_ + 1;
  }

 private:
  std::string_view text() const { return words_[next_].as_string(); }

  static bool is_docker(std::string_view word) {
    word.remove_prefix(word.rfind('/') + 1);
    constexpr std::string_view kNames[] = {"docker", "docker.exe", "nvidia-docker", "podman"};
    return std::find(std::begin(kNames), std::end(kNames), word) != std::end(kNames);
  }

  // What people have in front of it, a copied prompt too.
  static bool is_in_front(std::string_view word) {
    constexpr std::string_view kWords[] = {"sudo", "time", "exec", "nohup", "command", "env", "$",
                                           "%",    "then", "do",   "else",  "!",       "{"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords) ||
           word.starts_with('-') || word.find('=', 1) != std::string_view::npos;
  }

  // docker/cli, cli/flags/options.go: those that take a word.
  void skip_flag() {
    constexpr std::string_view kTaking[] = {"--config",  "-c",      "--context",   "-H",
                                            "--host",    "-l",      "--log-level", "--tlscacert",
                                            "--tlscert", "--tlskey"};
    const bool takes =
        std::find(std::begin(kTaking), std::end(kTaking), text()) != std::end(kTaking);
    next_ += takes && next_ + 1 < words_.size() ? 2 : 1;
  }

  void report(const Node& word) {
    context_.diagnostics.report(
        {&kImportResidue, word.span(),
         "which engine runs the container is no part of a job: this flag is docker's own"});
  }

  const std::vector<Node>& words_;
  ImportContext& context_;
  std::size_t next_ = 0;
};

}  // namespace

std::size_t docker_prefix(const shell::Command& command, ImportContext& context) {
  return Prefix(command, context).length();
}

}  // namespace launch
