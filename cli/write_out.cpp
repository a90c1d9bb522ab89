#include "cli/write_out.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/workspace.h"

namespace launch::cli {
namespace {

const ReportFormat* format_named(const std::string& name, const char* flag) {
  if (const ReportFormat* format = find_format(name)) return format;
  std::vector<std::string_view> known;
  for (const ReportFormat& each : formats()) known.push_back(each.name);
  const std::string nearest = suggest(did_you_mean(name, known));
  throw UsageError{std::string(flag) + ": " + launch::quoted(name) + " is no format; there are " +
                   all_of(known) + (nearest.empty() ? "" : "; " + nearest)};
}

bool in_github_actions() {
  const char* value = std::getenv("GITHUB_ACTIONS");
  return value != nullptr && std::string_view(value) == "true";
}

}  // namespace

ExitCode write_out(const std::string& text, const std::string& path) {
  if (path.empty() || path == "-") {
    // A long text goes past the buffer: then it is not the flush that fails.
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    return std::fflush(stdout) == 0 && whole ? kOk : kUnreachable;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (file) return kOk;
  std::fprintf(stderr, "launch: %s cannot be written\n", path.c_str());
  return kUnreachable;
}

void replace_file(const std::string& path, const std::string& text) {
  const std::filesystem::path target(path);
  std::error_code error;
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), error);
  // Not called what documents are called: should it be left over, no tool reads it.
  const std::filesystem::path beside =
      target.parent_path() /
      ("." + target.filename().string() + "." + std::to_string(getpid()) + ".tmp");
  if (!error) {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(beside, target, error);
  if (!error) return;
  const std::string why = error.message();
  std::filesystem::remove(beside, error);
  throw UnreachableError{path + " cannot be written: " + why};
}

ReportWriter::ReportWriter(const std::string& format, const std::vector<std::string>& outputs)
    : shown_(format_named(format, "--format")) {
  for (const std::string& output : outputs) {
    const auto equals = output.find('=');
    if (equals == std::string::npos || equals + 1 == output.size()) {
      throw UsageError{"--output " + launch::quoted(output) +
                       ": a format and a file are wanted, such as sarif=launch.sarif"};
    }
    outputs_.push_back(
        {format_named(output.substr(0, equals), "--output"), output.substr(equals + 1)});
  }
}

ExitCode ReportWriter::write(const Report& report, const CommonOptions& common) const {
  const bool text = shown_->name == "text";
  ExitCode code = write_out(text ? render_text(report.findings, wants_colour(common, STDOUT_FILENO))
                                 : shown_->render(report),
                            {});
  for (const Output& output : outputs_) {
    const ExitCode written = write_out(output.format->render(report), output.path);
    if (written != kOk) code = written;
  }
  if (is_for_people() && in_github_actions()) {
    std::fputs(render_github(report).c_str(), stderr);
  }
  return code;
}

}  // namespace launch::cli
