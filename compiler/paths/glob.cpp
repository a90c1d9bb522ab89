#include "compiler/paths/glob.h"

#include <algorithm>
#include <cctype>

namespace launch {
namespace {

constexpr std::string_view kSpecial = "*?[\\";
constexpr std::size_t kMostAlternatives = 1000;

struct NamedClass {
  std::string_view name;
  int (*holds)(int);
};
constexpr NamedClass kClasses[] = {
    {"alnum", std::isalnum}, {"alpha", std::isalpha}, {"blank", std::isblank},
    {"cntrl", std::iscntrl}, {"digit", std::isdigit}, {"graph", std::isgraph},
    {"lower", std::islower}, {"print", std::isprint}, {"punct", std::ispunct},
    {"space", std::isspace}, {"upper", std::isupper}, {"xdigit", std::isxdigit}};

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

// Where a list in braces stands, and what it lists.
struct Braces {
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the closing one
  std::vector<std::string_view> items;
};

// The first pair to close that has a comma of its own; no items when there is none.
Braces innermost_list(std::string_view text) {
  std::vector<std::vector<std::size_t>> open;  // of each open brace: its place, those of its commas
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') open.push_back({at});
    if (open.empty()) continue;
    if (text[at] == ',') open.back().push_back(at);
    if (text[at] != '}') continue;
    std::vector<std::size_t> marks = std::move(open.back());
    open.pop_back();
    if (marks.size() == 1) continue;
    marks.push_back(at);
    Braces braces{marks.front(), at + 1, {}};
    for (std::size_t i = 1; i < marks.size(); ++i) {
      braces.items.push_back(text.substr(marks[i - 1] + 1, marks[i] - marks[i - 1] - 1));
    }
    return braces;
  }
  return {};
}

}  // namespace

Glob::Glob(std::string_view pattern) : text_(pattern) {
  read();
  choose_form();
}

void Glob::read() {
  for (std::size_t at = 0; at < text_.size();) {
    const char c = text_[at];
    if (c == '*') {
      read_stars(at);
    } else if (c == '?') {
      tokens_.push_back({Token::Kind::Any});
      ++at;
    } else if (c == '[') {
      if (!read_set(at)) form_ = Form::Never;
      if (form_ == Form::Never) return;
    } else if (c == '\\') {
      if (at + 1 == text_.size()) form_ = Form::Never;
      if (form_ == Form::Never) return;
      tokens_.push_back({Token::Kind::Character, text_[at + 1]});
      at += 2;
    } else {
      tokens_.push_back({Token::Kind::Character, c});
      ++at;
    }
  }
}

// A run of stars. Only a whole name `**` goes over folders.
void Glob::read_stars(std::size_t& at) {
  const std::size_t begin = at;
  at = std::min(text_.find_first_not_of('*', at), text_.size());
  const bool whole_name = at - begin > 1 && (begin == 0 || text_[begin - 1] == '/') &&
                          (at == text_.size() || text_[at] == '/');
  if (!whole_name) {
    tokens_.push_back({Token::Kind::Star});
  } else if (at == text_.size()) {
    tokens_.push_back({Token::Kind::Rest});
  } else {
    tokens_.push_back({Token::Kind::Folders});
    ++at;
  }
}

// `[:name:]` at `at`; false when it is none, and then `[` stands for itself.
bool Glob::read_class(std::size_t& at, std::bitset<256>& set) const {
  const std::size_t close = text_.find(']', at + 2);
  if (close == std::string::npos || close < at + 3 || text_[close - 1] != ':') return false;
  const std::string_view name = std::string_view(text_).substr(at + 2, close - at - 3);
  for (const NamedClass& each : kClasses) {
    if (each.name != name) continue;
    for (int c = 0; c < 128; ++c) {
      if (each.holds(c) != 0) set.set(static_cast<std::size_t>(c));
    }
    at = close;
    return true;
  }
  at = std::string::npos;  // no such class: the pattern matches nothing
  return true;
}

