// Keys and values of maps: labels, annotations, environment variables; and single words.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/grammar_words.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr WordForm kLabelWord{.letters = kAlphanumeric | kDash | kUnderscore | kDot,
                              .first = kAlphanumeric,
                              .last = kAlphanumeric,
                              .most = 63,
                              .expected = "letters, digits, \"-\", \"_\" and \".\"",
                              .ends = "a letter or digit"};

// The prefix and name of a key, around its only slash.
Check check_prefixed(std::string_view text, std::size_t slash) {
  const std::string_view prefix = text.substr(0, slash);
  const std::string_view name = text.substr(slash + 1);
  if (prefix.empty()) {
    return Trouble{quoted(text) + " has nothing in front of \"/\", expected a domain", "", 0, 1};
  }
  if (Check wrong = inside(check_dns_subdomain(prefix), 0, prefix.size())) return wrong;
  if (name.empty()) {
    return Trouble{quoted(text) + " has no name behind \"/\"", "", slash, slash + 1};
  }
  return inside(check_word(name, kLabelWord), slash + 1, name.size());
}

std::string respelled_key(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return respelled(text, kLabelWord.letters);
  return respelled(text.substr(0, slash), kLower | kDigit | kDash | kDot) + "/" +
         respelled(text.substr(slash + 1), kLabelWord.letters);
}

Check check_key(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return check_word(text, kLabelWord);
  const std::size_t second = text.find('/', slash + 1);
  if (second == std::string_view::npos) return check_prefixed(text, slash);
  return Trouble{quoted(text) + " holds more than one \"/\", expected NAME or DOMAIN/NAME", "",
                 second, text.size()};
}

}  // namespace

// Source: apimachinery pkg/api/validate/content/kube.go IsLabelKey
Check check_qualified_name(std::string_view text) {
  Check wrong = check_key(text);
  if (!wrong) return wrong;
  return offer(std::move(wrong), text, respelled_key(text), check_qualified_name);
}

// Source: apimachinery pkg/util/validation/validation.go IsDomainPrefixedKey
Check check_domain_prefixed_key(std::string_view text) {
  if (Check wrong = check_qualified_name(text)) return wrong;
  if (text.find('/') != std::string_view::npos) return {};
  return Trouble{quoted(text) + " has no domain, expected such as " +
                     quoted("example.com/" + std::string(text)),
                 ""};
}

// Source: apimachinery pkg/util/validation/validation.go IsDomainPrefixedPath
Check check_domain_prefixed_path(std::string_view text) {
  const Cut parts = cut(text, '/');
  if (!parts.found || parts.before.empty() || parts.after.empty()) {
    return Trouble{
        quoted(text) + " is no domain and path, expected such as \"example.com/controller\"", ""};
  }
  if (Check wrong = inside(check_dns_subdomain(parts.before), 0, parts.before.size())) {
    std::string better = respelled(parts.before, kLower | kDigit | kDash | kDot);
    better.append("/").append(parts.after);
    return offer(std::move(wrong), text, better, check_domain_prefixed_path);
  }
  constexpr std::string_view kPunctuation = "/-._~%!$&'()*+,;=:";
  const auto* foreign =
      std::find_if(parts.after.begin(), parts.after.end(), [kPunctuation](char c) {
        return !is_in(c, kAlphanumeric) && kPunctuation.find(c) == std::string_view::npos;
      });
  if (foreign == parts.after.end()) return {};
  const std::size_t at = static_cast<std::size_t>(foreign - text.begin());
  const std::string_view character = foreign_character(text, at);
  return Trouble{quoted(text) + " holds " + quoted(character) + ", which no path of a URL may", "",
                 at, at + character.size()};
}

// Source: apimachinery pkg/api/validate/content/kube.go IsLabelValue
Check check_label_value(std::string_view text) {
  if (text.empty()) return {};
  Check wrong = check_word(text, kLabelWord);
  if (!wrong) return wrong;
  return offer(std::move(wrong), text, respelled(text, kLabelWord.letters), check_label_value);
}

// Case does not matter, also in front of the slash.
// Source: apimachinery pkg/api/validation/objectmeta.go ValidateAnnotations
Check check_annotation_key(std::string_view text) {
  const std::string lowered = lower(text);
  Check wrong = check_key(lowered);
  if (!wrong) return wrong;
  if (lowered.size() != text.size()) {
    wrong->begin = 0;
    wrong->end = std::string_view::npos;
  }
  return offer(std::move(wrong), text, respelled_key(text), check_annotation_key);
}

// Source: apimachinery pkg/api/validation/objectmeta.go ValidateFinalizerName; kubernetes
// pkg/apis/core/validation/validation.go validateKubeFinalizerName
Check check_finalizer(std::string_view text) {
  if (Check wrong = check_qualified_name(text)) return wrong;
  constexpr std::array<std::string_view, 3> kStandard = {"kubernetes", "orphan",
                                                         "foregroundDeletion"};
  if (text.find('/') != std::string_view::npos) return {};
  if (std::find(kStandard.begin(), kStandard.end(), text) != kStandard.end()) return {};
  return Trouble{quoted(text) + " is no finalizer, expected DOMAIN/NAME or " + one_of(kStandard),
                 suggest(did_you_mean(text, kStandard))};
}

