#include "compiler/build/from.h"

#include <algorithm>
#include <array>
#include <set>

#include "compiler/build/expand.h"
#include "compiler/target/text.h"

namespace launch::build {
namespace {

// What every build has, from the platform: "linux/arm64". Not known here: the builder's own
// platform, the machine that builds, and platforms with more than one spelling.
// https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
Values platform_values(std::string_view platform) {
  Values values;
  for (const char* name :
       {"BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT", "TARGETPLATFORM",
        "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT"}) {
    values[name];
  }
  values["TARGETSTAGE"] = "default";
  const Cut parts = cut(platform, '/');
  constexpr std::array<std::string_view, 6> kArchitectures{"386",     "amd64",   "arm64",
                                                           "ppc64le", "riscv64", "s390x"};
  if (std::find(kArchitectures.begin(), kArchitectures.end(), parts.after) == kArchitectures.end())
    return values;
  values["TARGETPLATFORM"] = platform;
  values["TARGETOS"] = parts.before;
  values["TARGETARCH"] = parts.after;
  values["TARGETOSVERSION"] = values["TARGETVARIANT"] = "";
  return values;
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
  Bases(const DockerfileText& file, const GivenValues& given)
      : file_(file), args_(given.args), values_(platform_values(given.platform)) {
    for (auto& [name, value] : values_) {
      if (const auto arg = args_.find(name); arg != args_.end()) value = arg->second;
    }
  }

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
    for (const DockerfileWord& word : arg.words) {
      const Cut pair = cut(word.text, '=');
      const std::string name(pair.before);
      if (const auto given = args_.find(name); given != args_.end()) {
        values_[name] = given->second;
      } else if (pair.found) {
        values_[name] = expanded(pair.after, values_, file_.escape);
      }
    }
  }
  void take_from(const Instruction& from) {
    in_stage_ = true;
    if (from.words.empty()) return;
    add(from.words[0].text, from.words[0]);
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
  void add(const std::string& text, const DockerfileWord& word) {
    const std::optional<std::string> filled = expanded(text, values_, file_.escape);
    const std::string& name = filled ? *filled : text;
    if (name == "scratch" || stages_.count(lower(name)) > 0) return;
    const bool known = std::any_of(bases_.begin(), bases_.end(),
                                   [&](const Base& base) { return base.name == name; });
    if (!known) bases_.push_back({name, word, !filled});
  }

  const DockerfileText& file_;
  const std::map<std::string, std::string>& args_;
  Values values_;
  std::set<std::string> stages_;
  std::vector<Base> bases_;
  bool in_stage_ = false;
};

}  // namespace

std::vector<Base> bases_of(const DockerfileText& dockerfile, const GivenValues& given) {
  return Bases(dockerfile, given).run();
}

}  // namespace launch::build
