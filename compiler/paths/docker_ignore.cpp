#include "compiler/paths/docker_ignore.h"

#include <re2/re2.h>

#include <algorithm>

namespace launch {

// As moby/patternmatcher has them (patternmatcher.go, compile()): what has no wildcard but a `**`
// in front or behind is no regular expression, and that `**` need not stand between slashes.
struct DockerIgnore::Pattern {
  enum class Kind : std::uint8_t { Exact, Prefix, Suffix, Expression };
  bool exception = false;
  Kind kind = Kind::Exact;
  std::string text;
  std::unique_ptr<re2::RE2> expression;

  explicit Pattern(std::string_view pattern);
  bool matches(std::string_view path) const;
};

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n\v\f\r";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// filepath.Clean of Go.
std::string cleaned(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (part != ".." || !rooted) {
      parts.push_back(part);
    }
  }
  std::string out = rooted ? "/" : "";
  for (const std::string_view part : parts) {
    if (!out.empty() && out != "/") out += '/';
    out += part;
  }
  return out.empty() ? "." : out;
}

// A pattern as a regular expression; Go's are RE2's. `?`, `*` and sets stay inside a name, `**`
// goes over any number of folders, and at the end over everything.
std::string expression_of(std::string_view pattern) {
  std::string out = "^";
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at++];
    const auto next = [&](char wanted) { return at < pattern.size() && pattern[at] == wanted; };
    if (c == '*' && next('*')) {
      ++at;
      if (next('/')) ++at;
      out += at == pattern.size() ? ".*" : "(.*/)?";
    } else if (c == '*') {
      out += "[^/]*";
    } else if (c == '?') {
      out += "[^/]";
    } else if (c == '\\' && at < pattern.size()) {
      out += re2::RE2::QuoteMeta(pattern.substr(at++, 1));
    } else if (c == '[' || c == ']' || c == '^' || c == '-') {
      out += c;
    } else {
      out += re2::RE2::QuoteMeta(re2::StringPiece(&c, 1));
    }
  }
  return out + "$";
}

// path/filepath.Match refuses sets without an end and a lonely backslash.
bool well_formed(std::string_view pattern) {
  bool inside = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      if (++at == pattern.size()) return false;
    } else if (pattern[at] == '[' && !inside) {
      inside = true;
      if (at + 1 < pattern.size() && pattern[at + 1] == '^') ++at;
      if (at + 1 < pattern.size() && pattern[at + 1] == ']') return false;
    } else if (pattern[at] == ']') {
      inside = false;
    }
  }
  return !inside;
}

}  // namespace

DockerIgnore::Pattern::Pattern(std::string_view pattern) : text(pattern) {
  constexpr std::string_view kWild = "*?[]\\";
  const std::size_t wild = pattern.find_first_of(kWild);
  if (wild == std::string_view::npos) return;
  if (pattern.starts_with("**") && pattern.find_first_of(kWild, 2) == std::string_view::npos) {
    kind = Kind::Suffix;
    text = pattern.substr(2);
  } else if (pattern.ends_with("**") && wild + 2 == pattern.size()) {
    kind = Kind::Prefix;
    text = pattern.substr(0, wild);
  } else {
    kind = Kind::Expression;
    re2::RE2::Options options;
    options.set_log_errors(false);
    expression = std::make_unique<re2::RE2>(expression_of(pattern), options);
  }
}

bool DockerIgnore::Pattern::matches(std::string_view path) const {
  switch (kind) {
    case Kind::Exact:
      return path == text;
    case Kind::Prefix:
      return path.starts_with(text);
    case Kind::Suffix:  // **/foo is also foo
      return path.ends_with(text) || (text.starts_with('/') && path == text.substr(1));
    case Kind::Expression:
      break;
  }
  return re2::RE2::FullMatch(re2::StringPiece(path.data(), path.size()), *expression);
}

DockerIgnore::DockerIgnore(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with('#')) continue;
    line = trimmed(line);
    if (line.empty()) continue;
    const bool exception = line.front() == '!';
    if (exception) line = trimmed(line.substr(1));
    std::string clean = line.empty() ? std::string() : cleaned(line);
    if (clean.size() > 1 && clean.front() == '/') clean.erase(0, 1);
    Pattern pattern(clean);
    pattern.exception = exception;
    const bool readable = pattern.expression == nullptr || pattern.expression->ok();
    if (clean.empty() || !well_formed(clean) || !readable) {
      if (unusable_.empty()) unusable_ = std::string(line.empty() ? "!" : line);
      continue;
    }
    patterns_.push_back(std::move(pattern));
  }
}

DockerIgnore::~DockerIgnore() = default;
DockerIgnore::DockerIgnore(DockerIgnore&&) noexcept = default;
DockerIgnore& DockerIgnore::operator=(DockerIgnore&&) noexcept = default;

bool DockerIgnore::ignores(std::string_view path) const {
  bool ignored = false;
  for (const Pattern& pattern : patterns_) {
    // It would change nothing.
    if (pattern.exception != ignored) continue;
    bool matches = pattern.matches(path);
    for (std::size_t slash = path.find('/'); !matches && slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      matches = pattern.matches(path.substr(0, slash));
    }
    if (matches) ignored = !pattern.exception;
  }
  return ignored;
}

bool DockerIgnore::has_exceptions() const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [](const Pattern& pattern) { return pattern.exception; });
}

}  // namespace launch
