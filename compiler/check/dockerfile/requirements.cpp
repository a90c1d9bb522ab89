#include <algorithm>
#include <vector>

#include "compiler/build/dockerfile.h"
#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/paths.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/document/read_yaml.h"
#include "compiler/target/text.h"

namespace launch {
namespace {

// What a list of packages says of one.
struct Entry {
  std::string_view text;
  Span place;
};

// One finding a list: who sees one sees all.
void report_unpinned(const std::vector<Entry>& unpinned, std::string_view expected,
                     const CodeContext& context) {
  if (unpinned.empty()) return;
  std::string message = unpinned_message(unpinned[0].text, unpinned.size(), expected);
  context.diagnostics.report({&kUnpinnedPackages, unpinned[0].place, std::move(message), {}, {}});
}

bool is_commit(std::string_view text) {
  return text.size() >= 40 && std::all_of(text.begin(), text.end(), is_hex_digit);
}

// git+https://host/x@COMMIT#egg=y means one thing; without a commit, what the branch has.
bool is_pinned_address(std::string_view address) {
  if (address.find("git+") == std::string_view::npos) return true;
  address = address.substr(0, address.find('#'));
  const std::size_t path = address.find('/', address.find("://") + 3);
  const std::size_t at = path == std::string_view::npos ? path : address.find('@', path);
  return at != std::string_view::npos && is_commit(address.substr(at + 1));
}

Entry part(std::string_view line, std::uint32_t begin, SourceId source) {
  const std::string_view text = trim_space(line);
  const auto skipped = static_cast<std::uint32_t>(text.data() - line.data());
  return {text,
          {source, begin + skipped, begin + skipped + static_cast<std::uint32_t>(text.size())}};
}

// The value of an option that stands in front, "-r base.txt", "--requirement=base.txt"; empty when
// it is another.
std::string_view option_value(std::string_view line, std::string_view brief,
                              std::string_view full) {
  for (const std::string_view name : {full, brief}) {
    if (!line.starts_with(name)) continue;
    std::string_view rest = line.substr(name.size());
    const bool ends = rest.starts_with('=') || rest.starts_with(' ') || rest.starts_with('\t');
    if (!ends && name == full) continue;
    if (rest.starts_with('=')) rest.remove_prefix(1);
    return trim_space(rest);
  }
  return {};
}

// https://pip.pypa.io/en/stable/reference/requirements-file-format/
class RequirementsFile {
 public:
  RequirementsFile(const CodeContext& context, std::set<std::string>& seen)
      : context_(context), seen_(seen) {}

