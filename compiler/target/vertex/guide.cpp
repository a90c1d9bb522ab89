#include "compiler/target/vertex/guide.h"

#include <cctype>
#include <vector>

#include "compiler/target/spelling.h"
#include "vertex_schemas.h"

namespace launch::vertex {
namespace {

const schema::Guidebook& job_book() {
  static const schema::Guidebook kBook(kVertexCustomJob.text, "CustomJob");
  return kBook;
}

std::string snake_case(const std::string& name) {
  std::string text;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) text += '_';
    text += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

}  // namespace

std::optional<schema::Guide> guide(std::span<const std::string> path) {
  if (path.empty()) {
    schema::Guide block = *job_book().at({});
    block.keys.push_back({"spec", "The job, as W&B writes it: jobSpec in snake_case.", "map"});
    block.keys.push_back({"run", "How W&B's agent runs the job: arguments of its client.", "map"});
    return block;
  }
  // https://docs.wandb.ai/launch: the queue configuration for Vertex AI is written in snake_case.
  const bool is_wandb = path.front() == "spec";
  std::vector<std::string> field;
  for (const std::string& step : path) field.push_back(camel_case(step));
  if (is_wandb) field.front() = "jobSpec";
  std::optional<schema::Guide> found = job_book().at(field);
  if (found && is_wandb) {
    for (schema::KeyGuide& key : found->keys) key.name = snake_case(key.name);
    if (path.size() == 1) {
      found->keys.push_back({"staging_bucket", "Bucket for the files of the job: gs://…", "text"});
    }
  }
  return found;
}

}  // namespace launch::vertex
