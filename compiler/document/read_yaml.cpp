#include "compiler/document/read_yaml.h"

#include "compiler/document/plain_yaml.h"
#include "compiler/document/read_json.h"
#include "compiler/document/text_check.h"
#include "compiler/document/tree_builder.h"
#include "compiler/document/yaml_reader.h"
#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

// libyaml compares each %TAG line with every one before it; nobody needs more than a few.
bool check_directive_lines(SourceId id, std::string_view text, Diagnostics& diagnostics) {
  constexpr std::size_t kMost = 64;
  std::size_t count = 0;
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const bool starts_line = at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
    if (!starts_line || !text.substr(at).starts_with("%TAG") || ++count <= kMost) continue;
    const auto begin = static_cast<std::uint32_t>(at);
    diagnostics.report({&kYamlTooManyValues,
                        {id, begin, begin + 4},
                        "more than " + std::to_string(kMost) + " %TAG lines in one file",
                        {},
                        {}});
    return false;
  }
  return true;
}

bool check_size(SourceId id, std::string_view text, const ReadLimits& limits,
                Diagnostics& diagnostics) {
  if (text.size() <= limits.file_bytes) return true;
  diagnostics.report({&kYamlTooLarge,
                      {id, 0, 0},
                      "the file has " + std::to_string(text.size()) + " bytes; the limit is " +
                          std::to_string(limits.file_bytes),
                      {},
                      {}});
  return false;
}

// False when the text is not JSON; then nothing has been reported.
bool try_json(SourceId id, std::string_view text, const TextFacts& facts, Arena& arena,
              Diagnostics& diagnostics, const ReadLimits& limits,
              std::vector<Document>& documents) {
  if (!looks_like_json(text, facts.begin)) return false;
  Diagnostics found;
  TreeBuilder builder(id, text, arena, found, limits);
  if (!read_json(text, facts.begin, arena, builder)) return false;
  diagnostics.take(std::move(found));
  if (builder.is_clean()) documents.push_back({builder.finish(), 0, {}});
  return true;
}

}  // namespace

std::vector<Document> read_yaml(SourceId id, const SourceMap& sources, Arena& arena,
                                Diagnostics& diagnostics, const ReadLimits& limits,
                                const YamlDialect* dialect) {
  const std::string_view text = sources.text(id);
  if (!check_size(id, text, limits, diagnostics)) return {};
  const auto facts = check_text(id, text, diagnostics);
  if (!facts) return {};
  std::vector<Document> documents;
  if (try_json(id, text, *facts, arena, diagnostics, limits, documents)) return documents;
  if (!check_yaml_characters(*facts, text, diagnostics)) return {};
  if (!check_directive_lines(id, text, diagnostics)) return {};
  const bool merge_overrides = dialect != nullptr && dialect->merge_overrides;
  if (auto plain = read_plain_yaml(id, text, *facts, arena, limits, merge_overrides)) {
    return std::move(*plain);
  }
  return YamlReader(id, text, *facts, arena, diagnostics, limits, dialect).run();
}

}  // namespace launch
