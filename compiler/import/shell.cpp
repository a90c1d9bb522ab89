// Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting, 2.3 Token Recognition, 2.6 Word
// Expansions, 2.7 Redirection; bash's $'…' and ${NAME[@]} besides, which people paste as well.
#include "compiler/import/shell.h"

#include <algorithm>

#include "compiler/import/rules.h"
#include "compiler/target/text.h"

namespace launch::shell {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_name_start(char c) { return launch::is_letter(c) || c == '_'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c); }

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text.front())) return 0;
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name) -
                                  text.begin());
}

// "id -u" becomes id_u.
std::string as_name(std::string_view text) {
  constexpr std::size_t kLongest = 24;
  std::string name;
  for (const char c : text) {
    if (is_name(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
    if (name.size() >= kLongest) break;
  }
  while (name.ends_with('_')) name.pop_back();
  return name.empty() ? "value" : name;
}

class Reader {
 public:
  Reader(SourceId source, ImportContext& context)
      : source_(source), text_(context.sources.text(source)), context_(context) {}

  Script run() {
    const std::size_t control = text_.find_first_of("\x01\x02");
    if (control != std::string_view::npos) fail(control, "a control character stands here");
    while (at_ < text_.size() && !broken_) step();
    end_command();
    if (broken_) script_.commands.clear();
    return std::move(script_);
  }

 private:
  char here(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at(std::string_view text) const { return text_.substr(at_).starts_with(text); }
  Span span(std::size_t begin, std::size_t end) const {
    return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  void fail(std::size_t begin, std::string message) {
    context_.diagnostics.report(
        {&kImportBroken, span(begin, std::min(begin + 1, text_.size())), std::move(message)});
    broken_ = true;
    at_ = text_.size();
  }
  void aside(std::size_t begin, std::string_view what) {
    command_.asides.push_back({span(begin, at_), what});
  }

  bool skip_continuation() {
    if (at("\\\n")) return at_ += 2, true;
    if (at("\\\r\n")) return at_ += 3, true;
    return false;
  }

  void step() {
    if (skip_continuation()) return;
    const char c = here();
    if (is_blank(c)) {
      ++at_;
    } else if (c == '\n') {
      ++at_;
      end_command();
      skip_here_documents();
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (redirection_length() > 0) {
      redirection();
    } else if (std::string_view(";&|()").find(c) != std::string_view::npos) {
      separator();
    } else {
      word();
    }
  }

  void separator() {
    const std::size_t begin = at_;
    const char c = text_[at_++];
    if (here() == c) {
      ++at_;
    } else if (c == '|') {
      aside(begin, "a pipe");
    } else if (c == '&') {
      aside(begin, "running in the background");
    }
    end_command();
  }

  // 2>, >>, <, &> …
  std::size_t redirection_length() const {
    std::size_t end = at_;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    if (text_.substr(end).starts_with("&>")) ++end;
    if (end >= text_.size() || (text_[end] != '<' && text_[end] != '>')) return 0;
    while (end < text_.size() && std::string_view("<>&|").find(text_[end]) != text_.npos) ++end;
    return end - at_;
  }

  void redirection() {
    const std::size_t begin = at_;
    const std::string_view sign = text_.substr(at_, redirection_length());
    at_ += sign.size();
    bool tabs = false;
    if (sign == "<<" && here() == '-') tabs = ++at_ > 0;
    while (is_blank(here())) ++at_;
    const std::size_t words = command_.words.size();
    if (at_ < text_.size() && here() != '\n') word();
    const bool here_document = sign == "<<" && command_.words.size() > words;
    if (here_document) {
      here_documents_.emplace_back(command_.words.back().as_string(), tabs);
    }
    command_.words.resize(std::min(words, command_.words.size()));
    aside(begin, "a redirection");
  }

  void skip_here_documents() {
    for (const auto& [end, tabs] : here_documents_) {
      while (at_ < text_.size()) {
        const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
        std::string_view line = text_.substr(at_, line_end - at_);
        at_ = std::min(line_end + 1, text_.size());
        while (tabs && line.starts_with('\t')) line.remove_prefix(1);
        if (line == end) break;
      }
    }
    here_documents_.clear();
  }

  // --- words ----------------------------------------------------------------------------------

  bool ends_word() const {
    const char c = here();
    return is_blank(c) || c == '\n' || std::string_view(";&|()<>").find(c) != text_.npos;
  }

  void word() {
    const std::size_t begin = at_;
    parts_.assign(1, {});
    bool quoted = false;
    while (at_ < text_.size() && !broken_ && !ends_word()) quoted = word_step(begin) || quoted;
    if (at_ == begin) ++at_;  // never stand still
    const Span place = span(begin, at_);
    if (parts_.size() == 1 && parts_[0].empty() && !quoted) return;
    const std::string_view written = text_.substr(begin, at_ - begin);
    for (const std::string& part : parts_) {
      const std::string_view text = part == written ? written : context_.arena.copy(part);
      command_.words.push_back(Node::string(text, place));
    }
  }

  std::string& part() { return parts_.back(); }

  // True when a quote was read: even an empty one makes a word.
  bool word_step(std::size_t begin) {
    if (skip_continuation()) return false;
    const char c = here();
    if (c == '\'') return single(), true;
    if (c == '"') return doubled(), true;
    if (c == '$') return dollar(false);
    if (c == '`') return backquoted(), false;
    if (c == '\\' && at_ + 1 < text_.size()) {
      part() += text_[at_ + 1];
      at_ += 2;
      return false;
    }
    const bool home = c == '~' && at_ == begin &&
                      (here(1) == '/' || here(1) == ':' || here(1) == '\0' || is_blank(here(1)));
    if (home) {
      ++at_;
      hole({"HOME", "~", {}, span(at_ - 1, at_)});
      return false;
    }
    plain(c);
    return false;
  }

  void plain(char c) {
    part() += c;
    ++at_;
  }

  void single() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && here() != '\'') plain(here());
    if (broken_) return;
    if (at_ >= text_.size()) return fail(begin, "this quote is never closed");
    ++at_;
  }

  void doubled() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && here() != '"' && !broken_) {
      if (skip_continuation()) continue;
      const char c = here();
      const bool escapes =
          c == '\\' && std::string_view("$`\"\\").find(here(1)) != std::string_view::npos;
      if (escapes && at_ + 1 < text_.size()) {
        part() += text_[at_ + 1];
        at_ += 2;
      } else if (c == '$') {
        dollar(true);
      } else if (c == '`') {
        backquoted();
      } else {
        plain(c);
      }
    }
    if (broken_) return;
    if (at_ >= text_.size()) return fail(begin, "this quote is never closed");
    ++at_;
  }

  // $'a\nb'
  void escaped_quote() {
    const std::size_t begin = at_;
    at_ += 2;
    while (at_ < text_.size() && here() != '\'' && !broken_) {
      if (here() != '\\') {
        plain(here());
        continue;
      }
      const std::size_t known = std::string_view("ntr").find(here(1));
      const char c = here(1);
      at_ += 2;
      if (c != '\0') part() += known == std::string_view::npos ? c : "\n\t\r"[known];
    }
    if (broken_) return;
    if (at_ >= text_.size()) return fail(begin, "this quote is never closed");
    ++at_;
  }

  // --- expansions -----------------------------------------------------------------------------

  bool dollar(bool inside_quotes) {
    const std::size_t begin = at_;
    if (!inside_quotes && here(1) == '\'') return escaped_quote(), true;
    if (!inside_quotes && here(1) == '"') return ++at_, false;
    if (here(1) == '(') return command_hole(begin, ')'), false;
    if (here(1) == '{') return braces(begin, inside_quotes), false;
    const std::size_t length = name_length(text_.substr(at_ + 1));
    if (length > 0) {
      at_ += 1 + length;
      variable(text_.substr(begin + 1, length), begin, {}, inside_quotes);
    } else if (here(1) != '\0' && std::string_view("@*#?!0123456789").find(here(1)) != text_.npos) {
      at_ += 2;
      const char c = text_[begin + 1];
      const bool several = c == '@' || c == '*';
      const std::string name = is_digit(c) ? std::string("arg_") + c : "arguments";
      hole({name, std::string(text_.substr(begin, 2)), {}, span(begin, at_), true, several});
    } else {
      plain('$');
    }
    return false;
  }

  // ${NAME}, ${NAME:-fallback}, ${NAME[@]}, and what only a shell can work out.
  void braces(std::size_t begin, bool inside_quotes) {
    const std::size_t close = closing('{', '}');
    if (close == std::string_view::npos) return fail(begin, "this brace is never closed");
    const std::string_view inside = text_.substr(begin + 2, close - begin - 2);
    at_ = close + 1;
    const std::size_t length = name_length(inside);
    const std::string_view name = inside.substr(0, length);
    std::string_view rest = inside.substr(length);
    if (length > 0 && rest.empty()) return variable(name, begin, {}, inside_quotes);
    if (rest.starts_with(":")) rest.remove_prefix(1);
    const bool fallback = length > 0 && rest.starts_with('-') &&
                          rest.find_first_of("$`\"'\\\x01\x02") == std::string_view::npos;
    if (fallback) return variable(name, begin, std::string(rest.substr(1)), inside_quotes);
    const bool several = rest == "[@]" || rest == "[*]";
    hole({as_name(inside),
          std::string(text_.substr(begin, at_ - begin)),
          {},
          span(begin, at_),
          true,
          several});
  }

  // Where the bracket that opens at at_ + 1 is closed.
  std::size_t closing(char open, char close) const {
    int depth = 0;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == open) {
        ++depth;
      } else if (text_[i] == close && --depth == 0) {
        return i;
      }
    }
    return std::string_view::npos;
  }

  void command_hole(std::size_t begin, char close) {
    const std::size_t end = closing('(', close);
    if (end == std::string_view::npos) return fail(begin, "this bracket is never closed");
    at_ = end + 1;
    add_command(begin, text_.substr(begin + 2, end - begin - 2));
  }

  void backquoted() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find('`', at_ + 1);
    if (end == std::string_view::npos) return fail(begin, "this quote is never closed");
    at_ = end + 1;
    add_command(begin, text_.substr(begin + 1, end - begin - 1));
  }

  void add_command(std::size_t begin, std::string_view inside) {
    const std::string_view written = text_.substr(begin, at_ - begin);
    // The working directory, in its three spellings.
    if (trim_space(inside) == "pwd") {
      return hole({"PWD", std::string(written), {}, span(begin, at_)});
    }
    hole({as_name(inside), std::string(written), {}, span(begin, at_), true});
  }

  void variable(std::string_view name, std::size_t begin, std::optional<std::string> fallback,
                bool inside_quotes) {
    const auto known = known_.find(name);
    if (known == known_.end()) {
      return hole({std::string(name), std::string(text_.substr(begin, at_ - begin)),
                   std::move(fallback), span(begin, at_)});
    }
    if (inside_quotes) {
      part() += known->second;
      return;
    }
    // Without quotes, the value's blanks end words.
    for (const char c : known->second) {
      if (!is_blank(c) && c != '\n') {
        part() += c;
      } else if (!part().empty()) {
        parts_.emplace_back();
      }
    }
  }

  void hole(Hole hole) {
    part() += kOpen + std::to_string(script_.holes.size()) + kClose;
    script_.holes.push_back(std::move(hole));
  }

  // --- commands -------------------------------------------------------------------------------

  void end_command() {
    if (!remember_assignments() && !command_.words.empty()) {
      script_.commands.push_back(std::move(command_));
    }
    command_ = {};
  }

  // A command that only sets variables, perhaps for those it starts.
  bool remember_assignments() {
    std::span<const Node> words = command_.words;
    constexpr std::string_view kVerbs[] = {"export", "readonly", "local", "declare"};
    const bool verb = !words.empty() && std::find(std::begin(kVerbs), std::end(kVerbs),
                                                  words[0].as_string()) != std::end(kVerbs);
    if (verb) words = words.subspan(1);
    if (words.empty()) return verb;
    const auto is_assignment = [](const Node& word) {
      return assignment_name(word.as_string()) > 0;
    };
    if (!std::all_of(words.begin(), words.end(), is_assignment)) return verb;
    constexpr std::size_t kLongestValue = 4096;  // values are made of values: no explosion
    for (const Node& word : words) {
      const std::size_t length = assignment_name(word.as_string());
      const std::string_view value = word.as_string().substr(length + 1);
      if (value.size() > kLongestValue) continue;
      known_[std::string(word.as_string().substr(0, length))] = std::string(value);
    }
    return true;
  }

  SourceId source_;
  std::string_view text_;
  ImportContext& context_;
  std::size_t at_ = 0;
  bool broken_ = false;
  Script script_;
  Command command_;
  std::vector<std::string> parts_{std::string()};  // of the word that is being read
  std::vector<std::pair<std::string, bool>> here_documents_;
  std::map<std::string, std::string, std::less<>> known_;
};

}  // namespace

Script read_script(SourceId source, ImportContext& context) {
  return Reader(source, context).run();
}

std::vector<Part> parts_of(std::string_view word) {
  std::vector<Part> parts;
  while (!word.empty()) {
    const std::size_t open = word.find(kOpen);
    if (open != 0) {
      parts.push_back({word.substr(0, open)});
      if (open == std::string_view::npos) break;
      word.remove_prefix(open);
      continue;
    }
    const std::size_t close = std::min(word.find(kClose), word.size() - 1);
    std::size_t number = 0;
    for (const char c : word.substr(1, close - 1))
      number = number * 10 + static_cast<std::size_t>(c - '0');
    parts.push_back({{}, number});
    word.remove_prefix(close + 1);
  }
  return parts;
}

std::size_t assignment_name(std::string_view word) {
  const std::size_t length = name_length(word);
  return length > 0 && word.substr(length).starts_with('=') ? length : 0;
}

}  // namespace launch::shell
