// A build context as bytes: the same for the same files, wherever and whenever it is made.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace launch::build {

struct ContextEntry {
  enum class Kind : std::uint8_t { File, Folder, Link };
  std::string path;  // from the context's root, "/" between names
  Kind kind = Kind::File;
  bool executable = false;
  std::string content;  // of a file; of a link, where it points to
};

// A tar archive (POSIX.1-2001 pax where a path is long): entries sorted by path, all times 0, all
// owners root, modes 755 and 644.
std::string write_tar(std::vector<ContextEntry> entries);

// What an image is made of. Who builds it, where and when takes no part.
struct Recipe {
  std::string dockerfile;      // its text
  std::string context_digest;  // SHA-256 of the context's archive
  std::string base;            // the digest that the base's name stands for; empty where unknown
  std::string platform;        // empty: the builder's own
  std::map<std::string, std::string> args;
  std::map<std::string, std::string> labels;
};

// 16 hexadecimal digits of the SHA-256 of all of it.
std::string tag_of(const Recipe& recipe);

}  // namespace launch::build
