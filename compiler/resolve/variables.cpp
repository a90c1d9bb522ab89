#include "compiler/resolve/variables.h"

#include <algorithm>

#include "compiler/document/template.h"
#include "compiler/resolve/fill.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/resolve/variable_type.h"

namespace launch {
namespace {

std::vector<std::string_view> names_of(const std::vector<Variable>& variables) {
  std::vector<std::string_view> names;
  for (const Variable& variable : variables) names.push_back(variable.name);
  return names;
}

Variable* find(std::vector<Variable>& variables, std::string_view name) {
  const auto at = std::find_if(variables.begin(), variables.end(),
                               [&](const Variable& variable) { return variable.name == name; });
  return at == variables.end() ? nullptr : &*at;
}

class Collector {
 public:
  explicit Collector(const VariableContext& context) : context_(context) {}

  std::vector<Variable> run(std::span<const Layer> layers) {
    for (const Layer& layer : layers) {
      const Node* block = layer.root.find("template_variables");
      if (block == nullptr) continue;
      for (const Member& member : block->members()) add(layer.role, member);
    }
    const std::vector<const Member*> undeclared = take_parameters();
    for (Variable& variable : variables_) judge(variable);
    for (const Member* member : undeclared) {
      variables_.push_back({member->key, member->key_span, {}, false, member->value, false, false});
    }
    return std::move(variables_);
  }

 private:
  // A declared variable takes the parameter of its name; the parameters that are left fill holes
  // that nobody declares.
  std::vector<const Member*> take_parameters() {
    std::vector<const Member*> undeclared;
    for (const Member& member : context_.parameters.members()) {
      Variable* known = find(variables_, member.key);
      if (known != nullptr && known->declaration.valid()) {
        known->value = member.value;
      } else {
        undeclared.push_back(&member);
      }
    }
    return undeclared;
  }

  void add(Role role, const Member& member) {
    Variable* known = find(variables_, member.key);
    const bool declares = is_declaration(member.value);
    if (known == nullptr) {
      variables_.push_back({member.key, member.key_span, {}, false, {}, false, false});
      known = &variables_.back();
    }
    if (!declares) {
      if (member.value.is_null()) {
        known->value = {};
        return;
      }
      Node value = member.value;
      if (known->value.valid()) {
        value = value.with_history(known->value.history())
                    .with_step(context_.arena, {Step::Action::Overrode, known->value.span(), {}});
      }
      known->value = value;
      return;
    }
    if (known->declared_by_queue && role != Role::Queue) return report_redeclared(*known, member);
    known->declaration = member.value;
    known->name_span = member.key_span;
    known->declared_by_queue = role == Role::Queue;
  }

  void report_redeclared(const Variable& known, const Member& member) {
    context_.diagnostics.report(
        {&kVariableRedeclared,
         member.key_span,
         "template variable " + quoted(member.key) +
             " is declared by the queue, and only its value can be given here",
         {{known.name_span, "the queue's declaration"}},
         "write " + std::string(member.key) + ": VALUE"});
  }

  void judge(Variable& variable) {
    if (!variable.declaration.valid()) return report_undeclared(variable);
    judge_name(variable);
    const VariableSchema schema = read_schema(variable.declaration);
    judge_declaration(variable, schema);
    if (!variable.value.valid()) {
      if (schema.default_value.valid()) variable.value = schema.default_value;
      return;
    }
    if (context_.sources.kind(variable.value.span().source) == SourceMap::Kind::Flag) {
      variable.value = typed(variable.value, schema);
    }
    if (!variable.value.is_scalar()) return;  // the schema has said so
    if (report_nested(variable, variable.value, kVariableType, "value")) return;
    const std::optional<Misfit> wrong = misfit(variable.value, schema);
    if (!wrong) return;
    Diagnostic diagnostic{wrong->wrong_type ? &kVariableType : &kVariableRange,
                          variable.value.span(),
                          "template variable " + quoted(variable.name) + ": " + wrong->message,
                          {},
                          {}};
    diagnostic.notes.push_back({variable.name_span, "declared here"});
    const bool wants_quotes = schema.type == VariableType::String && wrong->wrong_type;
    if (wants_quotes) diagnostic.suggestion = "quote it: " + quoted(variable.value.as_string());
    context_.diagnostics.report(std::move(diagnostic));
    variable.refused = true;
  }

