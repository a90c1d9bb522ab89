// What several checks want to know about a job, read with tolerance: nothing here reports.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/spec/spec.h"

namespace launch {

struct CheckContext;

// A word of the command. The words of a script (`bash -c "torchrun …"`) count one by one.
struct CommandWord {
  std::string_view text;
  Span span;
};

// A name with its value, as text.
struct NamedText {
  std::string_view name;
  std::string_view text;  // empty for an option without a value
  Span span;              // of the value; of the option where it has none
};
struct TargetBlock {
  std::string_view target;
  Node block;
};

// Collected once for all checks.
struct Facts {
  std::vector<TargetBlock> blocks;  // of resource_args, those that the job may run with
  std::vector<CommandWord> words;   // of the command
  // --name=value, --name value and --name among the words. A word after a bare option counts as its
  // value unless it is an option itself.
  std::vector<NamedText> options;
  // Every environment variable with a known text, wherever it is set: the job's own first.
  std::vector<NamedText> environment;
};
Facts facts_of(const CheckContext& context);
// A part of it, in facts_resources.cpp.
std::vector<TargetBlock> target_blocks(const CheckContext& context);

// The first one of any of these names; null pointer when there is none.
const NamedText* find_named(const std::vector<NamedText>& all,
                            std::initializer_list<std::string_view> names);

// One name in another spelling: case, leading dashes and - or _ inside do not count.
bool same_name(std::string_view a, std::string_view b);
// The value of a key in any spelling; null pointer when there is none.
const Node* find_like(const Node& map, std::string_view key);

// A whole number, be it a number or text.
std::optional<std::int64_t> whole_number(std::string_view text);
std::optional<std::int64_t> whole_number(const Node* node);
// Text that a later phase or the container's shell completes.
bool is_open(const Node& node);
bool is_open(std::string_view text);

// The container that the command goes to in a manifest: the one named `launch`, else the first. Not
// valid when the block is no manifest.
Node main_container(const Node& kubernetes);

// How many GPUs a node of the job gets, where the files say it in a number.
struct GpuCount {
  std::int64_t count = 0;
  Span span;
  std::string_view field;  // "gpus", "nvidia.com/gpu", "InstanceType": for messages
};
std::vector<GpuCount> gpu_counts(const CheckContext& context);

// How many nodes take part, where it is more than one.
struct NodeCount {
  std::int64_t count = 0;
  Span span;
};
std::optional<NodeCount> several_nodes(const CheckContext& context);

// "1 GPU", "2 GPUs".
std::string counted(std::int64_t count, std::string_view noun);

}  // namespace launch
