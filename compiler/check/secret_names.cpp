// Credentials known by the name they are kept under.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "compiler/check/key_words.h"
#include "compiler/check/secret_words.h"

namespace launch {
namespace {

using Words = std::vector<std::string>;

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 5> kPasswords{"password", "passwd", "passphrase", "pwd",
                                                     "passcode"};
// X of "X key" that make it a secret one.
constexpr std::array<std::string_view, 9> kKeys{
    "api", "access", "private", "secret", "auth", "account", "encryption", "signing", "sas"};
// X of "X token" that make it a credential beyond doubt.
constexpr std::array<std::string_view, 16> kAuthTokens{
    "api",    "auth",   "access",  "hf",      "hub", "huggingface", "wandb", "github",
    "gitlab", "bearer", "refresh", "session", "bot", "secret",      "jwt",   "login"};
// X of "X token" that make it a piece of text, not a credential: the vocabulary of tokenizers.
constexpr std::array<std::string_view, 50> kTextTokens{
    "pad",         "padding",  "eos",      "bos",         "unk",   "unknown", "mask",   "cls",
    "sep",         "special",  "image",    "video",       "audio", "text",    "vision", "visual",
    "speech",      "stop",     "start",    "end",         "begin", "eot",     "eom",    "new",
    "next",        "per",      "trigger",  "placeholder", "class", "prompt",  "think",  "separator",
    "decoder",     "first",    "last",     "max",         "min",   "num",     "patch",  "instance",
    "initializer", "modality", "language", "lang",        "word",  "sub",     "forced", "suppress",
    "boi",         "eoi"};
// X of "X secret" that make it the name of a Secret object.
constexpr std::array<std::string_view, 9> kSecretObjects{
    "pull", "tls", "existing", "from", "use", "external", "k8s", "kubernetes", "image"};

// Of several credentials of one kind, which: API_TOKEN_7, DB_PASSWORD_PROD, HF_TOKEN2.
constexpr std::array<std::string_view, 16> kWhich{
    "prod", "production", "dev",  "development", "staging", "stage",   "test", "ci",
    "old",  "new",        "next", "previous",    "current", "primary", "main", "backup"};

bool is_number(std::string_view word) {
  if (word.size() > 1 && word.front() == 'v') word.remove_prefix(1);
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

// The words of a name, without those that only say which one it is.
Words words_of_name(std::string_view name) {
  Words words = key_words(name);
  while (words.size() > 1 && (is_number(words.back()) || among(words.back(), kWhich))) {
    words.pop_back();
  }
  if (!words.empty() && !is_number(words.back())) {
    words.back().erase(words.back().find_last_not_of("0123456789") + 1);
  }
  return words;
}

// The words before the last `skip` ones; empty when there are none.
std::string_view word_before(const Words& words, std::size_t skip) {
  return words.size() > skip ? std::string_view(words[words.size() - 1 - skip])
                             : std::string_view();
}

bool ends_in_password(const Words& words) {
  if (words.empty() || !among(words.back(), kPasswords)) return false;
  return words.back() != "pwd" || words.size() > 1;  // PWD alone is the working directory
}

bool ends_in_key(const Words& words) {
  const std::string_view last = word_before(words, 0);
  if (last == "apikey" || last == "accesskey" || last == "secretkey") return true;
  if (last == "key") return among(word_before(words, 1), kKeys);
  // AWS_ACCESS_KEY_ID
  return last == "id" && word_before(words, 1) == "key" && word_before(words, 2) == "access";
}

bool ends_in_token(const Words& words) {
  const std::string_view last = word_before(words, 0);
  return last == "token" && !among(word_before(words, 1), kTextTokens);
}

bool ends_in_secret(const Words& words) {
  const std::string_view last = word_before(words, 0);
  if (last == "credential" || last == "credentials") return true;
  return last == "secret" && !among(word_before(words, 1), kSecretObjects);
}

bool has_lower_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// `concept_token: sks` in a trainer's settings is text; so is any other short word there.
bool is_text_token(std::string_view name, const Words& words, std::string_view value) {
  constexpr std::size_t kShortestToken = 16;
  if (!ends_in_token(words) || words.size() == 1 || !has_lower_case(name)) return false;
  if (among(word_before(words, 1), kAuthTokens)) return false;
  const bool has_digit = value.find_first_of("0123456789") != std::string_view::npos;
  return !has_digit || value.size() < kShortestToken;
}

// kaggle-secret, regcred: what a Secret object may be called, without the digits of a real secret.
bool is_object_name(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '/';
  });
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return result;
}

constexpr std::array<std::string_view, 12> kPlainWords{
    "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "auto", "default", "store"};
constexpr std::array<std::string_view, 19> kStandIns{
    "changeme", "change-me", "change_me", "placeholder", "redacted",   "replace", "your-",
    "your_",    "yourapi",   "yourtoken", "example",     "dummy",      "todo",    "xxx",
    "***",      "...",       "fill-in",   "insert-",     "secret-here"};

bool is_stand_in(std::string_view value) {
  const std::string lower = lower_case(value);
  if (among(lower, kPlainWords)) return true;
  const bool one_character = lower.find_first_not_of(lower[0]) == std::string::npos;
  return one_character || std::any_of(kStandIns.begin(), kStandIns.end(), [&](std::string_view s) {
           return lower.find(s) != std::string::npos;
         });
}

bool is_file_name(std::string_view value) {
  constexpr std::array<std::string_view, 8> kEnds{".pem",  ".key", ".json", ".txt",
                                                  ".yaml", ".yml", ".p12",  ".env"};
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [&](std::string_view end) { return value.ends_with(end); });
}

// Where the credential is, instead of the credential.
bool is_reference(std::string_view value) {
  constexpr std::array<std::string_view, 10> kStarts{
      "/", "./", "~", "../", "arn:", "env:", "ref+", "secretref:", "vault:", "projects/"};
  const bool starts = std::any_of(kStarts.begin(), kStarts.end(),
                                  [&](std::string_view s) { return value.starts_with(s); });
  return starts || value.find("://") != std::string_view::npos ||
         value.find('$') != std::string_view::npos || value.find("{{") != std::string_view::npos ||
         value.find('`') != std::string_view::npos || value.starts_with("os.environ") ||
         is_file_name(value);
}

// The same few keys come back in every file of a run, and splitting them into words costs more than
// all else about them.
class Verdicts {
 public:
  bool of(std::string_view name, bool (*judge)(const Words& words)) {
    const auto known = known_.find(name);
    if (known != known_.end()) return known->second;
    const bool verdict = judge(words_of_name(name));
    if (known_.size() < kMost && name.size() < kLongest) known_.emplace(name, verdict);
    return verdict;
  }

