#include "compiler/build/from.h"

#include <algorithm>
#include <set>

#include "compiler/target/text.h"

namespace launch::build {
namespace {

using Values = std::map<std::string, std::string>;

// $NAME, ${NAME}, ${NAME:-text}, ${NAME:+text}; false when a value is missing.
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
    std::string rest;
    if (braces) {
      const std::size_t end = text.find('}', at);
      if (end == std::string::npos) return false;
      rest = text.substr(at, end - at);
      at = end + 1;
    }
    const bool empty_counts = !rest.starts_with(':');
    if (!empty_counts) rest.erase(0, 1);
    const bool has = value != values.end() && (empty_counts || !value->second.empty());
    if (rest.starts_with('+')) {
      if (has) out += rest.substr(1);
    } else if (has) {
      out += value->second;
    } else if (rest.starts_with('-')) {
      out += rest.substr(1);
    } else {
      return false;
    }
  }
  text = out;
  return true;
}

// "image" of type=bind,from=image,target=/x.
std::string from_of_mount(std::string_view flag) {
  constexpr std::string_view kMount = "--mount=";
  if (!flag.starts_with(kMount)) return {};
  for (const std::string_view part : split(flag.substr(kMount.size()), ',')) {
    if (part.starts_with("from=")) return std::string(part.substr(5));
  }
  return {};
}

class Bases {
 public:
  Bases(const DockerfileText& file, const Values& args) : file_(file), args_(args) {}

  std::vector<Base> run() {
    for (const Instruction& each : file_.instructions) {
      const std::string& keyword = each.keyword.text;
      if (keyword == "arg" && !in_stage_) take_values(each);
      if (keyword == "from") take_from(each);
      if (keyword == "copy") add_stage_or_image(std::string(flag_of(each, "from")), each);
      if (keyword != "run") continue;
      for (const DockerfileWord& flag : each.flags)
        add_stage_or_image(from_of_mount(flag.text), each);
    }
    return std::move(bases_);
  }

 private:
  void take_values(const Instruction& arg) {
    for (const Assignment& each : assignments_of(arg, file_.escape)) {
      const auto given = args_.find(each.name);
      std::string value = given == args_.end() ? each.value : given->second;
      const bool known = given != args_.end() || each.has_value;
      if (known && (given != args_.end() || fill(value, values_))) values_[each.name] = value;
    }
  }
  void take_from(const Instruction& from) {
    in_stage_ = true;
    if (from.words.empty()) return;
    add(unquoted(from.words[0].text, file_.escape), from.words[0]);
    if (from.words.size() > 2 && lower(from.words[1].text) == "as")
      stages_.insert(lower(from.words[2].text));
  }
  // Stages have numbers, too.
  void add_stage_or_image(const std::string& name, const Instruction& instruction) {
    if (std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c); })) return;
    for (const DockerfileWord& flag : instruction.flags) {
      if (flag.text.find("from=" + name) != std::string::npos) return add(name, flag);
    }
  }
  void add(std::string name, const DockerfileWord& word) {
    if (!fill(name, values_) || name == "scratch" || stages_.count(lower(name)) > 0) return;
    const bool known = std::any_of(bases_.begin(), bases_.end(),
                                   [&](const Base& base) { return base.name == name; });
    if (!known) bases_.push_back({std::move(name), word});
  }

  const DockerfileText& file_;
  const Values& args_;
  Values values_;
  std::set<std::string> stages_;
  std::vector<Base> bases_;
  bool in_stage_ = false;
};

}  // namespace

std::vector<Base> bases_of(const DockerfileText& dockerfile, const Values& args) {
  return Bases(dockerfile, args).run();
}

std::vector<std::string> bases_of(std::string_view dockerfile, const Values& args) {
  std::vector<std::string> names;
  for (Base& base : bases_of(read_dockerfile(dockerfile), args))
    names.push_back(std::move(base.name));
  return names;
}

}  // namespace launch::build
