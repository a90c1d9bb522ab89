#include "compiler/sweep/forms.h"

#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::sweep {
namespace {

// Of the sweeps package, config/schema.json.
constexpr std::array kForms{
    Form{"constant", Distribution::Constant, {"value"}, {}},
    Form{"categorical", Distribution::Categorical, {"values"}, {}},
    Form{"categorical_w_probabilities", Distribution::Weighted, {"values", "probabilities"}, {}},
    Form{"int_uniform", Distribution::IntUniform, {"min", "max"}, {}},
    Form{"uniform", Distribution::Uniform, {"min", "max"}, {}},
    Form{"q_uniform", Distribution::QUniform, {"min", "max"}, {"q"}},
    Form{"log_uniform", Distribution::LogUniform, {"min", "max"}, {}},
    Form{"log_uniform_values", Distribution::LogUniformValues, {"min", "max"}, {}},
    Form{"inv_log_uniform", Distribution::InvLogUniform, {"min", "max"}, {}},
    Form{"inv_log_uniform_values", Distribution::InvLogUniformValues, {"min", "max"}, {}},
    Form{"q_log_uniform", Distribution::QLogUniform, {"min", "max"}, {"q"}},
    Form{"q_log_uniform_values", Distribution::QLogUniformValues, {"min", "max"}, {"q"}},
    Form{"normal", Distribution::Normal, {}, {"mu", "sigma"}},
    Form{"q_normal", Distribution::QNormal, {}, {"mu", "sigma", "q"}},
    Form{"log_normal", Distribution::LogNormal, {}, {"mu", "sigma"}},
    Form{"q_log_normal", Distribution::QLogNormal, {}, {"mu", "sigma", "q"}},
    Form{"beta", Distribution::Beta, {}, {"a", "b"}},
    Form{"q_beta", Distribution::QBeta, {}, {"a", "b", "q"}},
};

}  // namespace

const Form* form_named(std::string_view name) {
  for (const Form& form : kForms) {
    if (form.name == name) return &form;
  }
  return nullptr;
}

bool has_key(const Form& form, std::string_view key) {
  return std::find(form.required.begin(), form.required.end(), key) != form.required.end() ||
         std::find(form.optional.begin(), form.optional.end(), key) != form.optional.end();
}

std::string keys_of(const Form& form) {
  std::vector<std::string_view> keys;
  for (const std::string_view key : form.required) {
    if (!key.empty()) keys.push_back(key);
  }
  for (const std::string_view key : form.optional) {
    if (!key.empty()) keys.push_back(key);
  }
  return all_of(keys);
}

const Form* form_by_keys(const Node& node) {
  if (node.find("value") != nullptr) return form_named("constant");
  if (node.find("values") != nullptr) {
    const bool weighted = node.find("probabilities") != nullptr;
    return form_named(weighted ? "categorical_w_probabilities" : "categorical");
  }
  const Node* min = node.find("min");
  const Node* max = node.find("max");
  if (min == nullptr && max == nullptr) return nullptr;
  const auto is_whole = [](const Node* bound) {
    return bound != nullptr && bound->kind() == Kind::Integer;
  };
  return form_named(is_whole(min) && is_whole(max) ? "int_uniform" : "uniform");
}

bool is_form_key(std::string_view key) {
  return std::any_of(kForms.begin(), kForms.end(),
                     [&](const Form& form) { return has_key(form, key); });
}

const Form* form_with_keys(const Node& node) {
  for (const Form& form : kForms) {
    const bool all = std::all_of(
        node.members().begin(), node.members().end(),
        [&](const Member& m) { return m.key == "distribution" || has_key(form, m.key); });
    if (all) return &form;
  }
  return nullptr;
}

bool has_exponent_bounds(Distribution distribution) {
  return distribution == Distribution::LogUniform || distribution == Distribution::InvLogUniform ||
         distribution == Distribution::QLogUniform;
}

bool has_log_values(Distribution distribution) {
  return distribution == Distribution::LogUniformValues ||
         distribution == Distribution::InvLogUniformValues ||
         distribution == Distribution::QLogUniformValues;
}

}  // namespace launch::sweep
