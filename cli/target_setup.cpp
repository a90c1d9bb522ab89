#include "cli/target_setup.h"

#include <algorithm>
#include <cstdio>

#include "cli/disk.h"
#include "cli/walk.h"
#include "compiler/document/read_yaml.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/text.h"

namespace launch::cli {
namespace {

void check_version(const std::string& version) {
  if (kubernetes::minor_of(version) != 0) return;
  std::vector<std::string> known;
  for (const int minor : kubernetes::known_minors()) known.push_back("1." + std::to_string(minor));
  const std::vector<std::string_view> views(known.begin(), known.end());
  throw UsageError{"--kubernetes-version " + launch::quoted(version) +
                   " is not known here; known are " + all_of(views)};
}

void check_account(const std::string& account) {
  constexpr std::size_t kDigits = 12;
  const bool digits = std::all_of(account.begin(), account.end(), is_digit);
  if (account.empty() || (digits && account.size() == kDigits)) return;
  throw UsageError{"--aws-account wants 12 digits, and this is " + launch::quoted(account)};
}

}  // namespace

TargetSetup::TargetSetup(const TargetFlags& flags, std::string_view base_url)
    : kubernetes_version_(flags.kubernetes_version), aws_account_(flags.aws_account) {
  check_version(kubernetes_version_);
  check_account(aws_account_);
  for (const std::string& path : flags.schemas) read_schemas(path);
  for (const kubernetes::ResourceSchema* schema : schemas_.unusable()) {
    std::fprintf(stderr, "launch: note: %s: the schema of %s is not used: %s\n",
                 schema->file.c_str(), schema->kind.c_str(), schema->trouble.c_str());
  }
  options_ = {base_url, kubernetes_version_, schemas_.size() > 0 ? &schemas_ : nullptr,
              aws_account_, flags.allow_plain_secrets};
}

void TargetSetup::read_schemas(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return read_schema(path);
  for (const std::string& file : documents_below(path)) read_schema(file);
}

void TargetSetup::read_schema(const std::string& file) {
  FileText text = read_file(file);
  if (text.status != FileText::Status::Ok) {
    throw UnreachableError{"--schema: " + launch::quoted(file) + " cannot be read" +
                           (text.why.empty() ? ": no such file" : ": " + text.why)};
  }
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const SourceId id = sources.add(file, std::move(text.text));
  bool used = false;
  for (const Document& document : read_yaml(id, sources, arena, diagnostics)) {
    used = schemas_.add(document.root, file) || used;
  }
  if (!used) {
    std::fprintf(stderr, "launch: note: %s holds no CustomResourceDefinition or JSON schema\n",
                 file.c_str());
  }
}

}  // namespace launch::cli
