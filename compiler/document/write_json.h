// Values as JSON text.
#pragma once

#include <string>
#include <string_view>

#include "compiler/document/node.h"

namespace launch {

enum class JsonStyle {
  Compact,  // no blanks, UTF-8 as it is: our own machine output
  Python    // `", "` and `": "`, everything beyond ASCII escaped: what json.dumps() gives, which
            // W&B's client puts into WANDB_CONFIG and reads back
};

// Members in their order. Numbers as written where JSON has the form, else the nearest one; .nan
// and .inf as Python writes them under Style Python, null otherwise. A secret's text is written:
// only for what goes to a child process.
std::string write_json(const Node& node, JsonStyle style);
void append_json(std::string& out, const Node& node, JsonStyle style);
// The same with every secret replaced by "‹secret›": fit for any output.
std::string write_json_redacted(const Node& node, JsonStyle style);

// Appends `text` as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text, bool ascii_only = false);
std::string json_string(std::string_view text);

inline constexpr std::string_view kRedacted = "‹secret›";

}  // namespace launch
