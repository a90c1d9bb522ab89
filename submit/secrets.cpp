#include "submit/secrets.h"

#include <algorithm>

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

std::string masked(std::string text, std::vector<std::string> secrets) {
  constexpr std::size_t kShortest = 4;
  std::erase_if(secrets, [](const std::string& each) { return each.size() < kShortest; });
  // One may be a part of another.
  std::sort(secrets.begin(), secrets.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  constexpr std::string_view kDots = "•••";
  for (const std::string& secret : secrets) {
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + kDots.size())) {
      text.replace(at, secret.size(), kDots);
    }
  }
  return text;
}

}  // namespace launch::submit
