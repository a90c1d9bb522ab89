#include "compiler/build/from.h"

#include <algorithm>
#include <set>

#include "compiler/target/text.h"

namespace launch::build {
namespace {

using Values = std::map<std::string, std::string>;

// Instructions, each one text: lines that end with a backslash go on, comments do not count.
std::vector<std::string> instructions_of(std::string_view dockerfile) {
  std::vector<std::string> all;
  bool goes_on = false;
  for (std::string_view line : split(dockerfile, '\n')) {
    line = trim_space(line);
    if (line.empty() || line.front() == '#') continue;
    const bool more = line.back() == '\\';
    if (more) line.remove_suffix(1);
    if (goes_on) {
      all.back() += " " + std::string(line);
    } else {
      all.emplace_back(line);
    }
    goes_on = more;
  }
  return all;
}

// $NAME, ${NAME}, ${NAME:-text}; false when a value is missing.
bool fill(std::string& text, const Values& values) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '$' || at + 1 == text.size()) {
      out += text[at++];
      continue;
    }
    const bool braces = text[++at] == '{';
    if (braces) ++at;
    const std::size_t begin = at;
    while (at < text.size() && (is_alphanumeric(text[at]) || text[at] == '_')) ++at;
    const auto value = values.find(text.substr(begin, at - begin));
    std::string otherwise;
    bool has_otherwise = false;
    if (braces) {
      const std::size_t end = text.find('}', at);
      if (end == std::string::npos) return false;
      const std::string rest = text.substr(at, end - at);
      has_otherwise = rest.starts_with(":-") || rest.starts_with("-");
      if (has_otherwise) otherwise = rest.substr(rest.find('-') + 1);
      at = end + 1;
    }
    if (value == values.end() && !has_otherwise) return false;
    out += value == values.end() ? otherwise : value->second;
  }
  text = out;
  return true;
}

std::string unquoted(std::string_view text) {
  const bool quotes = text.size() > 1 && (text.front() == '"' || text.front() == '\'') &&
                      text.front() == text.back();
  return std::string(quotes ? text.substr(1, text.size() - 2) : text);
}

}  // namespace

std::vector<std::string> bases_of(std::string_view dockerfile, const Values& args) {
  std::vector<std::string> bases;
  Values values;
  std::set<std::string> stages;
  bool in_stage = false;
  const auto add = [&](std::string name) {
    const bool number = std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c); });
    if (!fill(name, values) || number || name == "scratch" || stages.count(lower(name)) > 0) return;
    if (std::find(bases.begin(), bases.end(), name) == bases.end()) bases.push_back(name);
  };
  for (const std::string& instruction : instructions_of(dockerfile)) {
    std::vector<std::string_view> words = fields(instruction);
    const std::string keyword = lower(words.front());
    if (keyword == "arg" && !in_stage) {
      for (std::size_t i = 1; i < words.size(); ++i) {
        const Cut each = cut(words[i], '=');
        const auto given = args.find(std::string(each.before));
        if (given != args.end()) {
          values[given->first] = given->second;
        } else if (each.found) {
          values[std::string(each.before)] = unquoted(each.after);
        }
      }
    } else if (keyword == "from") {
      in_stage = true;
      std::erase_if(words, [](std::string_view word) { return word.starts_with("--"); });
      if (words.size() > 1) add(std::string(words[1]));
      if (words.size() > 3 && lower(words[2]) == "as") stages.insert(lower(words[3]));
    } else if (keyword == "copy") {
      for (const std::string_view word : words) {
        if (word.starts_with("--from=")) add(std::string(word.substr(7)));
      }
    }
  }
  return bases;
}

}  // namespace launch::build
