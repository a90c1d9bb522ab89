// What looks like a credential: by the name it is kept under, by its own form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

// A name under which people keep credentials: WANDB_API_KEY, db-password, authToken. Not the names
// that only resemble one: MAX_TOKENS, pad_token, TOKENIZERS_PARALLELISM, HF_TOKEN_PATH, secretName.
bool names_credential(std::string_view name);
// The same for passwords, which may be any text, a number too.
bool names_password(std::string_view name);

// Text that a credential's name may hold without giving anything away: nothing, a reference
// ($NAME, a path, an ARN), a stand-in (<token>, changeme, xxxx), a word like true or none.
bool is_harmless(std::string_view name, std::string_view value);

struct FoundSecret {
  std::string_view kind;    // "a GitHub token"
  std::uint32_t begin = 0;  // the bytes of the text that are secret
  std::uint32_t end = 0;
};
// Credentials with a form of their own, anywhere in a text, in order, not overlapping.
std::vector<FoundSecret> find_secrets(std::string_view text);
// Those that stand behind a credential's name: NAME: value and NAME=value, whoever reads them.
std::vector<FoundSecret> find_named_secrets(std::string_view text);
// The text with `mark` in place of both kinds.
std::string without_credentials(std::string_view text, std::string_view mark);

}  // namespace launch
