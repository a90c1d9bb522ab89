#include "compiler/build/dockerfile.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "build_templates.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/write_json.h"
#include "compiler/target/text.h"

namespace launch::build {
namespace {

constexpr std::string_view kUsualPython = "3.12";
constexpr std::string_view kPlainBase = "debian:bookworm-slim";

using Hole = std::pair<std::string_view, std::string>;

// `@NAME@` becomes what stands for it; a line that is nothing but a hole without value goes away.
std::string filled(std::string_view text, const std::vector<Hole>& holes) {
  std::string out;
  for (std::string_view line : split(text, '\n')) {
    std::string whole(line);
    bool was_hole = false;
    for (const auto& [name, value] : holes) {
      const std::string hole = "@" + std::string(name) + "@";
      for (std::size_t at = whole.find(hole); at != std::string::npos;
           at = whole.find(hole, at + value.size())) {
        was_hole = was_hole || whole == hole;
        whole.replace(at, hole.size(), value);
      }
    }
    if (was_hole && whole.empty()) continue;
    out += whole + "\n";
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

// A part of a Dockerfile, to stand for a hole: without the last line's end.
std::string part(std::string_view text, const std::vector<Hole>& holes) {
  std::string out = filled(text, holes);
  if (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::vector<std::string> sorted = words;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::string out;
  for (const std::string& word : sorted) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string exec_form(const std::vector<std::string>& words) {
  std::string out = "[";
  for (const std::string& word : words) {
    out += (&word == words.data() ? "" : ", ") + json_string(word);
  }
  return out + "]";
}

std::string install(const DockerfileInput& input) {
  const std::string file(file_of(input.requirements));
  const bool project =
      input.requirements == Requirements::UvLock || input.requirements == Requirements::PoetryLock;
  const std::string some = project ? "pyproject.toml " + file : file;
  const std::vector<Hole> files{{"FILES", input.whole_context ? "." : some}, {"FILE", file}};
  switch (input.requirements) {
    case Requirements::RequirementsTxt:
      return part(kRequirementsPart, files);
    case Requirements::Frozen:
      return part(kFrozenPart, files);
    case Requirements::Pyproject:
      return part(kPyprojectPart, files);
    case Requirements::UvLock:
      return part(kUvLockPart, files);
    case Requirements::PoetryLock:
      return part(kPoetryLockPart, files);
    case Requirements::Conda:
      return part(kCondaPart, files);
    case Requirements::None:
      break;
  }
  return {};
}

std::string_view template_of(const DockerfileInput& input) {
  if (input.requirements == Requirements::Conda) return kCondaDockerfile;
  const bool installs = input.requirements != Requirements::None;
  if (!installs && !(input.accelerator && input.python)) return kPlainDockerfile;
  return input.accelerator ? kAcceleratorDockerfile : kPythonDockerfile;
}

// Whether `key =` stands in the table `[table]` of a TOML text. Enough to know that there is one;
// uv and pip read it.
bool has_toml_key(std::string_view text, std::string_view table, std::string_view key) {
  bool inside = false;
  for (std::string_view line : split(text, '\n')) {
    line = trim_space(line);
    if (line.starts_with('[')) inside = line.substr(0, line.find(']')).substr(1) == table;
    const Cut entry = cut(line, '=');
    if (inside && entry.found && trim_space(entry.before) == key) return true;
  }
  return false;
}

}  // namespace

// W&B takes requirements.txt, then the dependencies of pyproject.toml, then
// requirements.frozen.txt (wandb/sdk/launch/builder/build.py, get_requirements_section). Lock files
// say more than the pyproject.toml that they stand beside.
Requirements requirements_of(const ContextText& file) {
  if (file("requirements.txt") != nullptr) return Requirements::RequirementsTxt;
  if (const std::string* project = file("pyproject.toml")) {
    if (file("uv.lock") != nullptr) return Requirements::UvLock;
    if (file("poetry.lock") != nullptr) return Requirements::PoetryLock;
    if (has_toml_key(*project, "project", "dependencies")) return Requirements::Pyproject;
  }
  if (file("requirements.frozen.txt") != nullptr) return Requirements::Frozen;
  if (file("environment.yml") != nullptr) return Requirements::Conda;
  return Requirements::None;
}

std::string_view file_of(Requirements requirements) {
  switch (requirements) {
    case Requirements::RequirementsTxt:
      return "requirements.txt";
    case Requirements::UvLock:
      return "uv.lock";
    case Requirements::PoetryLock:
      return "poetry.lock";
    case Requirements::Pyproject:
      return "pyproject.toml";
    case Requirements::Frozen:
      return "requirements.frozen.txt";
    case Requirements::Conda:
      return "environment.yml";
    case Requirements::None:
      break;
  }
  return {};
}

// pip, _internal/req/constructors.py, _get_url_from_path(), and utils/filetypes.py.
bool names_path(std::string_view requirement) {
  requirement = trim_space(requirement.substr(0, requirement.find(';')));
  if (requirement.find("file:") != std::string_view::npos) return true;
  if (requirement.find("://") != std::string_view::npos) return false;
  if (requirement.starts_with('.')) return true;
  if (requirement.substr(0, requirement.find('@')).find('/') != std::string_view::npos) return true;
  const std::string_view file = requirement.substr(0, requirement.find_first_of(" [#"));
  constexpr std::array<std::string_view, 12> kArchives{".whl", ".zip",     ".tar",    ".tar.gz",
                                                       ".tgz", ".tar.bz2", ".tbz",    ".tar.xz",
                                                       ".txz", ".tlz",     ".tar.lz", ".tar.lzma"};
  return std::any_of(kArchives.begin(), kArchives.end(),
                     [&](std::string_view end) { return file.ends_with(end); });
}

// https://pip.pypa.io/en/stable/reference/requirements-file-format/
bool needs_context(std::string_view requirements_text) {
  for (std::string_view line : split(requirements_text, '\n')) {
    line = trim_space(line);
    for (const std::string_view option :
         {"-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-f", "--find-links"}) {
      if (!line.starts_with(option)) continue;
      const std::string_view value = line.substr(option.size());
      const bool ends = value.empty() || value.front() == ' ' || value.front() == '=' ||
                        value.front() == '\t' || option.size() == 2;
      if (ends && value.find("://") == std::string_view::npos) return true;
    }
    line = line.substr(0, line.find(" #"));
    if (!line.starts_with('#') && !line.starts_with('-') && names_path(line)) return true;
  }
  return false;
}

namespace {

// Whether one of the texts stands in a line of it, blanks aside.
bool holds_any(std::string_view text, std::initializer_list<std::string_view> wanted) {
  for (const std::string_view line : split(text, '\n')) {
    std::string bare(line);
    std::erase_if(bare, [](char c) { return c == ' ' || c == '\t' || c == '"' || c == '\''; });
    for (const std::string_view each : wanted) {
      const std::size_t at = bare.find(each);
      if (at != std::string::npos && !bare.substr(at + each.size()).starts_with(".}")) return true;
    }
  }
  return false;
}

// What stands below `- pip:` of a conda environment, as a requirements file.
std::string pip_part(std::string_view environment) {
  std::string out;
  const std::size_t pip = environment.find("pip:");
  if (pip == std::string_view::npos) return out;
  for (std::string_view line : split(environment.substr(pip), '\n')) {
    line = trim_space(line);
    if (!line.starts_with("- ")) continue;
    line = trim_space(line.substr(2));
    const bool quoted = line.size() > 1 && (line.front() == '"' || line.front() == '\'');
    out += std::string(quoted ? line.substr(1, line.size() - 2) : line) + "\n";
  }
  return out;
}

}  // namespace

bool needs_context(Requirements requirements, const ContextText& file) {
  const std::string* text = file(file_of(requirements));
  const std::string* project = file("pyproject.toml");
  // [tool.uv.sources], and poetry's dependencies: lib = {path = "libs/lib"}.
  const bool names_folder =
      project != nullptr && holds_any(*project, {"{path=", ",path=", "@file:", "workspace=true"});
  switch (requirements) {
    case Requirements::RequirementsTxt:
    case Requirements::Frozen:
      return text != nullptr && needs_context(std::string_view(*text));
    case Requirements::Conda:
      return text != nullptr && needs_context(std::string_view(pip_part(*text)));
    case Requirements::UvLock:  // "." is the project itself, which is not installed
      return names_folder ||
             (text != nullptr &&
              holds_any(*text, {"{editable=", "{directory=", "{path=", "{virtual="}));
    case Requirements::PoetryLock:
      return names_folder || (text != nullptr && holds_any(*text, {"type=directory", "type=file"}));
    case Requirements::Pyproject:
      return names_folder;
    case Requirements::None:
      break;
  }
  return false;
}

std::string minor_version(std::string_view version) {
  const std::size_t digit = version.find_first_of("0123456789");
  if (digit == std::string_view::npos) return {};
  const std::vector<std::string_view> parts = split(version.substr(digit), '.');
  const auto number = [](std::string_view text) {
    return !text.empty() && text.size() < 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
  };
  if (parts.size() < 2 || !number(parts[0]) || !number(parts[1])) return {};
  return std::string(parts[0]) + "." + std::string(parts[1]);
}

std::string base_of(const DockerfileInput& input) {
  if (!input.base.empty()) return input.base;
  const bool conda = input.requirements == Requirements::Conda;
  if (conda || (!input.python && input.requirements == Requirements::None))
    return std::string(kPlainBase);
  const std::string version =
      input.python_version.empty() ? std::string(kUsualPython) : input.python_version;
  return "python:" + version + "-slim-bookworm";
}

std::string write_dockerfile(const DockerfileInput& input) {
  const std::string packages = joined(input.system_packages);
  const std::string& version = input.python_version;
  const std::string system =
      packages.empty() ? "" : part(kSystemPackagesPart, {{"NAMES", packages}});
  const std::vector<Hole> holes{
      {"BASE", base_of(input)},
      {"SYSTEM_PACKAGES", system},
      {"PYTHON_PROGRAM", "python" + (version.empty() ? "3" : version)},
      {"PYTHON", part(kPythonPart, {{"VERSION", version.empty() ? "3" : version}})},
      {"INSTALL", install(input)},
      {"USER", part(kUserPart, {{"UID", input.user}})},
      {"ENTRYPOINT", exec_form(input.entrypoint)}};
  std::string text(template_of(input));
  if (input.entrypoint.empty()) text.erase(text.find("ENTRYPOINT "));
  return filled(text, holes);
}

}  // namespace launch::build
