#include "submit/secrets.h"

#include <algorithm>
#include <cstdlib>

#include "compiler/diagnostic/secret_texts.h"
#include "compiler/document/write_json.h"

namespace launch::submit {
namespace {

void collect(const Node& node, std::vector<std::string>& secrets) {
  if (node.is_secret() && node.is_string()) secrets.emplace_back(node.as_string());
  for (const Node& item : node.items()) collect(item, secrets);
  for (const Member& member : node.members()) collect(member.value, secrets);
}

// Shorter than this, what a secret becomes stands in other words as well.
constexpr std::size_t kShortestForm = 8;

// Go's %q and Python's repr(): `quotes` are escaped too.
std::string escaped(std::string_view text, std::string_view quotes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kControls = "\a\b\f\n\r\t\v";
  constexpr std::string_view kLetters = "abfnrtv";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t at = kControls.find(c); at != std::string_view::npos) {
      out += {'\\', kLetters[at]};
    } else if (byte < ' ' || byte == 0x7F) {
      out += {'\\', 'x', kHex[byte >> 4U], kHex[byte & 15U]};
    } else {
      if (c == '\\' || quotes.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string as_json(std::string_view text, bool ascii_only) {
  std::string json;
  append_json_string(json, text, ascii_only);
  return json.substr(1, json.size() - 2);
}

// Go's encoding/json, which is wary of HTML.
std::string as_go_json(std::string_view text) {
  std::string out;
  for (const char c : as_json(text, false)) {
    if (c == '<') out += "\\u003c";
    if (c == '>') out += "\\u003e";
    if (c == '&') out += "\\u0026";
    if (c != '<' && c != '>' && c != '&') out += c;
  }
  return out;
}

std::string base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const std::string_view three = text.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8U | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      out += i <= three.size() ? kDigits[bits >> (18U - 6U * i) & 63U] : '=';
  }
  return out;
}

// Also inside of a longer text, where its first and last digits depend on what is beside it.
void add_base64(std::string_view secret, SecretTexts& known) {
  constexpr std::size_t kShared[] = {0, 2, 3};
  const auto add = [&](const std::string& form) {
    if (form.size() >= kShortestForm) known.add(form);
  };
  add(base64(secret));
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string all = base64(std::string(before, ' ') + std::string(secret));
    const std::size_t own = (before + secret.size()) / 3 * 4;
    if (own > kShared[before]) add(all.substr(kShared[before], own - kShared[before]));
  }
}

void add_escaped(std::string_view secret, SecretTexts& known) {
  for (const bool ascii_only : {false, true}) {
    known.add(as_json(secret, ascii_only));
    known.add(as_json(as_json(secret, ascii_only), ascii_only));  // a JSON text inside of another
  }
  known.add(as_go_json(secret));
  for (const std::string_view quotes : {"\"", "'", ""}) known.add(escaped(secret, quotes));
  known.add(words_of(secret));  // as the words of clients are made fit for terminals
}

void add_forms(std::string_view secret, SecretTexts& known) {
  known.add(secret);
  add_escaped(secret, known);
  add_base64(secret, known);
  if (secret.find('\n') == std::string_view::npos) return;
  for (std::string_view rest = secret; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() < kShortestForm) continue;
    known.add(line);
    add_escaped(line, known);
  }
}

}  // namespace

std::vector<std::string> values_of(const std::vector<std::string>& variables) {
  std::vector<std::string> values;
  for (const std::string& name : variables) {
    if (const char* value = std::getenv(name.c_str())) values.emplace_back(value);
  }
  return values;
}

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
  for (const std::string& secret : secrets) add_forms(secret, known);
  return known.hidden(text, "•••");
}

std::optional<Failure> masked(std::optional<Failure> failure, const Submission& submission) {
  if (failure) failure->words = masked(failure->words, values_of(submission.secret_variables));
  return failure;
}

}  // namespace launch::submit
