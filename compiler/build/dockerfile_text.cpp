#include "compiler/build/dockerfile_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/text.h"

namespace launch::build {
namespace {

constexpr std::array<std::string_view, 18> kKeywords{
    "add",    "arg",   "cmd",         "copy",  "entrypoint", "env",
    "expose", "from",  "healthcheck", "label", "maintainer", "onbuild",
    "run",    "shell", "stopsignal",  "user",  "volume",     "workdir"};

// Refused without a word behind them.
constexpr std::array<std::string_view, 10> kNeedsWord{
    "arg",     "env",        "expose", "healthcheck", "label",
    "onbuild", "stopsignal", "user",   "volume",      "workdir"};
// Their quotes are docker's, not a shell's.
constexpr std::array<std::string_view, 6> kHasQuotes{"add", "arg", "copy", "env", "from", "label"};

template <class List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A line of the file, and where it begins.
struct Line {
  std::string_view text;
  std::uint32_t begin = 0;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({line, static_cast<std::uint32_t>(begin)});
    begin = end + 1;
  }
  return lines;
}

// The quote that the text opens and does not close; 0 without one.
char open_quote(std::string_view text, char escape) {
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == escape && quote != '\'') {
      ++at;
    } else if (quote != 0) {
      if (text[at] == quote) quote = 0;
    } else if (text[at] == '"' || text[at] == '\'') {
      quote = text[at];
    }
  }
  return quote;
}

