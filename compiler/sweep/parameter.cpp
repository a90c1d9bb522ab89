#include "compiler/sweep/parameter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "compiler/sweep/forms.h"
#include "compiler/sweep/number.h"
#include "compiler/sweep/rules.h"

namespace launch::sweep {
namespace {

std::string joined(const std::vector<std::string_view>& path) {
  std::string text;
  for (const std::string_view part : path) {
    text += text.empty() ? "" : ".";
    text += part;
  }
  return text;
}

bool is_good_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::vector<Parameter> run(const Node& parameters) {
    read_all(parameters);
    return std::move(result_);
  }

 private:
  void read_all(const Node& parameters) {
    std::vector<const Member*> sorted;
    for (const Member& member : parameters.members()) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(),
              [](const Member* a, const Member* b) { return a->key < b->key; });
    for (const Member* member : sorted) {
      path_.push_back(member->key);
      read(*member);
      path_.pop_back();
    }
  }

  void read(const Member& member) {
    if (!is_good_name(member.key)) {
      report(kParameterName, member.key_span,
             quoted(member.key) +
                 " is no name of a parameter, expected a letter or _ first, then letters, digits, "
                 "_, . and -");
    }
    if (!member.value.is_mapping()) return;  // the schema has said so
    if (const Node* nested = member.value.find("parameters")) return read_nested(member, *nested);
    const Form* form = form_of(member);
    if (form == nullptr) return;
    Parameter parameter;
    parameter.path = path_;
    parameter.name_span = member.key_span;
    parameter.node = member.value;
    parameter.distribution = form->distribution;
    const bool complete = judge_keys(member, *form);
    const bool filled = complete && fill(parameter, *form);
    if (filled) result_.push_back(std::move(parameter));
  }

  void read_nested(const Member& member, const Node& nested) {
    for (const Member& other : member.value.members()) {
      if (other.key == "parameters") continue;
      report(kParameterKey, other.key_span,
             quoted(other.key) + " has no meaning beside nested parameters");
    }
    read_all(nested);
  }

  const Form* form_of(const Member& member) {
    const Node* named = member.value.find("distribution");
    if (named != nullptr) {
      // The schema refuses names that are none.
      return named->is_string() ? form_named(named->as_string()) : nullptr;
    }
    const Form* form = form_by_keys(member.value);
    if (form == nullptr) {
      report(kParameterForm, member.key_span,
             "parameter " + quoted(name()) +
                 " says nothing about its values, expected value, values, min and max, "
                 "distribution, or nested parameters");
    }
    return form;
  }

  // False when something is missing or too much.
  bool judge_keys(const Member& member, const Form& form) {
    // A key that is misspelt, which the schema has said, would also be missing.
    const bool misspelt = std::any_of(
        member.value.members().begin(), member.value.members().end(),
        [](const Member& each) { return each.key != "distribution" && !is_form_key(each.key); });
    bool good = !misspelt;
    for (const std::string_view key : form.required) {
      if (misspelt || key.empty() || member.value.find(key) != nullptr) continue;
      good = false;
      report(kParameterForm, member.key_span,
             "parameter " + quoted(name()) + " has no " + quoted(key) + ", which " +
                 std::string(form.name) + " needs");
    }
    for (const Member& other : member.value.members()) {
      if (other.key == "distribution" || has_key(form, other.key)) continue;
      if (!is_form_key(other.key)) continue;  // the schema has said so
      const Form* owner = form_with_keys(member.value);
      good = false;
      diagnostics_.report(
          {&kParameterKey,
           other.key_span,
           quoted(other.key) + " has no meaning for " + std::string(form.name) + ", which takes " +
               keys_of(form),
           {},
           owner == nullptr ? "" : "distribution: " + std::string(owner->name) + " has it"});
    }
    return good;
  }

  bool fill(Parameter& parameter, const Form& form) {
    const Node& node = parameter.node;
    if (const Node* value = node.find("value")) parameter.values.push_back(*value);
    if (const Node* values = node.find("values")) {
      if (!values->is_sequence() || values->size() == 0) return false;
      parameter.values.assign(values->items().begin(), values->items().end());
    }
    if (parameter.distribution == Distribution::Weighted && !fill_probabilities(parameter)) {
      return false;
    }
    const bool numbers =
        read_number(node, "min", parameter.min) && read_number(node, "max", parameter.max) &&
        read_number(node, "mu", parameter.mu) && read_number(node, "sigma", parameter.sigma) &&
        read_number(node, "q", parameter.q) && read_number(node, "a", parameter.a) &&
        read_number(node, "b", parameter.b);
    if (!numbers) return false;  // the schema has said so
    const auto is_integer = [&](std::string_view key) {
      const Node* number = node.find(key);
      return number != nullptr && number->kind() == Kind::Integer;
    };
    parameter.whole_bounds = is_integer("min") && is_integer("max");
    parameter.whole = parameter.distribution == Distribution::IntUniform || is_integer("q");
    return judge_bounds(parameter, form.name, diagnostics_);
  }

  static bool read_number(const Node& node, std::string_view key, double& number) {
    const Node* value = node.find(key);
    if (value == nullptr) return true;
    if (!value->is_number()) return false;
    number = value->as_double();
    return true;
  }

  bool fill_probabilities(Parameter& parameter) {
    const Node& node = *parameter.node.find("probabilities");
    if (!node.is_sequence()) return false;
    for (const Node& each : node.items()) {
      if (!each.is_number()) return false;
      parameter.probabilities.push_back(each.as_double());
    }
    if (parameter.probabilities.size() != parameter.values.size()) {
      report(kProbabilities, node.span(),
             "parameter " + quoted(name()) + " has " + std::to_string(parameter.values.size()) +
                 " values and " + std::to_string(parameter.probabilities.size()) +
                 " probabilities, expected one for each");
      return false;
    }
    const double sum =
        std::accumulate(parameter.probabilities.begin(), parameter.probabilities.end(), 0.0);
    constexpr double kNear = 1e-5;  // numpy.isclose, with which W&B compares
    if (std::abs(sum - 1) <= kNear) return true;
    report(kProbabilities, node.span(),
           "the probabilities of " + quoted(name()) + " add up to " + short_number(sum) +
               ", expected 1");
    return false;
  }

  std::string name() const { return joined(path_); }

  void report(const Rule& rule, Span span, std::string message) {
    diagnostics_.report({&rule, span, std::move(message)});
  }

  Diagnostics& diagnostics_;
  std::vector<std::string_view> path_;
  std::vector<Parameter> result_;
};

}  // namespace

std::string name_of(const Parameter& parameter) { return joined(parameter.path); }

std::vector<Parameter> read_parameters(const Node& parameters, Diagnostics& diagnostics) {
  return Reader(diagnostics).run(parameters);
}

bool is_countable(const Parameter& parameter) {
  switch (parameter.distribution) {
    case Distribution::Constant:
    case Distribution::Categorical:
    case Distribution::IntUniform:
    case Distribution::QUniform:
      return true;
    default:
      return false;
  }
}

}  // namespace launch::sweep
