// Text to nodes: YAML 1.2 core, and JSON.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch {

// A `# launch: …` comment: `ignore[rule, rule] reason` or `kind=queue`.
struct Directive {
  enum class Kind : std::uint8_t { Ignore, DocumentKind, Unknown };
  Kind kind;
  Span span;                  // the whole comment, from its #
  std::string_view argument;  // Ignore: the text between the brackets; DocumentKind: after the =
  std::string_view reason;    // Ignore: what follows the brackets
};

struct Document {
  Node root;
  std::size_t index = 0;  // in its file, from 0
  std::vector<Directive> directives;
};

struct ReadLimits {
  std::size_t file_bytes = 16U << 20U;
  std::size_t depth = 100;
  std::size_t nodes = 1'000'000;           // written in one file
  std::size_t expanded_nodes = 1'000'000;  // after aliases
};

// A scalar behind a tag: `tag` in full ("tag:yaml.org,2002:int", "!custom", "!"), the value as a
// text.
struct TaggedText {
  std::string_view tag;
  Span tag_span;
  Node value;
};

// Where the reader of somebody else's texts goes other ways than ours.
struct YamlDialect {
  // The tags that it knows, as they are written.
  std::span<const std::string_view> tags;
  // What it makes of a tagged scalar, and what is to be said about that; nothing for other tags,
  // which are refused.
  std::optional<Node> (*read_tagged)(const TaggedText&, Arena&, Diagnostics&);
  // A key before << loses its value to what << brings; such a key is refused.
  bool merge_overrides;
};

// Reads every document of a source. A document with an error in it is reported and left out; those
// before it are still returned. Empty documents (no content) are left out too.
// JSON is read by the same rules: a duplicate key is an error there as well, and \ud83d\ude00 is
// one character.
std::vector<Document> read_yaml(SourceId id, const SourceMap& sources, Arena& arena,
                                Diagnostics& diagnostics, const ReadLimits& limits = {},
                                const YamlDialect* dialect = nullptr);

// What a plain scalar is in YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).
Kind resolve_plain(std::string_view text);

// Why a YAML 1.1 reader (PyYAML, older Ruby and Go libraries) takes the plain scalar for something
// else than we do: "a boolean", "base 60", "a date", …; empty when it does not.
std::string_view yaml11_meaning(std::string_view text);

}  // namespace launch
