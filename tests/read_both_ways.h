// A text read by the fast reader of plain YAML and by libyaml: they must agree to the last byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/plain_yaml.h"
#include "compiler/document/yaml_reader.h"

namespace launch::tests {

class BothWays {
 public:
  explicit BothWays(std::string_view written, const ReadLimits& limits = {}) {
    const SourceId id = sources_.add("both.yaml", std::string(written));
    text_ = sources_.text(id);
    const auto facts = check_text(id, text_, diagnostics_);
    if (!facts || !check_yaml_characters(*facts, text_, diagnostics_)) return;
    plain_ = read_plain_yaml(id, text_, *facts, arena_, limits);
    judged_ = YamlReader(id, text_, *facts, arena_, diagnostics_, limits, nullptr).run();
  }
  BothWays(const BothWays&) = delete;
  BothWays& operator=(const BothWays&) = delete;

  // The fast reader has not given up.
  bool is_plain() const { return plain_.has_value(); }
  // The first thing in which they differ; empty when there is none, or only libyaml has read it.
  std::string difference() {
    if (!is_plain()) return {};
    if (!diagnostics_.empty()) return "libyaml: " + diagnostics_.all()[0].message;
    if (plain_->size() != judged_.size()) return "another number of documents";
    for (std::size_t i = 0; i < judged_.size() && difference_.empty(); ++i) {
      compare((*plain_)[i], judged_[i]);
    }
    return difference_;
  }

 private:
  void compare(const Document& plain, const Document& judged) {
    if (plain.index != judged.index) differ("the document's index", judged.root.span());
    if (plain.directives.size() != judged.directives.size())
      return differ("the number of comments", judged.root.span());
    for (std::size_t i = 0; i < judged.directives.size(); ++i) {
      const Directive& a = plain.directives[i];
      const Directive& b = judged.directives[i];
      if (a.kind != b.kind || a.span != b.span || !same_text(a.argument, b.argument) ||
          !same_text(a.reason, b.reason))
        differ("a comment", b.span);
    }
    compare(plain.root, judged.root);
  }

  void compare(const Node& plain, const Node& judged) {
    const Span place = judged.span();
    if (plain.span() != place) return differ("the span", place);
    if (plain.kind() != judged.kind()) return differ("the kind", place);
    if (plain.style() != judged.style()) return differ("the style", place);
    if (plain.tag() != judged.tag()) return differ("the tag", place);
    if (plain.valid() != judged.valid()) return differ("whether it is there", place);
    if (plain.history() != nullptr || judged.history() != nullptr)
      return differ("the history", place);
    if (!same_text(plain.as_string(), judged.as_string())) return differ("the text", place);
    if (plain.size() != judged.size()) return differ("the size", place);
    for (std::size_t i = 0; i < judged.items().size(); ++i) {
      compare(plain.items()[i], judged.items()[i]);
    }
    for (std::size_t i = 0; i < judged.members().size(); ++i) {
      const Member& a = plain.members()[i];
      const Member& b = judged.members()[i];
      if (a.key_span != b.key_span || !same_text(a.key, b.key)) differ("the key", b.key_span);
      compare(a.value, b.value);
    }
  }

  // Also the same part of the source, where it is one: holes are found by that.
  bool same_text(std::string_view a, std::string_view b) const {
    const auto is_view = [&](std::string_view part) {
      return part.data() >= text_.data() && part.data() <= text_.data() + text_.size();
    };
    if (a != b) return false;
    if (a.empty()) return true;
    return is_view(a) == is_view(b) && (!is_view(a) || a.data() == b.data());
  }

  void differ(std::string_view what, Span place) {
    if (!difference_.empty()) return;
    difference_ = std::string(what) + " differs at " + std::to_string(place.begin) + "-" +
                  std::to_string(place.end);
  }

  SourceMap sources_;
  Arena arena_;
  Diagnostics diagnostics_;
  std::string_view text_;
  std::optional<std::vector<Document>> plain_;
  std::vector<Document> judged_;
  std::string difference_;
};

}  // namespace launch::tests
