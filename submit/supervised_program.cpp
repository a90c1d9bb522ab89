#include <nlohmann/json.hpp>

#include "submit/supervisor.h"

namespace launch::submit {

using Json = nlohmann::json;

std::string json_of(const SupervisedProgram& program) {
  Json environment = Json::object();
  for (const auto& [name, value] : program.environment) environment[name] = value;
  const Json json = {
      {"digest", program.digest}, {"argv", program.argv}, {"environment", environment}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

SupervisedProgram program_in(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    SupervisedProgram program{json.at("digest"), json.at("argv"), {}};
    for (const auto& [name, value] : json.at("environment").items())
      program.environment.emplace_back(name, value.get<std::string>());
    if (!program.argv.empty()) return program;
  } catch (const Json::exception&) {
    // Said below, of whatever it is.
  }
  throw RecordError{"standard input holds no program to start"};
}

}  // namespace launch::submit
