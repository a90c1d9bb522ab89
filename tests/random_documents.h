// Jobs, queues and bases by the dice: the same for the same seed, everywhere.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/memory_files.h"

namespace launch::tests {

using Json = nlohmann::ordered_json;

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  // The library's own distributions differ between systems; the engine does not.
  std::size_t below(std::size_t n) { return engine_() % n; }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <class List>
  auto pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::mt19937 engine_;
};

// Text that quoting, escaping or splitting gets wrong easily.
inline std::string awkward_text(Dice& dice) {
  static const std::array<std::string, 26> kTexts = {
      "plain", "two words", "it's",        "say \"hi\"", "a\nb",      "$HOME",
      "$(id)", "`id`",      "back\\slash", "\\",         "",          " ",
      "-dash", "--lr=0.1",  "ünïcödé",     "日本語",     "😀",         "#no comment",
      "*",     "~",         "!x",          "a;b&c|d",    "tab\there", "$${HOME}",
      "$",     "'"};
  std::string text = dice.pick(kTexts);
  if (dice.chance(20)) text += dice.pick(kTexts);
  return text;
}

// Text in which something is filled.
inline std::string text_with_hole(Dice& dice) {
  static const std::array<std::string, 6> kTexts = {
      "{{size}}",        "n={{ size }}",         "${run_id}",
      "$<project_name>", "x-${run_id}-{{size}}", "${image_uri}"};
  return dice.pick(kTexts);
}

inline std::string any_text(Dice& dice) {
  return dice.chance(20) ? text_with_hole(dice) : awkward_text(dice);
}

inline Json any_scalar(Dice& dice) {
  switch (dice.below(5)) {
    case 0:
      return static_cast<int>(dice.below(2000)) - 1000;
    case 1:
      return static_cast<double>(dice.below(1000)) / 8;
    case 2:
      return dice.chance(50);
    default:
      return any_text(dice);
  }
}

inline Json words(Dice& dice) {
  Json list = Json::array();
  for (std::size_t n = dice.below(4); n > 0; --n) list.push_back(any_text(dice));
  return list;
}

// Values of the submitting environment among them; COMPOSED is made of one.
inline Json environment_map(Dice& dice) {
  Json env = Json::object();
  for (const char* name : {"A", "B", "C_1", "PATHLIKE"}) {
    if (dice.chance(40)) env[name] = any_scalar(dice);
  }
  if (dice.chance(30)) env["INHERITED"] = nullptr;
  if (dice.chance(30)) env["TOKEN"] = "${TOKEN}";
  if (dice.chance(30)) env["COMPOSED"] = "x\"$`\\ ${TOKEN} é $${FOO}";
  return env;
}

inline Json hyperparameters(Dice& dice) {
  Json map = {{"seed", 1}};
  for (const char* name : {"lr", "depth", "note", "é"}) {
    if (dice.chance(40)) map[name] = any_scalar(dice);
  }
  if (dice.chance(30)) map["layers"] = {{"sizes", {1, 2, 3}}, {"name", any_text(dice)}};
  return map;
}

inline Json docker_block(Dice& dice) {
  static const std::array<std::string, 3> kMemory = {"memory", "m", "--memory"};
  static const std::array<std::string, 3> kGpus = {"all", "device=0,1", "2"};
  Json block = Json::object();
  if (dice.chance(40)) block[dice.pick(kMemory)] = "2g";
  if (dice.chance(40)) block["cpus"] = 1.5;
  if (dice.chance(40)) block["gpus"] = dice.pick(kGpus);
  if (dice.chance(40)) block["shm_size"] = "16g";
  if (dice.chance(40)) block["label"] = {{"a", awkward_text(dice)}, {"b", "2"}};
  if (dice.chance(40)) block["volume"] = {"/data:/data:ro", "/scratch:/s"};
  if (dice.chance(40)) block["ulimit"] = {{"memlock", -1}};
  if (dice.chance(40)) block["init"] = true;
  return block;
}

inline Json random_queue(Dice& dice) {
  return {{"resource", "docker"},
          {"resource_args", {{"local-container", docker_block(dice)}}},
          {"env", environment_map(dice)},
          {"template_variables", {{"size", {{"type", "integer"}, {"default", dice.below(9)}}}}}};
}

inline Json random_base(Dice& dice) {
  return {{"hyperparameters", hyperparameters(dice)},
          {"env", environment_map(dice)},
          {"args", words(dice)}};
}

inline Json random_job(Dice& dice) {
  Json job = {{"queue", "q"}, {"entity", "e"}, {"project", "P"}};
  job["image"] = "t@sha256:" + std::string(64, 'a');
  if (dice.chance(50)) job["name"] = awkward_text(dice);
  if (dice.chance(50)) job["base_config"] = "base.yaml";
  if (dice.chance(60)) {
    job["command"] = words(dice);
    job["command"].insert(job["command"].begin(), "python");
  }
  if (dice.chance(60)) job["args"] = words(dice);
  job["env"] = environment_map(dice);
  job["hyperparameters"] = hyperparameters(dice);
  job["resource_args"] = {{"docker", docker_block(dice)}};
  if (dice.chance(50)) job["template_variables"] = {{"size", dice.below(9)}};
  return job;
}

// Something that is wrong, somewhere.
inline void spoil(Json& job, Dice& dice) {
  switch (dice.below(8)) {
    case 0:
      job["bogus"] = any_text(dice);
      break;
    case 1:
      job["args"] = {"${nope}"};
      break;
    case 2:
      job["env"]["X"] = "{{undeclared}}";
      break;
    case 3:
      job["args"] = {"${TOKEN}"};
      break;
    case 4:
      job["resource_args"]["docker"]["memory"] = awkward_text(dice);
      break;
    case 5:
      job["command"] = 5;
      break;
    case 6:
      job["template_variables"] = {{"size", "many"}};
      break;
    default:
      job["base_config"] = "missing.yaml";
      break;
  }
}

// A job with all that it names; one in five has a mistake in it.
inline Texts random_documents(unsigned seed) {
  Dice dice(seed);
  Json job = random_job(dice);
  if (dice.chance(20)) spoil(job, dice);
  return {{"job.yaml", job.dump(1)},
          {"queues/q.yaml", random_queue(dice).dump(1)},
          {"base.yaml", random_base(dice).dump(1)}};
}

// The same document with the members of its maps in another order.
inline Json shuffled(const Json& value, Dice& dice) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& item : value) list.push_back(shuffled(item, dice));
    return list;
  }
  if (!value.is_object()) return value;
  std::vector<std::string> keys;
  for (const auto& [key, member] : value.items()) {
    keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(dice.below(keys.size() + 1)), key);
  }
  Json map = Json::object();
  for (const std::string& key : keys) map[key] = shuffled(value[key], dice);
  return map;
}

}  // namespace launch::tests
