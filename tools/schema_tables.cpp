// Writes schemas as a header, with the tables that schema/accept.cpp looks into as constants: read
// once when launch is built, and not in every run. The build calls it (launch_ship_schemas).
//
//   launch_schema_tables HEADER NAME=FILE…     FILE's text and tables as the ShippedSchema NAME
#include <concepts>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "schema/table_builder.h"

namespace launch::schema {
namespace {

std::string code(bool value) { return value ? "true" : "false"; }
std::string code(std::integral auto value) { return std::to_string(value); }
// There is no literal for the least number of all.
std::string code(std::int64_t value) {
  return value == INT64_MIN ? "INT64_MIN" : std::to_string(value);
}
std::string code(std::uint64_t value) { return std::to_string(value) + "U"; }
std::string code(double value) {
  std::ostringstream text;
  text << std::hexfloat << value;
  return text.str();
}
std::string code(Number::Kind kind) {
  return "schema::Number::Kind(" + std::to_string(static_cast<int>(kind)) + ")";
}

std::string braces(std::initializer_list<std::string> members) {
  std::string text;
  for (const std::string& member : members) text += (text.empty() ? "{" : ", ") + member;
  return text + "}";
}

std::string code(Range range) { return braces({code(range.begin), code(range.end)}); }
std::string code(const Number& number) {
  return braces({code(number.kind), code(number.whole), code(number.real)});
}
std::string code(const AcceptTable::Rule& rule) {
  return braces({code(rule.types), code(rule.unknown), code(rule.items), code(rule.additional),
                 code(rule.limits), code(rule.format), code(rule.constants), code(rule.properties),
                 code(rule.required), code(rule.dependencies)});
}
std::string code(const AcceptTable::Limits& limits) {
  return braces({code(limits.minimum), code(limits.maximum), code(limits.min_items),
                 code(limits.min_properties), code(limits.max_properties)});
}
std::string code(const AcceptTable::Constant& constant) {
  return braces({code(constant.is_text), code(constant.text)});
}
std::string code(const AcceptTable::Property& property) {
  return braces({code(property.name), code(property.rule)});
}
std::string code(const AcceptTable::Dependency& dependency) {
  return braces({code(dependency.name), code(dependency.needs)});
}

// As a raw literal, whose delimiter no JSON text holds.
std::string literal(std::string_view text) {
  constexpr std::string_view kEnd = ")embedded\"";
  if (text.find(kEnd) != std::string_view::npos) throw std::runtime_error("holds )embedded\"");
  return "R\"embedded(" + std::string(text) + std::string(kEnd);
}

template <class T>
std::string list(std::string_view type, std::string_view name, std::span<const T> values) {
  std::string text = "inline constexpr std::array<" + std::string(type) + ", " +
                     std::to_string(values.size()) + "> " + std::string(name) + "{";
  if (!values.empty()) text += "{\n";
  for (const T& value : values) text += code(value) + ",\n";
  if (!values.empty()) text += "}";
  return text + "};\n";
}

std::string shipped(const std::string& name, const std::string& text) {
  const Json root = Json::parse(text);
  if (const auto lines = lint_schema(root); !lines.empty()) throw std::runtime_error(lines[0]);
  const TableBuilder builder(root);
  const AcceptTable table = builder.table();
  const std::string table_name = name + "_table";
  return "namespace " + table_name + " {\nusing Table = schema::AcceptTable;\n" +
         list("Table::Rule", "rules", table.rules) + list("Table::Limits", "limits", table.limits) +
         list("Table::Constant", "constants", table.constants) +
         list("Table::Property", "properties", table.properties) +
         list("schema::Range", "required", table.required) +
         list("Table::Dependency", "dependencies", table.dependencies) +
         list("Table::Property", "entries", table.entries) + "}  // namespace " + table_name +
         "\ninline constexpr schema::ShippedSchema " + name + "{\n" + literal(text) + ",\n{" +
         literal(table.texts) + ",\n" + table_name + "::rules, " + table_name + "::limits, " +
         table_name + "::constants, " + table_name + "::properties, " + table_name +
         "::required, " + table_name + "::dependencies, " + table_name + "::entries}};\n";
}

std::string read(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error(path + " cannot be read");
  return text.str();
}

void run(const std::vector<std::string>& words) {
  std::ofstream out(words.at(0));
  out << "#pragma once\n#include <array>\n#include \"schema/accept_table.h\"\nnamespace launch {\n";
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) throw std::runtime_error(words[i] + " is not NAME=FILE");
    out << shipped(words[i].substr(0, equals), read(words[i].substr(equals + 1)));
  }
  out << "}  // namespace launch\n";
  if (!out.flush()) throw std::runtime_error(words[0] + " cannot be written");
}

}  // namespace
}  // namespace launch::schema

int main(int argc, char** argv) {
  try {
    launch::schema::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << argv[0] << ": " << error.what() << "\n";
    return 1;
  }
}
