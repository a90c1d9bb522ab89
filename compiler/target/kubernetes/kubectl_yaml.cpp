#include "compiler/target/kubernetes/kubectl_yaml.h"

#include <algorithm>
#include <array>

#include "compiler/document/yaml_rules.h"
#include "compiler/target/field.h"
#include "compiler/target/kubernetes/kubectl_documents.h"
#include "compiler/target/kubernetes/kubectl_key.h"
#include "compiler/target/kubernetes/kubectl_scalar.h"
#include "compiler/target/kubernetes/yaml_rules.h"

namespace launch::kubernetes {
namespace {

constexpr const char* kQuote = "quote it if a text is meant";
constexpr std::string_view kCorePrefix = "tag:yaml.org,2002:";
constexpr std::array<std::string_view, 8> kTags{"!!str",  "!!int",    "!!float", "!!bool",
                                                "!!null", "!!binary", "!!map",   "!!seq"};

Node settled(const KubectlScalar& scalar, const Node& written, Arena& arena) {
  return Node::scalar(scalar.kind, arena.copy(scalar.text), written.span(),
                      Node::Style::DoubleQuoted)
      .with_history(written.history());
}

Node decode_binary(const TaggedText& tagged, Arena& arena, Diagnostics& diagnostics) {
  const auto bytes = decode_base64(tagged.value.as_string());
  if (!bytes) {
    diagnostics.report(
        {&kYamlBadTagValue, tagged.value.span(), "what follows !!binary is no base64", {}, {}});
    return tagged.value;
  }
  diagnostics.report({&kYamlMisread,
                      tagged.tag_span,
                      "kubectl decodes !!binary, and the field gets what was encoded",
                      {},
                      "take the tag away if the base64 text is meant"});
  return Node::scalar(Kind::String, arena.copy(*bytes), tagged.value.span(),
                      Node::Style::DoubleQuoted);
}

std::optional<Node> read_tagged(const TaggedText& tagged, Arena& arena, Diagnostics& diagnostics) {
  // "!" alone means: no guessing.
  if (tagged.tag.empty() || tagged.tag == "!") {
    return settled({Kind::String, std::string(tagged.value.as_string())}, tagged.value, arena);
  }
  if (!tagged.tag.starts_with(kCorePrefix)) return {};
  const std::string tag = "!!" + std::string(tagged.tag.substr(kCorePrefix.size()));
  if (tag == "!!binary") return decode_binary(tagged, arena, diagnostics);
  if (std::find(kTags.begin(), kTags.end(), tag) == kTags.end()) return {};
  const std::string_view text = tagged.value.as_string();
  if (const auto scalar = resolve_kubectl(text, tag)) return settled(*scalar, tagged.value, arena);
  diagnostics.report({&kYamlBadTagValue,
                      tagged.value.span(),
                      "the tag " + tag + " does not fit " + quoted(text),
                      {},
                      {}});
  return tagged.value;
}

class Reading {
 public:
  explicit Reading(const TargetContext& context) : context_(context) {}

  Node read(const Node& node) {
    if (node.is_sequence()) return sequence(node);
    if (node.is_mapping()) return mapping(node);
    return scalar(node);
  }

 private:
  Node sequence(const Node& node) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(read(item));
    const std::span<const Node> kept(items);
    return Node::sequence(context_.arena.copy(kept), node.span()).with_history(node.history());
  }

  Node mapping(const Node& node) {
    std::vector<Member> members;
    bool changed = false;
    for (const Member& member : node.members()) {
      Member& added = members.emplace_back(member);
      added.value = read(member.value);
      if (is_plain_key(member, context_.sources) || is_alias_to_read(member)) {
        added.key = key(member);
      }
      if (tag_of_key(member, context_.sources) == "!!float") added.key = float_key(member);
      changed = changed || added.key != member.key;
    }
    if (changed) drop_repeats(members);
    const std::span<const Member> kept(members);
    return Node::mapping(context_.arena.copy(kept), node.span()).with_history(node.history());
  }