// What an instruction is made of: lines put together, each byte with its place.
struct Logical {
  std::string text;
  std::vector<std::uint32_t> places;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : lines_(lines_of(text)) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (!lines_.empty() && lines_[0].text.starts_with(kMark)) {
      lines_[0].text.remove_prefix(kMark.size());
      lines_[0].begin += 3;
    }
  }

  DockerfileText run() {
    directives();
    while (next_ < lines_.size()) {
      const std::string_view line = trim_space(lines_[next_].text);
      if (line.empty() || line.front() == '#') {
        ++next_;
      } else {
        instruction(logical_line());
      }
    }
    judge_order();
    return std::move(out_);
  }

 private:
  // Comments of the form `# name=value` on top; the first other line ends them.
  void directives() {
    for (const Line& line : lines_) {
      std::string_view text = trim_space(line.text);
      if (!text.starts_with('#')) return;
      const Cut entry = cut(text.substr(1), '=');
      const std::string_view name = trim_space(entry.before);
      if (!entry.found || name.empty() || name.find_first_of(" \t") != std::string_view::npos)
        return;
      if (lower(name) != "escape") continue;
      const std::string_view value = trim_space(entry.after);
      if (value == "`") out_.escape = '`';
      if (value == "`" || value == "\\") continue;
      out_.troubles.push_back({line.begin,
                               line.begin + static_cast<std::uint32_t>(line.text.size()),
                               "escape is " + launch::quoted(value) + ", expected \\ or `", ""});
    }
  }

  // Whether the line ends with one escape character; blanks behind it do not count.
  bool goes_on(std::string_view& line) const {
    std::string_view cut_line = line;
    while (!cut_line.empty() && is_blank(cut_line.back())) cut_line.remove_suffix(1);
    if (!cut_line.ends_with(out_.escape)) return false;
    cut_line.remove_suffix(1);
    if (cut_line.ends_with(out_.escape)) return false;
    line = cut_line;
    return true;
  }

  Logical logical_line() {
    Logical logical;
    for (bool more = true; more && next_ < lines_.size(); ++next_) {
      const Line& line = lines_[next_];
      std::string_view text = line.text;
      const std::string_view content = trim_space(text);
      // Comments and empty lines do not end what goes on.
      if (!logical.text.empty() && (content.empty() || content.front() == '#')) continue;
      more = goes_on(text);
      for (std::size_t i = 0; i < text.size(); ++i) {
        logical.text += text[i];
        logical.places.push_back(line.begin + static_cast<std::uint32_t>(i));
      }
      // An instruction of nothing but an escape still has begun.
      if (logical.text.empty()) {
        logical.text = " ";
        logical.places.push_back(line.begin);
      }
    }
    return logical;
  }

  DockerfileWord word(const Logical& logical, std::size_t begin, std::size_t end) const {
    return {logical.text.substr(begin, end - begin), logical.places[begin],
            logical.places[end - 1] + 1};
  }

  // Blanks part words, but not in quotes or behind the escape character.
  std::vector<DockerfileWord> words_of(const Logical& logical, std::size_t at) const {
    std::vector<DockerfileWord> words;
    const std::string& text = logical.text;
    while (at < text.size()) {
      while (at < text.size() && is_blank(text[at])) ++at;
      const std::size_t begin = at;
      char quote = 0;
      for (; at < text.size() && (quote != 0 || !is_blank(text[at])); ++at) {
        if (text[at] == out_.escape && quote != '\'' && at + 1 < text.size()) {
          ++at;
        } else if (quote != 0) {
          if (text[at] == quote) quote = 0;
        } else if (text[at] == '"' || text[at] == '\'') {
          quote = text[at];
        }
      }
      if (at > begin) words.push_back(word(logical, begin, at));
    }
    return words;
  }

  // ["a", "b"]: the strings; nothing when it is no such list, which makes it the shell form.
  std::optional<std::vector<DockerfileWord>> exec_form(const Logical& logical,
                                                       std::size_t at) const {
    const std::string& text = logical.text;
    const auto skip = [&] {
      while (at < text.size() && is_blank(text[at])) ++at;
    };
    std::vector<DockerfileWord> words;
    skip();
    if (at == text.size() || text[at++] != '[') return std::nullopt;
    skip();
    if (at < text.size() && text[at] == ']') return words;
    while (true) {
      skip();
      if (at == text.size() || text[at] != '"') return std::nullopt;
      const std::size_t begin = at++;
      std::string value;
      for (; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) {
          ++at;
          value += text[at] == 'n' ? '\n' : text[at] == 't' ? '\t' : text[at];
        } else {
          value += text[at];
        }
      }
      if (at++ == text.size()) return std::nullopt;
      words.push_back(word(logical, begin, at));
      words.back().text = value;
      skip();
      if (at == text.size()) return std::nullopt;
      if (text[at] == ']') break;
      if (text[at++] != ',') return std::nullopt;
    }
    ++at;
    skip();
    if (at != text.size()) return std::nullopt;
    return words;
  }

  void instruction(const Logical& logical) {
    std::size_t at = 0;
    while (at < logical.text.size() && is_blank(logical.text[at])) ++at;
    const std::size_t begin = at;
    while (at < logical.text.size() && !is_blank(logical.text[at])) ++at;
    if (at == begin) return;
    Instruction instruction;
    instruction.keyword = word(logical, begin, at);
    instruction.keyword.text = lower(instruction.keyword.text);
    const std::string& keyword = instruction.keyword.text;
    if (!is_one_of(kKeywords, keyword)) {
      trouble(instruction.keyword,
              launch::quoted(upper(keyword)) + " is no instruction of a Dockerfile",
              suggest(upper(did_you_mean(keyword, kKeywords))));
    }
    instruction.words = words_of(logical, at);
    take_flags(instruction, logical, at);
    const bool may_be_exec = keyword != "from" && keyword != "arg" && keyword != "env";
    if (auto list = may_be_exec ? exec_form(logical, at) : std::nullopt) {
      instruction.exec_form = true;
      instruction.words = std::move(*list);
    } else if (takes_heredocs(instruction)) {
      heredocs(instruction);
    }
    judge_words(instruction);
    out_.instructions.push_back(std::move(instruction));
  }

  // `at` moves behind them.
  static void take_flags(Instruction& instruction, const Logical& logical, std::size_t& at) {
    auto& words = instruction.words;
    std::size_t count = 0;
    while (count < words.size() && words[count].text.starts_with("--")) ++count;
    if (count == 0) return;
    const std::uint32_t end = words[count - 1].end;
    while (at < logical.places.size() && logical.places[at] < end) ++at;
    instruction.flags.assign(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
  }

  // parser.go, heredocDirectives and heredocCompoundDirectives.
  static bool takes_heredocs(const Instruction& instruction) {
    std::string keyword = instruction.keyword.text;
    if (keyword == "onbuild" && !instruction.words.empty())
      keyword = lower(instruction.words[0].text);
    return keyword == "run" || keyword == "copy" || keyword == "add";
  }

  // github.com/moby/buildkit, frontend/dockerfile/instructions/parse.go.
  void judge_words(const Instruction& instruction) {
    const std::string& keyword = instruction.keyword.text;
    const std::size_t count = instruction.words.size();
    const bool copies = keyword == "copy" || keyword == "add";
    if (copies && count < 2) {
      trouble(instruction.keyword,
              upper(keyword) + (count == 0 ? " names nothing" : " has one word") +
                  ", expected what to copy, and where to",
              "");
    } else if (count == 0 && is_one_of(kNeedsWord, keyword)) {
      trouble(instruction.keyword, upper(keyword) + " has nothing behind it", "");
    }
    if (instruction.exec_form || !is_one_of(kHasQuotes, keyword)) return;
    for (const DockerfileWord& word : instruction.words) {
      if (const char quote = open_quote(word.text, out_.escape)) {
        trouble(word,
                "the quote in this word has no end, expected another " + std::string(1, quote), "");
      }
    }
  }

  // <<EOF, <<-EOF, <<"EOF", 3<<EOF: the lines below, up to one that is the name.
  void heredocs(Instruction& instruction) {
    for (const DockerfileWord& word : instruction.words) {
      std::string_view rest = word.text;
      while (!rest.empty() && is_digit(rest.front())) rest.remove_prefix(1);
      if (!rest.starts_with("<<") || rest.starts_with("<<<")) continue;
      rest.remove_prefix(2);
      const bool tabs = rest.starts_with('-');
      if (tabs) rest.remove_prefix(1);
      const std::string name = unquoted(rest, out_.escape);
      if (name.empty()) continue;
      const std::size_t first = next_;
      const auto ends = [&](std::string_view line) {
        while (tabs && line.starts_with('\t')) line.remove_prefix(1);
        return line == name;
      };
      while (next_ < lines_.size() && !ends(lines_[next_].text)) ++next_;
      if (next_ == lines_.size()) {
        trouble(word,
                "the text that begins here has no end, expected a line " + launch::quoted(name),
                "");
        return;
      }
      DockerfileWord body{{}, lines_[first].begin, lines_[next_].begin};
      for (std::size_t i = first; i < next_; ++i) body.text += std::string(lines_[i].text) + "\n";
      instruction.heredocs.push_back(std::move(body));
      ++next_;
    }
  }

  // https://docs.docker.com/reference/dockerfile/#format: ARG alone may stand before FROM.
  void judge_order() {
    bool in_stage = false;
    for (const Instruction& each : out_.instructions) {
      if (each.keyword.text == "from") {
        in_stage = true;
        judge_from(each);
      } else if (!is_one_of(kKeywords, each.keyword.text)) {
        return;  // it may be a FROM, and was told
      } else if (!in_stage && each.keyword.text != "arg") {
        trouble(each.keyword,
                launch::quoted(upper(each.keyword.text)) + " stands before the first FROM", "");
        return;
      }
    }
    if (!in_stage)
      out_.troubles.push_back(
          {0, 0, "the Dockerfile has no FROM, expected the image to start from", ""});
  }
  void judge_from(const Instruction& from) {
    const auto& words = from.words;
    if (words.size() == 1 || (words.size() == 3 && lower(words[1].text) == "as")) return;
    trouble(from.keyword,
            "FROM has " + std::to_string(words.size()) + " words, expected IMAGE or IMAGE AS NAME",
            "");
  }

  void trouble(const DockerfileWord& at, std::string message, std::string suggestion) {
    out_.troubles.push_back({at.begin, at.end, std::move(message), std::move(suggestion)});
  }

  std::vector<Line> lines_;
  std::size_t next_ = 0;
  DockerfileText out_;
};

