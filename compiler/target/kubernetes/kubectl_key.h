// How a key is written where it stands: a node of ours has only its text.
#pragma once

#include "compiler/document/node.h"

namespace launch::kubernetes {

// The tag in front of a key; empty when there is none.
std::string_view tag_of_key(const Member& member, const SourceMap& sources);

// A key has no style: without quotes it is written as it reads. What stands behind a tag is
// settled, but for floats: they are read again as the shorter ones that kubectl has in keys.
bool is_plain_key(const Member& member, const SourceMap& sources);

// Of a key that is an alias: whether that of a scalar without quotes and tag, which kubectl reads
// once more.
bool is_plain_alias(const Member& member, const SourceMap& sources);

}  // namespace launch::kubernetes
