// The only file that sees valijson. It decides whether a value is valid; explain() says what is
// wrong with one that is not, and judges the few keywords that valijson 1.0 gets wrong.
#define VALIJSON_USE_EXCEPTIONS 1  // without it, a bad schema ends the process (exceptions.hpp)

#include "schema/schema.h"

#include <charconv>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "schema/accept.h"
#include "schema/annotation.h"
#include "schema/explain.h"
#include "schema/instance_adapter.h"
#include "schema/prepare.h"
#include "schema/table_builder.h"

namespace launch::schema {
namespace {

Json parse(std::string_view text, std::string_view entry) {
  Json root = Json::parse(text, nullptr, false);
  if (root.is_discarded()) throw std::invalid_argument("schema: not JSON");
  if (entry.empty() || !root.is_object()) return root;
  Json definitions = std::move(root["definitions"]);
  root = {{"$ref", "#/definitions/" + escape_pointer(entry)}};
  root["definitions"] = std::move(definitions);
  return root;
}

Json parse_foreign(std::string_view text, std::string_view entry) {
  Json root = parse(text, entry);
  const std::vector<std::string> lines = lint_schema(root);
  if (!lines.empty()) throw std::invalid_argument("schema: " + lines[0]);
  return root;
}

Json for_presence(Presence presence, Json root) {
  if (presence == Presence::Optional) return without_required(root);
  return root;
}

// valijson's "[spec]", "[0]" as a path; its first piece is "<root>".
std::vector<std::string> path_of(const std::vector<std::string>& context) {
  std::vector<std::string> path;
  for (std::size_t i = 1; i < context.size(); ++i) {
    path.push_back(context[i].substr(1, context[i].size() - 2));
  }
  return path;
}

}  // namespace

struct Schema::Parts {
  // Read now, with tables of its own.
  explicit Parts(Json schema)
      : root_(std::move(schema)),
        made_(std::make_unique<TableBuilder>(root_)),
        quick_(made_->table()) {
    std::call_once(root_once_, [] {});
  }
  // Read when needed.
  Parts(const ShippedSchema& shipped, std::string_view entry)
      : text_(shipped.text), entry_(entry), quick_(shipped.table, entry) {}

  // What judges in case of doubt, made when the first doubt comes up: the schema as it is written,
  // our rules, and valijson's.
  const Json& root() {
    std::call_once(root_once_, [this] { root_ = parse(text_, entry_); });
    return root_;
  }
  const Rules& rules() {
    std::call_once(rules_once_, [this] { rules_ = std::make_unique<Rules>(root()); });
    return *rules_;
  }
  const valijson::Schema& judge() {
    std::call_once(judge_once_, [this] {
      const Json known = for_valijson(rules().root, rules().ours);
      valijson::adapters::NlohmannJsonAdapter adapter(known);
      judge_ = std::make_unique<valijson::Schema>();
      valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, *judge_);
    });
    return *judge_;
  }

  const Acceptor& quick() const { return quick_; }

 private:
  std::string_view text_{};  // of a shipped one, and so there for good
  std::string entry_{};
  std::once_flag root_once_;
  Json root_;
  std::unique_ptr<TableBuilder> made_;
  Acceptor quick_;
  std::once_flag rules_once_;
  std::unique_ptr<Rules> rules_;
  std::once_flag judge_once_;
  std::unique_ptr<valijson::Schema> judge_;
};

Schema::Schema(std::string_view text, Presence presence, std::string_view entry)
    : parts_(new Parts(for_presence(presence, parse_foreign(text, entry)))) {
  try {
    parts_->judge();
  } catch (const std::exception& error) {
    throw std::invalid_argument(std::string("schema: ") + error.what());
  }
}

Schema::Schema(const ShippedSchema& shipped, Presence presence, std::string_view entry)
    : parts_(presence == Presence::Required
                 ? new Parts(shipped, entry)
                 : new Parts(for_presence(presence, parse(shipped.text, entry)))) {}

Schema::~Schema() = default;
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;

std::string_view Schema::annotation(std::span<const std::string> path,
                                    std::string_view keyword) const {
  return find_annotation(parts_->root(), parts_->root(), path, keyword);
}

std::vector<std::string_view> Schema::names(std::span<const std::string> path) const {
  return find_names(parts_->root(), parts_->root(), path);
}

std::vector<Violation> Schema::validate(Instance instance) const {
  return parts_->quick().accepts(instance) ? std::vector<Violation>() : judge(instance);
}

std::vector<Violation> Schema::judge(Instance instance) const {
  // valijson knows one way to read JSON.
  if (instance.access->reader != Reader::Draft7) return explain(parts_->rules(), instance);
  const valijson::Schema& judge = parts_->judge();
  InstanceAdapter target(instance);
  // One a call: it holds a cache without a lock.
  valijson::Validator validator;
  const bool valid = validator.validate(judge, target, nullptr);
  const Rules& rules = parts_->rules();
  if (valid && (rules.ours.empty() || keeps_ours(rules, instance))) return {};

  std::vector<Violation> violations = explain(rules, instance);
  if (!violations.empty()) return violations;
  // The two disagree, which is a bug of one of them; the deepest place that valijson names is the
  // best that can be said.
  valijson::ValidationResults results;
  validator.validate(judge, target, &results);
  Violation violation;
  violation.message = "does not fit the schema";
  for (const valijson::ValidationResults::Error& error : results) {
    std::vector<std::string> path = path_of(error.context);
    if (path.size() > violation.path.size()) violation.path = std::move(path);
  }
  return {violation};
}

}  // namespace launch::schema
