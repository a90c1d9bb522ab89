#include "compiler/target/vertex/grammar.h"

#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/text.h"

namespace launch::vertex {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

Trouble no(std::string_view text, const std::string& what, std::string suggestion = {}) {
  return {quoted(text) + " is no " + what, std::move(suggestion)};
}

// Bucket names (https://cloud.google.com/storage/docs/buckets#naming).
Check check_bucket(std::string_view name) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 63;
  constexpr std::size_t kLongestWithDots = 222;
  const bool dots = name.find('.') != std::string_view::npos;
  if (name.size() < kShortest || name.size() > (dots ? kLongestWithDots : kLongest)) {
    return no(name, "bucket name: expected 3 to 63 characters");
  }
  const auto inner = [](char c) {
    return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  };
  const auto edge = [](char c) { return is_lower(c) || is_digit(c); };
  if (!std::all_of(name.begin(), name.end(), inner)) {
    return no(name, "bucket name: expected lower-case letters, digits, -, _ and dots");
  }
  if (!edge(name.front()) || !edge(name.back())) {
    return no(name, "bucket name: expected a letter or digit at both ends");
  }
  for (const std::string_view part : split(name, '.')) {
    if (part.empty() || part.size() > kLongest) {
      return no(name, "bucket name: expected 1 to 63 characters between its dots");
    }
  }
  if (name.starts_with("goog")) return no(name, "bucket name: those with goog are Google's own");
  return {};
}

// Letters of other alphabets are allowed where they have no upper case.
bool is_label_character(std::string_view text, std::size_t at) {
  const char c = text[at];
  return is_lower(c) || is_digit(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) > 127;
}

Check check_label(std::string_view text, const std::string& what) {
  constexpr std::size_t kLongest = 63;
  if (count_characters(text) > kLongest) {
    return Trouble{what + " has " + std::to_string(count_characters(text)) +
                   " characters, expected at most 63"};
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_label_character(text, i)) continue;
    std::string suggestion = lower(text);
    for (char& c : suggestion) {
      if (!is_label_character({&c, 1}, 0)) c = '-';
    }
    return Trouble{quoted(text) + ": expected lower-case letters, digits, _ and - in " + what,
                   suggest(suggestion)};
  }
  return {};
}

}  // namespace

Check check_storage_uri(std::string_view text) {
  constexpr std::string_view kScheme = "gs://";
  if (!text.starts_with(kScheme)) {
    const std::size_t scheme = text.find("://");
    const std::string_view rest = scheme == std::string_view::npos ? text : text.substr(scheme + 3);
    return no(text, "place in Cloud Storage: expected gs://BUCKET/PATH",
              text.empty() ? std::string() : suggest("gs://" + std::string(rest)));
  }
  Check trouble = check_bucket(cut(text.substr(kScheme.size()), '/').before);
  if (trouble) {
    trouble->begin = std::min(kScheme.size(), text.size());
    trouble->end = std::min(text.find('/', kScheme.size()), text.size());
    if (trouble->begin == trouble->end) trouble->begin = 0;
  }
  return trouble;
}

Check check_label_key(std::string_view text) {
  if (text.empty()) return Trouble{"the key of a label is empty"};
  if (Check trouble = check_label(text, "the key of a label")) return trouble;
  const char first = text.front();
  if (is_digit(first) || first == '-' || first == '_') {
    return Trouble{quoted(text) + ": the key of a label begins with a letter"};
  }
  return {};
}

Check check_label_value(std::string_view text) { return check_label(text, "the value of a label"); }

Check check_variable_name(std::string_view text) {
  const bool first = !text.empty() && (is_letter(text.front()) || text.front() == '_');
  const bool rest =
      std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '_'; });
  if (first && rest) return {};
  return no(text, "name of a variable: expected letters, digits and _, no digit first");
}

Check check_service_account(std::string_view text) {
  const Cut parts = cut(text, '@');
  const auto legal = [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.'; };
  const bool name =
      !parts.before.empty() && std::all_of(parts.before.begin(), parts.before.end(), legal);
  const bool host = parts.after.ends_with(".gserviceaccount.com") &&
                    std::all_of(parts.after.begin(), parts.after.end(), legal);
  if (name && host) return {};
  return no(text,
            "service account: expected its e-mail address, such as "
            "\"train@my-project.iam.gserviceaccount.com\"");
}

Check check_resource(std::string_view text, std::string_view shape) {
  const std::vector<std::string_view> steps = split(text, '/');
  const std::vector<std::string_view> wanted = split(shape, '/');
  bool fits = steps.size() == wanted.size();
  for (std::size_t i = 0; fits && i < wanted.size(); ++i) {
    const std::string_view step = steps[i];
    const bool variable = wanted[i].front() >= 'A' && wanted[i].front() <= 'Z';
    fits = variable ? !step.empty() : step == wanted[i];
    const bool number = wanted[i] == "NUMBER";
    if (number)
      fits = fits && std::all_of(step.begin(), step.end(), [](char c) { return is_digit(c); });
    if (step.find_first_of(" \t\n") != std::string_view::npos) fits = false;
  }
  if (fits) return {};
  return Trouble{quoted(text) + ": expected " + std::string(shape)};
}

Check check_topology(std::string_view text) {
  const std::vector<std::string_view> sides = split(text, 'x');
  const bool numbers = std::all_of(sides.begin(), sides.end(), [](std::string_view side) {
    return !side.empty() && side.front() != '0' &&
           std::all_of(side.begin(), side.end(), [](char c) { return is_digit(c); });
  });
  if (numbers && (sides.size() == 2 || sides.size() == 3)) return {};
  return no(text, "topology of TPUs: expected its sides, such as \"2x2x1\"");
}

Check check_resource_id(std::string_view text) {
  constexpr std::size_t kLongest = 128;
  const bool legal = std::all_of(text.begin(), text.end(),
                                 [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  if (legal && !text.empty() && is_lower(text.front()) && text.back() != '-' &&
      text.size() <= kLongest) {
    return {};
  }
  return no(text, "id: expected lower-case letters, digits and -, a letter first");
}

}  // namespace launch::vertex