// A part of a word that stands in one line of the file; else all of the word.
void place_value(const DockerfileWord& word, std::size_t from, Assignment& assignment) {
  const bool whole = word.end - word.begin == word.text.size();
  assignment.value_begin = whole ? word.begin + static_cast<std::uint32_t>(from) : word.begin;
  assignment.value_end = word.end;
}

}  // namespace

DockerfileText read_dockerfile(std::string_view text) { return Reader(text).run(); }

std::string_view flag_of(const Instruction& instruction, std::string_view name) {
  for (const DockerfileWord& flag : instruction.flags) {
    const Cut parts = cut(std::string_view(flag.text).substr(2), '=');
    if (parts.before == name) return parts.after;
  }
  return {};
}

std::string unquoted(std::string_view word, char escape) {
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (c == escape && quote != '\'' && i + 1 < word.size()) {
      out += word[++i];
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<Assignment> assignments_of(const Instruction& instruction, char escape) {
  std::vector<Assignment> all;
  const auto& words = instruction.words;
  const bool old_form = instruction.keyword.text == "env" && words.size() > 1 &&
                        words[0].text.find('=') == std::string::npos;
  if (old_form) {
    Assignment one{words[0].text,   {}, true, words[0].begin, words.back().end, words[1].begin,
                   words.back().end};
    for (std::size_t i = 1; i < words.size(); ++i)
      one.value += (i > 1 ? " " : "") + unquoted(words[i].text, escape);
    return {one};
  }
  for (const DockerfileWord& word : words) {
    const std::size_t equals = word.text.find('=');
    Assignment one{word.text.substr(0, equals),
                   {},
                   equals != std::string::npos,
                   word.begin,
                   word.end,
                   word.end,
                   word.end};
    if (one.has_value) {
      one.value = unquoted(std::string_view(word.text).substr(equals + 1), escape);
      place_value(word, equals + 1, one);
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace launch::build
