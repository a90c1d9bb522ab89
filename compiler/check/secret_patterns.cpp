// Credentials known by their own form. The issuers chose prefixes so that tools can find them:
// https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
#include <algorithm>
#include <array>
#include <span>

#include "compiler/check/secret_words.h"

namespace launch {
namespace {

enum class Letters : std::uint8_t {
  Upper,  // A-Z 0-9
  Word,   // A-Z a-z 0-9 _
  Url,    // Word and -
  Base64  // Word and + / = -
};

struct Pattern {
  std::string_view prefix;
  Letters letters;       // what follows
  std::size_t shortest;  // at least so much of it
  std::string_view kind;
};

// Those that begin alike stand together, the longer before what it begins with.
constexpr Pattern kPatterns[] = {
    {"AKIA", Letters::Upper, 16, "an AWS access key id"},
    {"ASIA", Letters::Upper, 16, "an AWS access key id"},
    {"AIza", Letters::Url, 35, "a Google API key"},
    {"AccountKey=", Letters::Base64, 40, "an Azure storage key"},
    {"Bearer ", Letters::Base64, 24, "a bearer token"},
    {"ghp_", Letters::Word, 30, "a GitHub token"},
    {"gho_", Letters::Word, 30, "a GitHub token"},
    {"ghu_", Letters::Word, 30, "a GitHub token"},
    {"ghs_", Letters::Word, 30, "a GitHub token"},
    {"ghr_", Letters::Word, 30, "a GitHub token"},
    {"github_pat_", Letters::Word, 22, "a GitHub token"},
    {"glpat-", Letters::Url, 20, "a GitLab token"},
    {"hf_", Letters::Word, 30, "a Hugging Face token"},
    {"nvapi-", Letters::Url, 40, "an NVIDIA API key"},
    {"npm_", Letters::Word, 36, "an npm token"},
    {"pypi-AgEI", Letters::Url, 40, "a PyPI token"},
    {"rk_live_", Letters::Word, 16, "a Stripe key"},
    {"sk-ant-", Letters::Url, 20, "an Anthropic API key"},
    {"sk-proj-", Letters::Url, 32, "an OpenAI API key"},
    {"sk-svcacct-", Letters::Url, 32, "an OpenAI API key"},
    {"sk-or-v1-", Letters::Word, 32, "an OpenRouter API key"},
    {"sk-", Letters::Word, 32, "an OpenAI-style API key"},  // no hyphens: sk-learn-… is a name
    {"sk_live_", Letters::Word, 16, "a Stripe key"},
    {"wandb_v1_", Letters::Word, 30, "a W&B API key"},
    {"xoxb-", Letters::Url, 10, "a Slack token"},
    {"xoxp-", Letters::Url, 10, "a Slack token"},
    {"xoxa-", Letters::Url, 10, "a Slack token"},
    {"xoxr-", Letters::Url, 10, "a Slack token"},
    {"ya29.", Letters::Url, 20, "a Google access token"},
};

constexpr bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool belongs(Letters letters, char c) {
  switch (letters) {
    case Letters::Upper:
      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    case Letters::Word:
      return is_alnum(c) || c == '_';
    case Letters::Url:
      return is_alnum(c) || c == '_' || c == '-';
    case Letters::Base64:
      return is_alnum(c) || std::string_view("_-+/=.").find(c) != std::string_view::npos;
  }
  return false;
}

std::size_t run_length(std::string_view text, std::size_t from, Letters letters) {
  std::size_t end = from;
  while (end < text.size() && belongs(letters, text[end])) ++end;
  return end - from;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters and digits: joined words and xxxx are no key. AWS ends its documented ones in EXAMPLE.
bool looks_random(std::string_view text) {
  const bool digits = std::any_of(text.begin(), text.end(), is_digit);
  const bool letters =
      std::any_of(text.begin(), text.end(), [](char c) { return is_alnum(c) && !is_digit(c); });
  return digits && letters && text.find("EXAMPLE") == std::string_view::npos;
}

// No shorter text holds a secret: `a://b:pass@c`.
constexpr std::size_t kShortestText = 12;

// What each byte may be the beginning of: every byte of every text is looked up here.
struct Byte {
  bool is_word = false;    // continues a word
  bool starts = false;     // some credential begins with it
  std::uint8_t first = 0;  // its patterns
  std::uint8_t last = 0;   // the one behind them
};
constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> bytes{};
  for (std::size_t c = 0; c < bytes.size(); ++c) {
    bytes[c].is_word = is_alnum(static_cast<char>(c)) || c == '_' || c == '-';
    bytes[c].starts = c == 'e' || c == '-';  // a JSON web token, a private key
  }
  for (std::size_t i = 0; i < std::size(kPatterns); ++i) {
    Byte& byte = bytes[static_cast<unsigned char>(kPatterns[i].prefix[0])];
    if (byte.last == 0) byte.first = static_cast<std::uint8_t>(i);
    byte.last = static_cast<std::uint8_t>(i + 1);
    byte.starts = true;
  }
  return bytes;
}();

const Byte& byte_of(char c) { return kBytes[static_cast<unsigned char>(c)]; }

// Each returns the bytes of a secret at `i` in `found`, or false.
bool prefixed_at(std::string_view text, std::size_t i, FoundSecret& found) {
  const Byte& byte = byte_of(text[i]);
  for (const Pattern& pattern : std::span(kPatterns).subspan(byte.first, byte.last - byte.first)) {
    if (!text.substr(i).starts_with(pattern.prefix)) continue;
    const std::size_t body = i + pattern.prefix.size();
    const std::size_t length = run_length(text, body, pattern.letters);
    if (length < pattern.shortest || !looks_random(text.substr(body, length))) continue;
    // Access key ids have one length; longer words in capitals are something else.
    const bool ends = body + length == text.size() || !is_alnum(text[body + length]);
    const bool exact = length == pattern.shortest && ends;
    if (pattern.letters == Letters::Upper && !exact) continue;
    found = {pattern.kind, static_cast<std::uint32_t>(i),
             static_cast<std::uint32_t>(body + length)};
    return true;
  }
  return false;
}

// Three parts of base64url, the first two of which encode `{"` (RFC 7519).
bool web_token_at(std::string_view text, std::size_t i, FoundSecret& found) {
  constexpr std::size_t kShortest = 10;
  if (!text.substr(i).starts_with("eyJ")) return false;
  std::size_t end = i;
  for (int part = 0; part < 3; ++part) {
    const std::size_t length = run_length(text, end, Letters::Url);
    if (length < kShortest) return false;
    end += length;
    if (part < 2 && (end >= text.size() || text[end++] != '.')) return false;
  }
  found = {"a JSON web token", static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end)};
  return true;
}

// A PEM block, to its end or the text's (RFC 7468).
bool private_key_at(std::string_view text, std::size_t i, FoundSecret& found) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  const std::string_view rest = text.substr(i);
  if (!rest.starts_with(kBegin)) return false;
  const std::size_t label_end = rest.find("-----", kBegin.size());
  if (label_end == std::string_view::npos) return false;
  const std::string_view label = rest.substr(kBegin.size(), label_end - kBegin.size());
  if (!label.ends_with("PRIVATE KEY") && !label.ends_with("PRIVATE KEY BLOCK")) return false;
  const std::size_t last = rest.find("-----END ", label_end);
  const std::size_t close = last == std::string_view::npos ? last : rest.find("-----", last + 9);
  const std::size_t end = close == std::string_view::npos ? rest.size() : close + 5;
  found = {"a private key", static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + end)};
  return true;
}

