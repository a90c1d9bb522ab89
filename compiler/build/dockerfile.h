// The Dockerfile of a job that has none of its own, from the templates in templates/build/.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace launch::build {

// What a job's packages are installed from, the first there is.
enum class Requirements : std::uint8_t {
  None,
  RequirementsTxt,
  UvLock,
  PoetryLock,
  Pyproject,
  Frozen,
  Conda
};

// The text of a file of the build context; null when there is none. Paths have "/" and no "./".
using ContextText = std::function<const std::string*(std::string_view path)>;

Requirements requirements_of(const ContextText& file);
// "requirements.txt" …; empty for None.
std::string_view file_of(Requirements requirements);
// Whether a requirement, as pip reads it, is a folder or archive of the context.
bool names_path(std::string_view requirement);
// Whether a requirements file names others, or folders beside it: then the whole context is needed
// to install it.
bool needs_context(std::string_view requirements_text);
bool needs_context(Requirements requirements, const ContextText& file);

struct DockerfileInput {
  std::string base;  // empty: that of the language
  bool accelerator = false;
  bool python = true;          // runs Python, also without requirements
  std::string python_version;  // "3.11"; empty: the usual one, or what the accelerator's base has
  std::vector<std::string> system_packages;
  Requirements requirements = Requirements::None;
  bool whole_context = false;           // needs_context() of the requirements
  std::string user = "1000";            // its number
  std::vector<std::string> entrypoint;  // empty: that of the base
};

// The same bytes for the same input, whoever asks.
std::string write_dockerfile(const DockerfileInput& input);
// The image that the last stage is built on.
std::string base_of(const DockerfileInput& input);

// "3.11" of "3.11.4", "python-3.11.4" and "Python 3.11"; empty when it is no version.
std::string minor_version(std::string_view version);

}  // namespace launch::build