namespace {

// A name that a folder could not hold, or that would lead out of it.
Check check_no_dots(std::string_view text) {
  if (text == ".") return Trouble{"\".\" is no name", ""};
  if (!text.starts_with("..")) return {};
  return Trouble{quoted(text) + " starts with \"..\", which leads out of a folder", "", 0, 2};
}

}  // namespace

// Source: apimachinery pkg/util/validation/validation.go IsConfigMapKey
Check check_config_key(std::string_view text) {
  constexpr std::uint8_t kLetters = kAlphanumeric | kDash | kUnderscore | kDot;
  constexpr WordForm kConfigKey{.letters = kLetters,
                                .first = kLetters,
                                .last = kLetters,
                                .most = 253,
                                .expected = "letters, digits, \"-\", \"_\" and \".\"",
                                .ends = ""};
  Check wrong = check_word(text, kConfigKey);
  if (!wrong) return check_no_dots(text);
  return offer(std::move(wrong), text, respelled(text, kLetters), check_config_key);
}

namespace {

// Source: apimachinery pkg/util/validation/validation.go IsEnvVarName
Check check_strict_env_name(std::string_view text) {
  constexpr std::uint8_t kLetters = kAlphanumeric | kDash | kUnderscore | kDot;
  constexpr WordForm kName{.letters = kLetters,
                           .first = kLetters & ~kDigit,
                           .last = kLetters,
                           .most = std::string_view::npos,
                           .expected = "letters, digits, \"_\", \"-\" and \".\"",
                           .ends = "no digit in front"};
  Check wrong = check_word(text, kName);
  return wrong ? wrong : check_no_dots(text);
}

}  // namespace

// Strict before 1.32.
// Source: apimachinery pkg/util/validation/validation.go IsRelaxedEnvVarName; the gate
// RelaxedEnvironmentVariableValidation of kubernetes pkg/features/kube_features.go
Check check_env_name(std::string_view text, int minor) {
  if (minor < 32) return check_strict_env_name(text);
  constexpr std::string_view kExpected = "printable ASCII characters other than \"=\"";
  if (text.empty()) return Trouble{"an empty name, expected " + std::string(kExpected), ""};
  const auto* foreign =
      std::find_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~' || c == '='; });
  if (foreign == text.end()) return {};
  const auto at = static_cast<std::size_t>(foreign - text.begin());
  const std::string_view character = foreign_character(text, at);
  return Trouble{
      quoted(text) + " holds " + quoted(character) + ", expected " + std::string(kExpected), "", at,
      at + character.size()};
}

// Source: apimachinery pkg/util/validation/validation.go IsValidPortName
Check check_port_name(std::string_view text) {
  constexpr WordForm kPortName{.letters = kLower | kDigit | kDash,
                               .first = kLower | kDigit,
                               .last = kLower | kDigit,
                               .most = 15,
                               .expected = "lower-case letters, digits and \"-\"",
                               .ends = "a lower-case letter or digit"};
  if (Check wrong = check_word(text, kPortName)) {
    return offer(std::move(wrong), text, respelled(text, kPortName.letters), check_port_name);
  }
  const std::size_t dashes = text.find("--");
  if (dashes != std::string_view::npos) {
    return Trouble{quoted(text) + " holds two dashes in a row", "", dashes, dashes + 2};
  }
  if (std::any_of(text.begin(), text.end(), [](char c) { return is_in(c, kLower); })) return {};
  return Trouble{quoted(text) + " holds no letter, expected one at least", ""};
}

// Source: apimachinery pkg/util/validation/validation.go IsValidPortNum
Check check_port_number(std::int64_t port) {
  if (port >= 1 && port <= 65535) return {};
  return Trouble{std::to_string(port) + " is no port, expected 1 to 65535", ""};
}

// Source: apimachinery pkg/util/validation/validation.go IsHTTPHeaderName
Check check_header_name(std::string_view text) {
  constexpr std::uint8_t kLetters = kAlphanumeric | kDash;
  constexpr WordForm kHeader{.letters = kLetters,
                             .first = kLetters,
                             .last = kLetters,
                             .most = std::string_view::npos,
                             .expected = "letters, digits and \"-\"",
                             .ends = ""};
  Check wrong = check_word(text, kHeader);
  if (!wrong) return wrong;
  return offer(std::move(wrong), text, respelled(text, kLetters), check_header_name);
}

// Words of lower-case letters, digits, "-" and "_", joined by dots or slashes. Every word has a
// letter or digit at both ends.
// Source: kubernetes pkg/apis/core/validation/validation.go IsValidSysctlName
Check check_sysctl(std::string_view text) {
  constexpr WordForm kPart{.letters = kLower | kDigit | kDash | kUnderscore,
                           .first = kLower | kDigit,
                           .last = kLower | kDigit,
                           .most = std::string_view::npos,
                           .expected = "lower-case words joined by \".\" or \"/\"",
                           .ends = "a lower-case letter or digit"};
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("./", begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    if (part.empty() && !text.empty()) {
      return Trouble{quoted(text) + " has an empty part, expected " + std::string(kPart.expected),
                     "", begin == 0 ? 0 : begin - 1, std::min(end + 1, text.size())};
    }
    if (Check wrong = inside(check_word(part, kPart), begin, part.size())) {
      const std::string better = lower(text);
      return offer(std::move(wrong), text, better, check_sysctl);
    }
    begin = end + 1;
  }
  return check_length(text, 253);
}

}  // namespace launch::kubernetes
