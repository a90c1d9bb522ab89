// What a page must not show: literal credentials, wherever they stand and whatever became of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diagnostic/secret_texts.h"
#include "compiler/spec/spec.h"

namespace launch::page {

// More careful than the check secret/literal, which judges what a job becomes: here every text
// counts, also values that were overridden, comments, and files that could not be read as YAML.
class Masks {
 public:
  Masks(std::span<const Layer> layers, const SourceMap& sources, Arena& arena);
  Masks(const Masks&) = delete;
  Masks& operator=(const Masks&) = delete;

  // The parts of `range` to hide, in order, not overlapping.
  std::vector<Span> within(Span range) const;

  // The text with every known secret in it replaced.
  std::string shown(std::string_view text) const;
  // The same for a text that a node became, or that stands at a place. Where a secret went in and
  // cannot be found again, because it is short or was written otherwise, the whole is hidden.
  std::string shown(std::string_view text, const Node& node) const;
  std::string shown(std::string_view text, Span place) const;

 private:
  struct Mask {
    Span span;
    std::vector<std::string> forms;  // the secret as text, also as JSON has it
  };

  void add_patterns(SourceId id);
  void add_checked(const Layer& layer, Arena& arena);
  void add_leaves(const Node& node);
  void add(Span span);
  void order();
  std::pair<std::size_t, std::size_t> near(Span range) const;
  std::string shown_at(std::string_view text, std::span<const Span> places) const;

  const SourceMap& sources_;
  std::vector<Mask> masks_;    // by source and place
  std::uint32_t longest_ = 0;  // of their spans
  SecretTexts all_forms_{0};   // Mask::forms
};

}  // namespace launch::page
