// One .dockerignore file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

// The patterns of a .dockerignore, as docker's client reads and matches them
// (github.com/moby/patternmatcher: patternmatcher.go, ignorefile/ignorefile.go).
class DockerIgnore {
 public:
  explicit DockerIgnore(std::string_view text);
  ~DockerIgnore();
  DockerIgnore(DockerIgnore&&) noexcept;
  DockerIgnore& operator=(DockerIgnore&&) noexcept;

  // Whether the file or folder stays out of the context. The last pattern that matches it, or a
  // folder above it, decides; `!` takes back.
  bool ignores(std::string_view path) const;
  // Whether something below an ignored folder may be taken back: without it, nobody needs to look.
  bool has_exceptions() const;
  // The first pattern that docker would refuse; empty when there is none.
  const std::string& unusable() const { return unusable_; }

 private:
  struct Pattern;
  std::vector<Pattern> patterns_;
  std::string unusable_;
};

}  // namespace launch
