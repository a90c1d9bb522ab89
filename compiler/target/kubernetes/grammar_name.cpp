// Names of objects and of the things in them.
#include <algorithm>
#include <string>
#include <utility>

#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/grammar_words.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestSubdomain = 253;

constexpr std::string_view kLowerEnds = "a lower-case letter or digit";

constexpr WordForm kLabel{.letters = kLower | kDigit | kDash,
                          .first = kLower | kDigit,
                          .last = kLower | kDigit,
                          .most = kLongestLabel,
                          .expected = "lower-case letters, digits and \"-\"",
                          .ends = kLowerEnds};
constexpr WordForm kLabel1035{.letters = kLower | kDigit | kDash,
                              .first = kLower,
                              .last = kLower | kDigit,
                              .most = kLongestLabel,
                              .expected = "a lower-case letter, then letters, digits and \"-\"",
                              .ends = "a lower-case letter in front and no \"-\" at the end"};
constexpr WordForm kSubdomain{.letters = kLower | kDigit | kDash | kDot,
                              .first = kLower | kDigit,
                              .last = kLower | kDigit,
                              .most = kLongestSubdomain,
                              .expected = "lower-case letters, digits, \"-\" and \".\"",
                              .ends = kLowerEnds};
constexpr WordForm kSearchDomain{.letters = kLower | kDigit | kDash | kUnderscore | kDot,
                                 .first = kLower | kDigit | kUnderscore,
                                 .last = kLower | kDigit,
                                 .most = kLongestSubdomain,
                                 .expected = "lower-case letters, digits, \"-\", \"_\" and \".\"",
                                 .ends = "a letter or digit, or one \"_\" in front"};

// Each part between dots, too, has letters or digits at its ends (and one "_" in front of them,
// where the form has it). `text` passed as a whole.
Check check_parts(std::string_view text, const WordForm& form) {
  for (std::size_t begin = 0;;) {
    const std::size_t dot = text.find('.', begin);
    const std::string_view part = text.substr(begin, dot - begin);
    if (part.empty()) {
      return Trouble{quoted(text) + " has nothing between two dots", "", begin - 1, begin + 1};
    }
    const bool first =
        is_in(part.front(), form.first) && (part.front() != '_' || is_in(part[1], kAlphanumeric));
    if (!first || !is_in(part.back(), form.last)) {
      const std::size_t at = first ? begin + part.size() - 1 : begin;
      return Trouble{"the part " + quoted(part) + " of " + quoted(text) +
                         (first ? " ends" : " starts") + " with " + quoted(text.substr(at, 1)) +
                         ", expected " + std::string(form.ends),
                     "", at, at + 1};
    }
    if (dot == std::string_view::npos) return {};
    begin = dot + 1;
  }
}

Check check_domain(std::string_view text, const WordForm& form) {
  if (Check wrong = check_word(text, form)) return wrong;
  return check_parts(text, form);
}

}  // namespace

// Source: apimachinery pkg/util/validation/validation.go IsDNS1123Label
Check check_dns_label(std::string_view text) {
  Check wrong = check_word(text, kLabel);
  if (!wrong) return wrong;
  return offer(std::move(wrong), text, respelled(text, kLabel.letters), check_dns_label);
}

// Source: apimachinery pkg/util/validation/validation.go IsDNS1123Subdomain
Check check_dns_subdomain(std::string_view text) {
  Check wrong = check_domain(text, kSubdomain);
  if (!wrong) return wrong;
  return offer(std::move(wrong), text, respelled(text, kSubdomain.letters), check_dns_subdomain);
}

// Source: apimachinery pkg/util/validation/validation.go IsDNS1035Label
Check check_dns1035_label(std::string_view text) {
  Check wrong = check_word(text, kLabel1035);
  if (!wrong) return wrong;
  return offer(std::move(wrong), text, respelled(text, kLabel1035.letters), check_dns1035_label);
}

// The server looks at the text without the character in front of a dash at its end.
// Source: apimachinery pkg/api/validation/generic.go maskTrailingDash
Check check_name_prefix(std::string_view text) {
  const bool dash = text.size() > 1 && text.ends_with('-');
  const std::string masked =
      dash ? std::string(text.substr(0, text.size() - 2)) + "a" : std::string(text);
  Check wrong = check_domain(masked, kSubdomain);
  return wrong ? offer(std::move(wrong), text,
                       respelled(text, kSubdomain.letters) + (dash ? "-" : ""), check_name_prefix)
               : wrong;
}

// Then at the name that it makes of at most 58 bytes and five letters or digits.
// Source: apiserver pkg/storage/names/generate.go
Check check_generate_name(std::string_view text) {
  constexpr std::size_t kMostKept = 58;
  const std::string_view kept = text.substr(0, kMostKept);
  Check wrong = check_name_prefix(text);
  if (!wrong && check_domain(std::string(kept) + "xxxxx", kSubdomain)) {
    const std::string_view base = kept.substr(0, kept.find_last_not_of('-') + 1);
    wrong = check_domain(base.empty() ? kept : base, kSubdomain);
  }
  if (!wrong) return wrong;
  const std::string_view dash = text.ends_with('-') ? "-" : "";
  std::string better = respelled(text, kSubdomain.letters);
  return offer(std::move(wrong), text, better.append(dash), check_generate_name);
}

// One dot may stand at the end. Since 1.33 parts may hold "_", and "." alone is the root.
// Source: kubernetes pkg/apis/core/validation/validation.go validatePodDNSConfig, and the gate
// RelaxedDNSSearchValidation of pkg/features/kube_features.go
Check check_dns_search(std::string_view text, int minor) {
  const bool relaxed = minor >= 33;
  if (relaxed && text == ".") return {};
  const WordForm& form = relaxed ? kSearchDomain : kSubdomain;
  if (text.ends_with('.')) text.remove_suffix(1);
  Check wrong = check_domain(text, form);
  if (!wrong) return wrong;
  const auto passes = [minor](std::string_view better) { return check_dns_search(better, minor); };
  return offer(std::move(wrong), text, respelled(text, form.letters), passes);
}

// Source: kubernetes pkg/apis/core/validation/validation.go ValidateCSIDriverName
Check check_csi_driver(std::string_view text) {
  const std::string lowered = lower(text);
  Check wrong = check_domain(lowered, kSubdomain);
  if (!wrong) return check_length(text, kLongestLabel);
  if (lowered.size() != text.size()) return Trouble{wrong->message, ""};
  return offer(std::move(wrong), text, respelled(text, kSubdomain.letters), check_csi_driver);
}

// Source: apimachinery pkg/api/validate/content/identifier.go IsCIdentifier
Check check_c_identifier(std::string_view text) {
  constexpr WordForm kIdentifier{.letters = kAlphanumeric | kUnderscore,
                                 .first = kLower | kUpper | kUnderscore,
                                 .last = kAlphanumeric | kUnderscore,
                                 .most = std::string_view::npos,
                                 .expected = "letters, digits and \"_\"",
                                 .ends = "a letter or \"_\""};
  return check_word(text, kIdentifier);
}

// Source: apimachinery pkg/api/validate/content/path.go IsPathSegmentName
Check check_path_segment(std::string_view text) {
  if (text == "." || text == "..") return Trouble{quoted(text) + " is no name", ""};
  const std::size_t at = text.find_first_of("/%");
  if (at == std::string_view::npos) return {};
  return Trouble{quoted(text) + " holds " + quoted(text.substr(at, 1)) +
                     ", which no name may: it becomes part of a URL",
                 "", at, at + 1};
}

}  // namespace launch::kubernetes