// scheme://user:password@host with `i` at the colon; only the password is secret (RFC 3986, 3.2.1).
bool url_password_at(std::string_view text, std::size_t i, FoundSecret& found) {
  if (!text.substr(i).starts_with("://")) return false;
  const std::size_t begin = i + 3;
  const std::size_t end = std::min(text.find_first_of("/?# \t\r\n\"'", begin), text.size());
  const std::string_view authority = text.substr(begin, end - begin);
  const std::size_t at = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return false;
  const std::string_view password = authority.substr(colon + 1, at - colon - 1);
  if (is_harmless("password", password) || password == "password") return false;
  found = {"a password in a URL", static_cast<std::uint32_t>(begin + colon + 1),
           static_cast<std::uint32_t>(begin + at)};
  return true;
}

}  // namespace

std::vector<FoundSecret> find_secrets(std::string_view text) {
  std::vector<FoundSecret> all;
  if (text.size() < kShortestText) return all;
  bool inside_word = false;  // the byte before belongs to a word
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const bool starts = !inside_word && byte_of(c).starts;
    FoundSecret found;
    const bool any = c == ':'
                         ? url_password_at(text, i, found)
                         : starts && (prefixed_at(text, i, found) || web_token_at(text, i, found) ||
                                      private_key_at(text, i, found));
    if (any) all.push_back(found);
    i = any ? found.end : i + 1;
    inside_word = byte_of(text[i - 1]).is_word;
  }
  return all;
}

}  // namespace launch