  // A value is not filled again, so a {{name}} in it would stay as it is.
  bool report_nested(const Variable& variable, const Node& value, const Rule& rule,
                     const std::string& what) {
    if (!value.is_string()) return false;
    for (const Piece& piece : parse_template(value.as_string())) {
      if (piece.kind != Piece::Kind::Variable) continue;
      const std::string_view hole = value.as_string().substr(piece.begin, piece.end - piece.begin);
      context_.diagnostics.report({&rule, sub_span(value, piece.begin, piece.end, context_.sources),
                                   "template variable " + quoted(variable.name) + ": the " + what +
                                       " holds " + quoted(hole) + ", and a " + what +
                                       " is not filled"});
      return true;
    }
    return false;
  }

  void report_undeclared(const Variable& variable) {
    if (context_.open) return;
    std::vector<std::string_view> declared;
    for (const Variable& other : variables_) {
      if (other.declaration.valid()) declared.push_back(other.name);
    }
    const std::string known =
        declared.empty() ? "no template variable is declared" : "declared are " + all_of(declared);
    context_.diagnostics.report({&kVariableUnknown,
                                 variable.name_span,
                                 "template variable " + quoted(variable.name) +
                                     " is given a value but declared nowhere; " + known,
                                 {},
                                 suggest(did_you_mean(variable.name, declared))});
  }

  // A declaration that no {{name}} can mean.
  void judge_name(Variable& variable) {
    const std::string hole = "{{" + std::string(variable.name) + "}}";
    const std::vector<Piece> pieces = parse_template(hole);
    const bool means_it = pieces.size() == 1 && pieces[0].kind == Piece::Kind::Variable &&
                          pieces[0].text == variable.name;
    if (means_it) return;
    variable.used = true;  // said once
    context_.diagnostics.report({&kVariableDeclaration, variable.name_span,
                                 "no " + hole +
                                     " is filled: names of template variables are "
                                     "letters, digits and _, with - and . inside"});
  }

  void judge_declaration(const Variable& variable, const VariableSchema& schema) {
    const auto contradicts = [&](const Node& at, const std::string& message, Span other,
                                 const char* note) {
      Diagnostic diagnostic{&kVariableDeclaration,
                            at.span(),
                            "template variable " + quoted(variable.name) + ": " + message,
                            {},
                            {}};
      if (other != Span{} && other != at.span()) diagnostic.notes.push_back({other, note});
      context_.diagnostics.report(std::move(diagnostic));
    };
    const bool both = schema.minimum.is_number() && schema.maximum.is_number();
    if (both && schema.minimum.as_double() > schema.maximum.as_double()) {
      contradicts(schema.minimum, "the minimum is above the maximum", schema.maximum.span(),
                  "the maximum");
    }
    for (const Node& option : schema.options.items()) {
      VariableSchema type_only;
      type_only.type = schema.type;
      if (const auto wrong = misfit(option, type_only)) {
        contradicts(option, "an option of the wrong type: " + wrong->message,
                    schema.type_node.span(), "the type");
      }
    }
    if (!schema.default_value.valid()) return;
    if (report_nested(variable, schema.default_value, kVariableDeclaration, "default")) return;
    if (const auto wrong = misfit(schema.default_value, schema)) {
      contradicts(schema.default_value, "the default breaks its own declaration: " + wrong->message,
                  wrong->bound, wrong->bound_name);
    }
  }

  const VariableContext& context_;
  std::vector<Variable> variables_;
};

class VariableFiller {
 public:
  VariableFiller(std::vector<Variable>& variables, const VariableContext& context)
      : variables_(variables), context_(context) {}

  Merged run(Merged merged) {
    MappingBuilder without(merged.root);
    without.erase("template_variables");
    const Node root = without.build(context_.arena, merged.root.span());
    const Filling variables{'{', [&](const Node& node, PathView) { return fill(node); },
                            [&](const Member& member) { judge_key(member); }};
    merged.root = fill_strings(root, variables, context_.arena);
    report_unused();
    return merged;
  }