  std::string_view key(const Member& member) {
    if (const auto read = kubectl_key(member.key)) {
      return *read == member.key ? member.key : context_.arena.copy(*read);
    }
    report({&kYamlBadKey,
            member.key_span,
            "kubectl takes no integers of more than 63 bits as keys",
            {},
            "quote the key"});
    return member.key;
  }

  // Each looks back through the text; nobody writes more of them than this pays for.
  bool is_alias_to_read(const Member& member) {
    if (!context_.sources.text(member.key_span).starts_with('*')) return false;
    const std::size_t cost = member.key_span.begin;
    if (cost > alias_budget_) return false;
    alias_budget_ -= cost;
    return is_plain_alias(member, context_.sources);
  }

  std::string_view float_key(const Member& member) {
    const std::string_view written = context_.sources.text(member.key_span);
    const auto read = kubectl_key(written, "!!float");
    return read ? context_.arena.copy(*read) : member.key;
  }

  // Keys as written are unique: only those that kubectl changes can meet others.
  void drop_repeats(std::vector<Member>& members) {
    std::vector<Member> order(members);
    std::stable_sort(order.begin(), order.end(),
                     [](const Member& a, const Member& b) { return a.key < b.key; });
    std::vector<std::uint32_t> dropped;  // where they begin
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
      if (order[i].key != order[first].key) {
        first = i;
        continue;
      }
      report({&kYamlLostKey,
              order[i].key_span,
              "kubectl takes this key for " + quoted(order[i].key) +
                  ", which the map has already, and drops one of them",
              {{order[first].key_span, "first written here"}},
              "quote the key"});
      dropped.push_back(order[i].key_span.begin);
    }
    if (dropped.empty()) return;
    std::sort(dropped.begin(), dropped.end());
    std::erase_if(members, [&](const Member& member) {
      return std::binary_search(dropped.begin(), dropped.end(), member.key_span.begin);
    });
  }

  Node scalar(const Node& node) {
    if (node.style() == Node::Style::Literal || node.style() == Node::Style::Folded) {
      return with_last_break(node);
    }
    Node read = node;
    if (node.style() == Node::Style::Plain && node.valid()) read = retype(node);
    // Not even behind a tag.
    if (read.kind() == Kind::Float && read.as_string().find_first_of("in") != std::string::npos) {
      report({&kYamlNoNumber,
              node.span(),
              std::string(node.as_string()) + " is a number that JSON lacks",
              {},
              kQuote});
      return Node::scalar(Kind::Null, {}, node.span());  // said once
    }
    return read;
  }

  Node retype(const Node& node) {
    const KubectlScalar read = resolve_kubectl(node.as_string());
    if (read.kind == node.kind() && read.text == node.as_string()) return node;
    return Node::scalar(read.kind, context_.arena.copy(read.text), node.span())
        .with_history(node.history());
  }

  // kubectl ends the last line of a file with a break where there is none.
  Node with_last_break(const Node& node) {
    const std::string_view text = context_.sources.text(node.span().source);
    const std::string_view header = context_.sources.text(node.span()).substr(0, 3);
    const std::string_view content = node.as_string();
    const bool last = node.span().end == text.size() && !text.ends_with('\n');
    if (!last || content.empty() || content.ends_with('\n') ||
        header.substr(0, header.find('\n')).find('-') != std::string_view::npos) {
      return node;
    }
    return Node::scalar(Kind::String, context_.arena.copy(std::string(content) + '\n'), node.span(),
                        node.style())
        .with_history(node.history());
  }

  void report(Diagnostic diagnostic) {
    if (++findings_ <= Judgement::kMostFindings) context_.diagnostics.report(std::move(diagnostic));
  }

  const TargetContext& context_;
  std::size_t findings_ = 0;
  std::size_t alias_budget_ = std::size_t{1} << 25U;
};

// --- warnings ------------------------------------------------------------------------------------

