#include "compiler/import/take_out.h"

#include <algorithm>

#include "compiler/import/literal.h"
#include "compiler/import/rules.h"
#include "compiler/target/tree.h"

namespace launch {
namespace {

constexpr std::string_view kKept = "launch: ignore[secret/literal] kept as the source has it";

class Taker {
 public:
  Taker(Draft& draft, ImportContext& context, TakenOut& taken)
      : draft_(draft), context_(context), taken_(taken) {}

  void take(const FoundLiteral& found) {
    const bool block = found.path.size() > 2 && found.path[0] == "resource_args";
    const Path path(found.path.begin() + (block ? 2 : 0), found.path.end());
    Node& tree = block ? draft_.resource_args : draft_.job;
    const Node* value = tree.at(path);
    if (value == nullptr || !value->is_scalar()) return;
    if (context_.options.keep_secrets) {
      auto& comments = found.in_queue ? taken_.queue_comments : taken_.job_comments;
      comments.push_back({found.path, std::string(kKept)});
      return;
    }
    const Span place = value->span();
    taken_.places.push_back(place);
    if (!block && path.size() == 2 && path[0] == "env") return export_variable(path, place);
    open_variable(tree, path, *value, found.text);
  }

 private:
  void export_variable(const Path& path, Span place) {
    const std::string& name = path[1];
    draft_.job = with(draft_.job, path, Node::scalar(Kind::Null, {}, place), place, context_.arena);
    taken_.exports.push_back(name);
    taken_.job_comments.push_back(
        {path, "a credential in the source: export " + name + " where the job is submitted"});
    Diagnostic diagnostic{&kImportSecret,
                          place,
                          quoted(name) +
                              " holds a credential, which is not written out: it is "
                              "taken from the submitting environment",
                          {},
                          "export " + name + " before launch submit"};
    diagnostic.redact_snippet = true;
    context_.diagnostics.report(std::move(diagnostic));
  }

  void open_variable(Node& tree, const Path& path, const Node& value, const std::string& secret) {
    const std::string name = free_name(tree, path, value.as_string(), secret);
    std::string text(value.as_string());
    const std::size_t at = secret.empty() ? std::string::npos : text.find(secret);
    const std::string hole = "{{" + name + "}}";
    text = at == std::string::npos ? hole : text.replace(at, secret.size(), hole);
    const Span place = value.span();
    tree = with(tree, path, Node::string(context_.arena.copy(text), place), place, context_.arena);
    MappingBuilder variables(draft_.variables);
    variables.set(context_.arena.copy(name), place,
                  declaration(nullptr, "A credential in the source", place, context_.arena));
    draft_.variables = variables.build(context_.arena, draft_.place);
    Diagnostic diagnostic{&kImportOpen,
                          place,
                          "a credential stands here, which is not written out: the template "
                          "variable " +
                              quoted(name) + " stands for it, and has no value",
                          {},
                          "read it from an environment variable in the program, or import with "
                          "--keep-secrets"};
    diagnostic.redact_snippet = true;
    context_.diagnostics.report(std::move(diagnostic));
  }

  // By what stands in front of the value: --token=…, --token …, a key.
  std::string free_name(const Node& tree, const Path& path, std::string_view text,
                        const std::string& secret) const {
    std::string_view before =
        text.substr(0, secret.empty() ? 0 : std::min(text.find(secret), text.size()));
    if (before.ends_with('=')) before.remove_suffix(1);
    before = before.substr(before.find_last_of(" \t\n") + 1);
    std::string base = words_of(before);
    if (base.empty() && is_number(path.back()) && path.back() != "0") {
      Path previous = path;
      previous.back() = std::to_string(std::stoul(path.back()) - 1);
      const Node* flag = tree.at(previous);
      if (flag != nullptr && flag->as_string().starts_with("--"))
        base = words_of(flag->as_string());
    }
    for (auto step = path.rbegin(); base.empty() && step != path.rend(); ++step) {
      if (!is_number(*step)) base = words_of(*step);
    }
    if (base.empty()) base = "secret";
    std::string name = base;
    for (int n = 2; draft_.variables.find(name) != nullptr; ++n) {
      name = base + "_" + std::to_string(n);
    }
    return name;
  }

  static bool is_number(const std::string& step) {
    return !step.empty() && step.size() < 9 && step.find_first_not_of("0123456789") == step.npos;
  }

  static std::string words_of(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, 40)) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (letter) name += c;
      if (c >= 'A' && c <= 'Z') name += static_cast<char>(c - 'A' + 'a');
      const bool gap = !letter && !(c >= 'A' && c <= 'Z') && !name.empty() && name.back() != '_';
      if (gap) name += '_';
    }
    while (name.ends_with('_')) name.pop_back();
    return name;
  }

  Draft& draft_;
  ImportContext& context_;
  TakenOut& taken_;
};

}  // namespace

void take_out(Draft& draft, const std::vector<FoundLiteral>& found, ImportContext& context,
              TakenOut& taken) {
  Taker taker(draft, context, taken);
  for (const FoundLiteral& literal : found) taker.take(literal);
}

}  // namespace launch