 private:
  void judge_key(const Member& member) {
    for (const Piece& piece : parse_template(member.key)) {
      if (piece.kind != Piece::Kind::Variable && piece.kind != Piece::Kind::Macro) continue;
      if (piece.kind == Piece::Kind::Variable) {
        if (Variable* variable = find(variables_, piece.text)) variable->used = true;
      }
      context_.diagnostics.report({&kHoleInKey, member.key_span,
                                   quoted(member.key.substr(piece.begin, piece.end - piece.begin)) +
                                       " stands in a key, and only values are filled"});
      return;
    }
  }

  Node fill(const Node& node) {
    const std::string_view text = node.as_string();
    if (!has_variable(text)) return node;
    const std::vector<Piece> pieces = parse_template(text);
    if (pieces.size() == 1) return whole(node, pieces[0]);
    std::string out;
    Node result = node;
    bool complete = true;
    for (const Piece& piece : pieces) {
      const Variable* variable =
          piece.kind == Piece::Kind::Variable ? value_for(node, piece) : nullptr;
      if (variable != nullptr) {
        out += scalar_text(variable->value, context_.arena);
        result = result.with_step(context_.arena, {Step::Action::Filled, variable->value.span(),
                                                   context_.arena.copy(variable->name)});
      } else {
        complete = complete && piece.kind != Piece::Kind::Variable;
        out += text.substr(piece.begin, piece.end - piece.begin);
      }
    }
    if (!complete) return node.with_deferred();
    return Node::string(context_.arena.copy(out), node.span()).with_history(result.history());
  }

  // A value that is exactly one hole takes the variable's value with its type and place.
  Node whole(const Node& node, const Piece& piece) {
    const Variable* variable = value_for(node, piece);
    // What cannot be filled, or only with what was refused, is nobody else's to judge.
    if (variable == nullptr) return node.with_deferred();
    const Node& value = variable->value;
    return value.with_history(node.history())
        .with_step(context_.arena, {Step::Action::Filled, node.span(), variable->name});
  }

  void report_unknown(std::string_view name, Span hole) {
    const std::vector<std::string_view> known = names_of(variables_);
    std::string message = "template variable " + quoted(name) + " is declared nowhere";
    if (!known.empty()) message += "; declared are " + all_of(known);
    const std::string_view nearest = did_you_mean(name, known);
    std::string way_out = nearest.empty() ? "declare it under template_variables, such as " +
                                                std::string(name) + ": {type: string}"
                                          : suggest(nearest);
    context_.diagnostics.report(
        {&kVariableUnknown, hole, std::move(message), {}, std::move(way_out)});
  }

  const Variable* value_for(const Node& node, const Piece& piece) {
    const Span hole = sub_span(node, piece.begin, piece.end, context_.sources);
    Variable* variable = find(variables_, piece.text);
    if (variable == nullptr) {
      if (!context_.open) report_unknown(piece.text, hole);
      return nullptr;
    }
    variable->used = true;
    if (variable->refused) return nullptr;
    if (variable->value.valid()) return variable;
    if (variable->declaration.valid() && !context_.queue_alone) {
      variable->refused = true;  // said once, however often it is used
      context_.diagnostics.report(
          {&kVariableNoValue,
           hole,
           "template variable " + quoted(piece.text) + " has no value and no default",
           {{variable->name_span, "declared here"}},
           "give it under template_variables, or with --set-var " + std::string(piece.text) +
               "=VALUE"});
    }
    return nullptr;
  }

  void report_unused() {
    for (const Variable& variable : variables_) {
      // A queue's declaration is the queue's own matter, and is judged with the queue.
      const bool others = variable.declared_by_queue && !context_.queue_alone;
      if (variable.used || others || !variable.declaration.valid()) continue;
      context_.diagnostics.report(
          {&kVariableUnused, variable.name_span,
           "template variable " + quoted(variable.name) + " is declared and never used"});
    }
  }

  std::vector<Variable>& variables_;
  const VariableContext& context_;
};

}  // namespace

bool is_declaration(const Node& value) { return value.is_mapping(); }

std::vector<Variable> collect_variables(std::span<const Layer> layers,
                                        const VariableContext& context) {
  return Collector(context).run(layers);
}

Merged fill_variables(Merged merged, std::vector<Variable>& variables,
                      const VariableContext& context) {
  return VariableFiller(variables, context).run(std::move(merged));
}

}  // namespace launch
