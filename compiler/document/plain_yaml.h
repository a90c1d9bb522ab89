// Plain YAML, read fast.
#pragma once

#include <optional>
#include <vector>

#include "compiler/document/read_yaml.h"
#include "compiler/document/text_check.h"

namespace launch {

// The documents of a text that is plain YAML from its first to its last line, as nearly all specs
// are: blocks of keys and items, scalars and brackets that end on their line, literal blocks,
// comments, lines `---`. Nothing when there is anything else in it, or any mistake, or any doubt;
// then nothing has happened, and libyaml reads the text. So libyaml alone decides what is YAML, and
// this may only give up more often, never read anything that libyaml reads differently
// (tests/plain_yaml_test.cpp, tests/fuzz/plain_yaml_fuzz.cpp).
std::optional<std::vector<Document>> read_plain_yaml(SourceId id, std::string_view text,
                                                     const TextFacts& facts, Arena& arena,
                                                     const ReadLimits& limits,
                                                     bool merge_overrides = false);

}  // namespace launch
