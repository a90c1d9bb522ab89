#include "compiler/target/request_schema.h"

#include <algorithm>

#include "compiler/spec/schema_rules.h"
#include "compiler/target/spelling.h"
#include "compiler/target/text.h"

namespace launch {
namespace {

bool same_tree(const Node& a, const Node& b) {
  return a.members().data() == b.members().data() && a.items().data() == b.items().data();
}

std::string called(const Field& field) {
  const std::string name = field.name();
  return name.empty() ? "the request" : quoted(name);
}

std::string seen(const Node& node) {
  if (node.is_string()) return quoted(node.as_string());
  if (node.is_null()) return "nothing";
  return node.is_scalar() ? std::string(node.as_string()) : std::string(kind_phrase(node.kind()));
}

// In the user's spelling, where the API has rewritten it.
std::string_view written_key(const Field& field, std::string_view key) {
  std::string_view text = field.judgement().sources.text(field.key_span());
  const bool in_quotes = text.size() > 1 && (text.front() == '"' || text.front() == '\'');
  if (in_quotes) text = text.substr(1, text.size() - 2);
  return same_key(text, key) ? text : key;
}

void report_unknown_key(const Field& object, const schema::Violation& violation) {
  constexpr std::size_t kFewKeys = 12;  // more are no help in a message
  const Field owner = field_at(object, violation.path);
  const std::vector<std::string_view> allowed(violation.allowed.begin(), violation.allowed.end());
  const std::string_view nearest = did_you_mean(violation.subject, allowed);
  const Field field = owner[violation.subject];
  std::string message =
      "unknown key " + quoted(written_key(field, violation.subject)) + " in " + called(owner);
  if (nearest.empty() && !allowed.empty() && allowed.size() <= kFewKeys) {
    message += "; known are " + all_of(allowed);
  }
  field.report_key(kUnknownKey, std::move(message), suggest(nearest));
}

const Rule& rule_for(std::string_view keyword) {
  if (keyword == "type") return kWrongType;
  if (keyword == "enum" || keyword == "const") return kNotAllowed;
  if (keyword == "not" || keyword == "oneOf") return kOneOfKeys;
  if (keyword == "pattern" || keyword == "format" || keyword.empty()) return kInvalid;
  return kOutOfBounds;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : lower(text)) {
    if (is_alphanumeric(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// H100 for NVIDIA_H100_80GB: of the values that have all its words the shortest, else one that is
// spelt alike.
std::string_view nearest_value(std::string_view text, std::span<const std::string_view> allowed) {
  const std::vector<std::string> wanted = words_of(text);
  std::string_view best;
  std::size_t fewest = static_cast<std::size_t>(-1);
  for (const std::string_view value : allowed) {
    const std::vector<std::string> words = words_of(value);
    const bool all = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    });
    if (!all || wanted.empty() || words.size() >= fewest) continue;
    best = value;
    fewest = words.size();
  }
  return best.empty() ? did_you_mean(text, allowed) : best;
}

std::string way_out(const Field& field, const schema::Violation& violation,
                    const RequestSchema& by) {
  const Node& node = field.node();
  const std::vector<std::string_view> allowed(violation.allowed.begin(), violation.allowed.end());
  if (violation.keyword == "format") {
    return by.nearest == nullptr ? "" : suggest(by.nearest(violation.allowed.at(0), node));
  }
  const bool wants_text = allowed.size() == 1 && allowed[0] == "string";
  const bool quotable = violation.keyword == "type" && node.is_scalar() && !node.is_null();
  if (wants_text && quotable) return "quote it: " + quoted(node.as_string());
  return suggest(nearest_value(node.as_string(), allowed));
}

std::string expectation(const schema::Violation& violation, const RequestSchema& by) {
  if (violation.keyword == "format" && by.expected != nullptr) {
    return by.expected(violation.allowed.at(0));
  }
  if (violation.keyword != "pattern" || by.words == nullptr) return violation.message;
  const std::string words = by.words(by.schema.annotation(violation.path, "x-shape"));
  return words.empty() ? violation.message : words;
}

void report_value(const Field& field, const schema::Violation& violation, const RequestSchema& by) {
  field.report(
      rule_for(violation.keyword),
      called(field) + ": " + expectation(violation, by) + ", and this is " + seen(field.node()),
      way_out(field, violation, by));
}

void report_one_of(const Field& field, std::string_view names) {
  const std::size_t blank = names.find(' ');
  const Field one = field[names.substr(0, blank)];
  const Field other = field[names.substr(blank + 1)];
  const bool first = one.key_span().begin < other.key_span().begin;
  const Field& later = first ? other : one;
  later.report_key_with(kOneOfKeys,
                        called(field) + " has both " + std::string(one.key()) + " and " +
                            std::string(other.key()) + ", of which the API takes one",
                        {{(first ? one : other).key_span(), "the other one"}});
}

void report(const Field& object, const schema::Violation& violation, const RequestSchema& by) {
  if (violation.keyword == "additionalProperties") return report_unknown_key(object, violation);
  const Field field = field_at(object, violation.path);
  if (violation.keyword == "required") {
    return field[violation.subject].report(by.missing,
                                           called(field) + " has no " + quoted(violation.subject));
  }
  if (violation.keyword == "propertyNames") {
    return field[violation.subject].report_key(kInvalid, called(field) + ": " + violation.message);
  }
  if (violation.keyword == "not") {
    const std::string_view names = by.schema.annotation(violation.path, "x-protobuf-oneof");
    if (!names.empty()) return report_one_of(field, names);
  }
  if (is_open(field.node())) return;
  if (by.takes != nullptr && by.takes(field.node(), violation)) return;
  report_value(field, violation, by);
}

}  // namespace

Field field_at(const Field& object, std::span<const std::string> path) {
  Field field = object;
  for (const std::string& step : path) {
    if (!field.present()) break;
    field = field.is_list() ? field.item(std::stoul(step)) : field[step];
  }
  return field;
}

void judge_request(const Field& object, const Node& judged, const RequestSchema& by) {
  for (const schema::Violation& violation : by.schema.validate({&judged, &by.access})) {
    report(object, violation, by);
  }
  if (same_tree(judged, object.node())) return;
  // What counts as absent may still have a name that nobody knows.
  for (const schema::Violation& violation : by.schema.validate({&object.node(), &by.access})) {
    if (violation.keyword != "additionalProperties") continue;
    if (field_at(object, violation.path)[violation.subject].absent()) {
      report_unknown_key(object, violation);
    }
  }
}

}  // namespace launch