// A bracket at `at`; false when it does not end or names a class that does not exist.
bool Glob::read_set(std::size_t& at) {
  std::bitset<256> set;
  std::size_t i = at + 1;
  const bool negated = i < text_.size() && (text_[i] == '!' || text_[i] == '^');
  if (negated) ++i;
  int previous = 0;  // what a range may start with
  for (bool first = true; i < text_.size(); first = false, ++i) {
    char c = text_[i];
    if (c == ']' && !first) break;
    const bool range = c == '-' && previous != 0 && i + 1 < text_.size() && text_[i + 1] != ']';
    if (range) ++i;
    if (text_[i] == '\\' && ++i == text_.size()) return false;
    if (range) {
      for (std::size_t k = static_cast<std::size_t>(previous); k <= index_of(text_[i]); ++k) {
        set.set(k);
      }
      previous = 0;
      continue;
    }
    const bool named = c == '[' && i + 1 < text_.size() && text_[i + 1] == ':';
    if (named && read_class(i, set)) {
      if (i == std::string::npos) return false;
      previous = 0;
      continue;
    }
    c = text_[i];
    set.set(index_of(c));
    previous = static_cast<int>(index_of(c));
  }
  if (i >= text_.size()) return false;
  if (negated) set.flip();
  set.reset(index_of('/'));
  tokens_.push_back({Token::Kind::Set, 0, sets_.size()});
  sets_.push_back(set);
  at = i + 1;
  return true;
}

// Most patterns are a name or an ending, and comparing these is far cheaper.
void Glob::choose_form() {
  if (form_ == Form::Never) return;
  const std::size_t from = !tokens_.empty() && tokens_[0].kind == Token::Kind::Star ? 1 : 0;
  for (std::size_t i = from; i < tokens_.size(); ++i) {
    if (tokens_[i].kind != Token::Kind::Character) return;
    plain_ += tokens_[i].character;
  }
  form_ = from == 1 ? Form::Ending : Form::Literal;
}

bool Glob::takes(const Token& token, char c) const {
  switch (token.kind) {
    case Token::Kind::Character:
      return token.character == c;
    case Token::Kind::Any:
      return c != '/';
    case Token::Kind::Set:
      return sets_[token.set].test(index_of(c));
    default:
      return false;
  }
}

bool Glob::matches(std::string_view path) const {
  switch (form_) {
    case Form::Never:
      return false;
    case Form::Literal:
      return path == plain_;
    case Form::Ending:
      return path.ends_with(plain_) &&
             path.substr(0, path.size() - plain_.size()).find('/') == std::string_view::npos;
    case Form::General:
      return matches_general(path);
  }
  return false;
}

// Only the last star and the last `**` are ever tried again: what is left of either was matched as
// early as possible, so another way to match it leaves less for the rest.
bool Glob::matches_general(std::string_view path) const {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0, token = 0;
  std::size_t star = kNone, star_at = 0, folders = kNone, folders_at = 0;
  for (;;) {
    if (token == tokens_.size()) {
      if (at == path.size()) return true;
    } else if (tokens_[token].kind == Token::Kind::Rest) {
      return true;
    } else if (tokens_[token].kind == Token::Kind::Folders) {
      folders = ++token;
      folders_at = at;
      star = kNone;
      continue;
    } else if (tokens_[token].kind == Token::Kind::Star) {
      star = ++token;
      star_at = at;
      continue;
    } else if (at < path.size() && takes(tokens_[token], path[at])) {
      ++at;
      ++token;
      continue;
    }
    if (star != kNone && star_at < path.size() && path[star_at] != '/') {
      at = ++star_at;
      token = star;
      continue;
    }
    const std::size_t slash = folders == kNone ? kNone : path.find('/', folders_at);
    if (slash == kNone) return false;
    at = folders_at = slash + 1;
    token = folders;
    star = kNone;
  }
}

bool is_glob(std::string_view word) { return word.find_first_of("*?[{") != std::string_view::npos; }

std::vector<std::string> brace_alternatives(std::string_view pattern) {
  std::vector<std::string> done;
  std::vector<std::string> open{std::string(pattern)};
  while (!open.empty()) {
    if (done.size() + open.size() > kMostAlternatives) return {std::string(pattern)};
    const std::string text = std::move(open.back());
    open.pop_back();
    const Braces braces = innermost_list(text);
    if (braces.items.empty()) done.push_back(text);
    for (const std::string_view item : braces.items) {
      open.push_back(text.substr(0, braces.begin) + std::string(item) + text.substr(braces.end));
    }
  }
  std::sort(done.begin(), done.end());
  done.erase(std::unique(done.begin(), done.end()), done.end());
  return done;
}

std::string_view fixed_folder(std::string_view pattern) {
  const std::size_t special = std::min(pattern.find_first_of(kSpecial), pattern.size());
  const std::size_t slash = pattern.substr(0, special).rfind('/');
  if (slash == std::string_view::npos) return {};
  return pattern.substr(0, slash == 0 ? 1 : slash);
}

bool matches_any(const std::vector<Glob>& globs, std::string_view path) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const Glob& glob) { return glob.matches(path); });
}

}  // namespace launch
