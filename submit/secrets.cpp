#include "submit/secrets.h"

#include "compiler/diagnostic/secret_texts.h"

namespace launch::submit {
namespace {

void collect(const Node& node, std::vector<std::string>& secrets) {
  if (node.is_secret() && node.is_string()) secrets.emplace_back(node.as_string());
  for (const Node& item : node.items()) collect(item, secrets);
  for (const Member& member : node.members()) collect(member.value, secrets);
}

}  // namespace

std::vector<std::string> secrets_of(const Artifact& artifact) {
  std::vector<std::string> secrets;
  if (const auto* argv = std::get_if<Argv>(&artifact.content)) {
    for (const Word& word : argv->words) collect(word.node, secrets);
    for (const ProcessVariable& variable : argv->environment) collect(variable.value, secrets);
  } else if (const auto* manifest = std::get_if<Manifest>(&artifact.content)) {
    for (const Node& document : manifest->documents) collect(document, secrets);
  } else if (const auto* request = std::get_if<Request>(&artifact.content)) {
    collect(request->body, secrets);
  }
  return secrets;
}

std::string masked(std::string_view text, const std::vector<std::string>& secrets) {
  SecretTexts known(4);
  for (const std::string& secret : secrets) known.add(secret);
  return known.hidden(text, "•••");
}

}  // namespace launch::submit
