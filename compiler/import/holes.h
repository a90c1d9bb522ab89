// What stands in the documents for the holes that a shell would fill.
#pragma once

#include "compiler/import/shell.h"

namespace launch {

class HoleTexts {
 public:
  HoleTexts(const std::vector<shell::Hole>& holes, ImportContext& context)
      : holes_(holes), context_(context) {}

  // Of a hole whose value is known from where it stands.
  void set_default(const std::string& name, std::string value);

  const shell::Hole& hole(const shell::Part& part) const;
  // A part of a word as the documents say it: a macro of the environment, which only a variable's
  // value (`in_env`) may be, or a template variable, which gets declared.
  Node written(std::string_view text, Span span, bool in_env = false);
  // What must come back for it.
  Node seen(std::string_view text, Span span, bool in_env) const;
  // The declarations of all that was written.
  Node variables(Span span);

 private:
  std::optional<std::string> value_of(const shell::Hole& hole) const;
  bool is_macro(const shell::Hole& hole, bool in_env) const;
  void declare(const shell::Hole& hole);
  std::string_view kept(const std::string& out, std::string_view text) const;

  const std::vector<shell::Hole>& holes_;
  ImportContext& context_;
  std::map<std::string, std::string> defaults_;
  MappingBuilder variables_;
  bool uses_braces_ = false;
};

}  // namespace launch