  void judge(std::string_view path) {
    const auto source = context_.code.open(path);
    if (!source || !seen_.insert(std::string(path)).second) return;
    folder_ = path.substr(0, path.find('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    const std::string_view text = context_.sources.text(*source);
    std::uint32_t begin = 0;
    bool goes_on = false;
    for (const std::string_view line : split(text, '\n')) {
      if (!goes_on) take(part(line, begin, *source), text.substr(begin));
      goes_on = trim_space(line).ends_with('\\');
      begin += static_cast<std::uint32_t>(line.size()) + 1;
    }
    // Constraints say which version a name stands for.
    if (!constrained_) report_unpinned(unpinned_, "NAME==VERSION", context_);
  }

 private:
  void take(Entry entry, std::string_view rest) {
    std::string_view& line = entry.text;
    for (std::size_t hash = line.find('#'); hash != std::string_view::npos;
         hash = line.find('#', hash + 1)) {
      if (hash > 0 && line[hash - 1] != ' ' && line[hash - 1] != '\t') continue;
      line = trim_space(line.substr(0, hash));
      break;
    }
    if (line.ends_with('\\')) line = trim_space(line.substr(0, line.size() - 1));
    if (line.empty()) return;
    entry.place.end = entry.place.begin + static_cast<std::uint32_t>(line.size());
    if (!option_value(line, "-c", "--constraint").empty()) {
      constrained_ = true;
      named_file(option_value(line, "-c", "--constraint"), entry.place, false);
    } else if (const auto file = option_value(line, "-r", "--requirement"); !file.empty()) {
      named_file(file, entry.place, true);
    } else if (const auto folder = option_value(line, "-e", "--editable"); !folder.empty()) {
      if (!is_pinned_address(folder)) unpinned_.push_back({line, entry.place});
    } else if (line.front() != '-') {
      const std::string_view whole = rest.substr(0, logical_end(rest));
      if (!is_pinned(whole)) unpinned_.push_back({line, entry.place});
    }
  }

  // Hashes stand on lines of their own.
  static std::size_t logical_end(std::string_view text) {
    for (std::size_t end = text.find('\n'); end != std::string_view::npos;
         end = text.find('\n', end + 1)) {
      if (!trim_space(text.substr(0, end)).ends_with('\\')) return end;
    }
    return text.size();
  }

  void named_file(std::string_view name, Span place, bool judged) {
    if (name.find("://") != std::string_view::npos || name.starts_with('/') ||
        name.find('$') != std::string_view::npos)
      return;
    const std::string path = clean_path(folder_ + std::string(name));
    if (path.starts_with("..")) return;
    report_missing(path, place, context_);
    if (judged) RequirementsFile(context_, seen_).judge(path);
  }

  const CodeContext& context_;
  std::set<std::string>& seen_;
  std::string folder_;  // with a slash behind it, or empty
  std::vector<Entry> unpinned_;
  bool constrained_ = false;
};

}  // namespace

std::string unpinned_message(std::string_view first, std::size_t count, std::string_view expected) {
  std::string message = quoted(first);
  if (count > 1) message += " and " + std::to_string(count - 1) + " other" + (count > 2 ? "s" : "");
  message += count > 1 ? " are" : " is";
  return message + " installed in whatever version is there, expected " + std::string(expected);
}

// https://packaging.python.org/en/latest/specifications/dependency-specifiers/
bool is_pinned(std::string_view requirement) {
  if (requirement.find("--hash=") != std::string_view::npos) return true;
  if (build::names_path(requirement)) return true;
  requirement = trim_space(requirement.substr(0, requirement.find(';')));
  if (requirement.find("://") != std::string_view::npos) return is_pinned_address(requirement);
  const std::size_t equals = requirement.find("==");
  if (equals == std::string_view::npos) return false;
  // ==2.* takes many.
  return requirement.find('*', equals) == std::string_view::npos;
}

void judge_requirements(std::string_view path, const CodeContext& context) {
  std::set<std::string> seen;
  RequirementsFile(context, seen).judge(path);
}

// dependencies = ["torch>=2", …] of [project]; uv and pip read the rest.
void judge_pyproject(std::string_view path, const CodeContext& context) {
  const auto source = context.code.open(path);
  if (!source) return;
  const std::string_view text = context.sources.text(*source);
  std::vector<Entry> unpinned;
  bool in_project = false;
  bool in_list = false;
  std::uint32_t begin = 0;
  for (const std::string_view line : split(text, '\n')) {
    std::string_view rest = trim_space(line);
    if (!in_list && rest.starts_with('[')) in_project = rest.starts_with("[project]");
    const Cut entry = cut(rest, '=');
    if (in_project && !in_list && entry.found && trim_space(entry.before) == "dependencies") {
      in_list = true;
      rest = entry.after;
    }
    while (in_list) {
      const std::size_t at = rest.find_first_of("\"'#]");
      if (at == std::string_view::npos || rest[at] == '#') break;
      if (rest[at] == ']') {
        in_list = false;
        break;
      }
      const std::size_t end = rest.find(rest[at], at + 1);
      if (end == std::string_view::npos) break;
      const std::string_view item = rest.substr(at + 1, end - at - 1);
      const auto place = begin + static_cast<std::uint32_t>(item.data() - line.data());
      if (!is_pinned(item)) unpinned.push_back(part(item, place, *source));
      rest.remove_prefix(end + 1);
    }
    begin += static_cast<std::uint32_t>(line.size()) + 1;
  }
  report_unpinned(unpinned, "NAME==VERSION or a lock file beside it (uv.lock, poetry.lock)",
                  context);
}

void judge_uninstalled(Span place, const CodeContext& context) {
  const auto report = [&](Span at, std::string message) {
    context.diagnostics.report({&kNotInstalled, at, std::move(message), {}, {}});
  };
  if (const auto source = context.code.open("pyproject.toml")) {
    const std::string_view text = context.sources.text(*source);
    std::string_view table;
    std::uint32_t begin = 0;
    for (const std::string_view line : split(text, '\n')) {
      const Entry entry = part(line, begin, *source);
      begin += static_cast<std::uint32_t>(line.size()) + 1;
      if (entry.text.starts_with('[')) table = entry.text;
      const Cut pair = cut(entry.text, '=');
      const std::string_view key = trim_space(pair.before);
      const bool dynamic = table.starts_with("[project]") && key == "dynamic" &&
                           pair.after.find("\"dependencies\"") != std::string_view::npos;
      const bool poetry = table.starts_with("[tool.poetry.dependencies]") && pair.found &&
                          key != "python" && !key.starts_with('#');
      if (!dynamic && !poetry) continue;
      return report(entry.place,
                    dynamic ? "the dependencies are not said here, so nothing is installed, "
                              "expected them in [project], a lock file, or requirements.txt"
                            : "nothing of [tool.poetry.dependencies] is installed, expected "
                              "poetry.lock beside it");
    }
  }
  for (const auto& [file, wanted] : {std::pair{"environment.yaml", "the name \"environment.yml\""},
                                     {"uv.lock", "pyproject.toml beside it"},
                                     {"poetry.lock", "pyproject.toml beside it"}}) {
    if (context.code.presence(file) != CodeFiles::Presence::Here) continue;
    report(place, "nothing of " + quoted(file) + " is installed, expected " + wanted);
  }
}

// `numpy=1.26` is a version and its patches, which is what people take for pinned
// (https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-specs.html).
void judge_conda_environment(std::string_view path, const CodeContext& context) {
  const auto source = context.code.open(path);
  if (!source) return;
  Diagnostics own;  // conda says what it cannot read
  const std::vector<Document> documents = read_yaml(*source, context.sources, context.arena, own);
  const Node* list = documents.empty() ? nullptr : documents[0].root.find("dependencies");
  if (list == nullptr || !list->is_sequence()) return;
  std::vector<Entry> unpinned;
  for (const Node& item : list->items()) {
    if (const Node* pip = item.is_mapping() ? item.find("pip") : nullptr; pip != nullptr) {
      for (const Node& each : pip->items()) {
        const std::string_view text = each.as_string();
        if (!text.starts_with('-') && !is_pinned(text)) unpinned.push_back({text, each.span()});
      }
      continue;
    }
    const std::string_view text = item.as_string();
    const std::size_t sign = text.find_first_of("=<>!~");
    const bool pinned = sign != std::string_view::npos && text[sign] == '=';
    if (!text.empty() && text != "pip" && !pinned) unpinned.push_back({text, item.span()});
  }
  report_unpinned(unpinned, "NAME=VERSION", context);
}

}  // namespace launch