// 010 and -0_17, where octal differs from what it looks like. Permissions are meant in octal.
bool is_unexpected_octal(std::string_view text, std::string_view key) {
  if (key == "mode" || key == "defaultMode") return false;
  std::string digits(text);
  std::erase(digits, '_');
  if (digits.starts_with('-') || digits.starts_with('+')) digits.erase(0, 1);
  if (digits.size() < 2 || digits[0] != '0') return false;
  if (digits.find_first_not_of("01234567") != std::string::npos) return false;
  return digits.find_first_not_of('0') < digits.size() - 1;
}

class Warnings {
 public:
  Warnings(bool typed, std::size_t since, const TargetContext& context)
      : typed_(typed), context_(context) {
    for (const Diagnostic& diagnostic : context.diagnostics.all().subspan(since)) {
      if (diagnostic.severity == Severity::Error) errors_.push_back(place(diagnostic.span));
    }
    std::sort(errors_.begin(), errors_.end());
  }

  void walk(const Node& node, std::string_view key) {
    for (const Node& item : node.items()) walk(item, {});
    for (const Member& member : node.members()) {
      judge_key(member);
      walk(member.value, member.key);
    }
    if (node.is_scalar() && node.valid() && node.style() == Node::Style::Plain) judge(node, key);
  }

 private:
  using Place = std::pair<SourceId, std::uint32_t>;
  static Place place(Span span) { return {span.source, span.begin}; }

  void judge_key(const Member& member) {
    if (!is_plain_key(member, context_.sources)) return;
    const auto read = kubectl_key(member.key);
    if (read && *read != member.key)
      warn(member.key_span, member.key, "the key " + quoted(*read), kQuote);
  }

  void judge(const Node& node, std::string_view key) {
    const std::string_view text = node.as_string();
    const KubectlScalar read = resolve_kubectl(text);
    if (read.kind == Kind::Bool && node.is_string() && !typed_) {
      warn(node.span(), text, "the boolean " + read.text, kQuote);
    } else if (read.kind == Kind::Integer && is_unexpected_octal(text, key)) {
      const std::string decimal(text.substr(text.find_first_not_of("+-0_")));
      warn(node.span(), text, "the octal number " + read.text,
           "write " + read.text + " or " + decimal + ", whichever is meant");
    } else if (node.kind() == Kind::Integer && has_lost_digits(text, read.text)) {
      warn(node.span(), text, read.text, "an integer has at most 64 bits");
    }
  }

  // As written in decimal; kubectl has no integers of more than 64 bits.
  static bool has_lost_digits(std::string_view text, std::string_view read) {
    const std::size_t first = text.find_first_not_of("+-0");
    if (first == std::string_view::npos || text.size() - first < 20) return false;
    return read.substr(read.find_first_not_of('-')) != text.substr(first);
  }

  void warn(Span span, std::string_view text, const std::string& read, std::string suggestion) {
    if (std::binary_search(errors_.begin(), errors_.end(), place(span))) return;
    if (++findings_ > Judgement::kMostFindings) return;
    context_.diagnostics.report({&kYamlMisread,
                                 span,
                                 "kubectl takes " + quoted(text) + " for " + read,
                                 {},
                                 std::move(suggestion)});
  }

  bool typed_;
  const TargetContext& context_;
  std::vector<Place> errors_;
  std::size_t findings_ = 0;
};

}  // namespace

const YamlDialect kKubectlDialect{kTags, read_tagged, /*merge_overrides=*/true};

Node as_kubectl_reads(const Node& root, const TargetContext& context) {
  check_document_marks(root.span(), context);
  return Reading(context).read(root);
}

std::string_view text_as_written(const Node& scalar, const SourceMap& sources) {
  const std::string_view written = sources.text(scalar.span());
  if (scalar.is_string() || !scalar.is_scalar()) return scalar.as_string();
  const KubectlScalar read = resolve_kubectl(written);
  const bool same = read.kind == scalar.kind() && read.text == scalar.as_string();
  return same ? written : scalar.as_string();
}

void warn_of_misread(const Node& root, bool typed, std::size_t since,
                     const TargetContext& context) {
  Warnings(typed, since, context).walk(root, {});
}

}  // namespace launch::kubernetes