 private:
  static constexpr std::size_t kMost = 1024;
  static constexpr std::size_t kLongest = 64;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;  // so that looking up copies no name
  };
  std::unordered_map<std::string, bool, Hash, std::equal_to<>> known_;
};

}  // namespace

bool names_password(std::string_view name) {
  thread_local Verdicts verdicts;
  return verdicts.of(name, ends_in_password);
}

bool names_credential(std::string_view name) {
  thread_local Verdicts verdicts;
  return verdicts.of(name, [](const Words& words) {
    return ends_in_password(words) || ends_in_key(words) || ends_in_token(words) ||
           ends_in_secret(words);
  });
}

bool is_harmless(std::string_view name, std::string_view value) {
  constexpr std::size_t kShortest = 4;
  if (value.size() < kShortest || is_stand_in(value) || is_reference(value)) return true;
  if (value.front() == '<' || value.front() == '[') return true;
  const bool only_digits = value.find_first_not_of("0123456789.") == std::string_view::npos;
  if (only_digits && !names_password(name)) return true;
  const Words words = words_of_name(name);
  if (is_text_token(name, words, value)) return true;
  // Whoever writes an API field in small letters often means the Secret object's name, or its key.
  const bool object =
      ends_in_secret(words) || (ends_in_key(words) && word_before(words, 1) == "secret");
  return object && has_lower_case(name) && is_object_name(value);
}

}  // namespace launch
