#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

struct Format {
  std::string_view name;
  std::optional<Span> on;  // where it is switched on first
};

bool is_true(std::string_view text) { return same_name(text, "true") || text == "1"; }

// true, "true", or a block that is enabled (DeepSpeed's form).
bool is_on(const Node& value) {
  if (value.kind() == Kind::Bool) return value.as_bool();
  if (value.is_string()) return same_name(value.as_string(), "true");
  const Node* enabled = value.find("enabled");
  return enabled != nullptr && enabled->is_scalar() && is_on(*enabled);
}

void note(Format& format, Span span) {
  if (!format.on) format.on = span;
}

// Looks as deep as trainers nest their settings.
void look_in(const Node& map, Format& fp16, Format& bf16) {
  for (const Member& member : map.members()) {
    if (member.value.is_secret()) continue;
    if (same_name(member.key, "fp16") && is_on(member.value)) note(fp16, member.value.span());
    if (same_name(member.key, "bf16") && is_on(member.value)) note(bf16, member.value.span());
    if (same_name(member.key, "mixed_precision")) {
      if (member.value.as_string() == "fp16") note(fp16, member.value.span());
      if (member.value.as_string() == "bf16") note(bf16, member.value.span());
    }
    look_in(member.value, fp16, bf16);
  }
}

void look_in(const std::vector<NamedText>& options, Format& format) {
  const NamedText* option = find_named(options, {format.name});
  // A bare flag switches on; a word behind it that is no boolean belongs to the program.
  if (option != nullptr && (is_true(option->text) || option->text.empty())) {
    note(format, option->span);
  }
  const NamedText* mixed = find_named(options, {"mixed_precision"});
  if (mixed != nullptr && mixed->text == format.name) note(format, mixed->span);
}

}  // namespace

void check_fp16_bf16(const CheckContext& context) {
  Format fp16{"fp16", std::nullopt};
  Format bf16{"bf16", std::nullopt};
  look_in(context.spec.hyperparameters, fp16, bf16);
  const std::vector<NamedText>& options = context.facts.options;
  look_in(options, fp16);
  look_in(options, bf16);
  if (!fp16.on || !bf16.on) return;
  context.diagnostics.report({&kFp16AndBf16,
                              *bf16.on,
                              "bf16 is switched on together with fp16",
                              {{*fp16.on, "fp16 is switched on here"}},
                              "keep bf16 on GPUs that have it (Ampere and later), else fp16"});
}

}  // namespace launch
