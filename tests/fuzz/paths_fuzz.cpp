// Patterns of people and of repositories: no crash, no hang, whatever they hold.
#include "compiler/paths/ignore_file.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // The first line is a path, and what follows a .gitignore.
  const std::string_view path = text.substr(0, text.find('\n'));
  const launch::IgnoreFile file(text.substr(path.size()));
  static_cast<void>(file.ignores(path, false));
  static_cast<void>(file.ignores(path, true));
  for (const std::string& each : launch::brace_alternatives(path.substr(0, 200))) {
    static_cast<void>(launch::Glob(each).matches(path));
    static_cast<void>(launch::fixed_folder(each));
  }
  return 0;
}
