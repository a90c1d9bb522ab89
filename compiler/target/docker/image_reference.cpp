// Source: github.com/distribution/reference regexp.go, normalize.go; docker names it the
// "reference grammar": https://pkg.go.dev/github.com/distribution/reference
#include "compiler/target/docker/image_reference.h"

#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

bool is_lower_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

bool all_hex(std::string_view text, bool capitals) {
  return std::all_of(text.begin(), text.end(), [capitals](char c) {
    return is_hex_digit(c) && (capitals || !(c >= 'A' && c <= 'F'));
  });
}

// Lower-case words joined by ".", "_", "__" or any number of "-".
bool is_path_component(std::string_view text) {
  std::size_t at = 0;
  const auto take_word = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_lower_alphanumeric(text[at])) ++at;
    return at > begin;
  };
  if (!take_word()) return false;
  while (at < text.size()) {
    const char joint = text[at++];
    if (joint == '_' && at < text.size() && text[at] == '_') {
      ++at;
    } else if (joint == '-') {
      while (at < text.size() && text[at] == '-') ++at;
    } else if (joint != '.' && joint != '_') {
      return false;
    }
    if (!take_word()) return false;
  }
  return true;
}

bool is_domain_label(std::string_view text) {
  if (text.empty() || !is_alphanumeric(text.front()) || !is_alphanumeric(text.back())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_port(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
}

// A host name or an IPv6 address in brackets, with a port if any.
bool is_domain(std::string_view text) {
  if (text.starts_with('[')) {
    const Cut address = cut(text.substr(1), ']');
    const bool digits = std::all_of(address.before.begin(), address.before.end(),
                                    [](char c) { return is_hex_digit(c) || c == ':'; });
    const std::string_view port = address.after;
    return address.found && digits && !address.before.empty() &&
           (port.empty() || (port.front() == ':' && is_port(port.substr(1))));
  }
  const Cut parts = cut(text, ':');
  if (parts.found && !is_port(parts.after)) return false;
  const std::vector<std::string_view> labels = split(parts.before, '.');
  return std::all_of(labels.begin(), labels.end(), is_domain_label);
}

bool is_tag(std::string_view text) {
  if (text.empty() || text.size() > 128 || text.front() == '.' || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

// sha256, sha384 or sha512 and as many lower-case digits as it has.
bool is_digest(std::string_view text) {
  const Cut parts = cut(text, ':');
  const std::size_t digits = parts.before == "sha256"   ? 64
                             : parts.before == "sha384" ? 96
                             : parts.before == "sha512" ? 128
                                                        : 0;
  return digits != 0 && parts.after.size() == digits && all_hex(parts.after, false);
}

Trouble not_a_path(std::string_view name) {
  if (lower(name) != name) {
    return {"the repository " + quoted(name) + " contains capitals, expected lower case", ""};
  }
  return {quoted(name) +
              " is no image name, expected lower-case letters and digits joined by \".\", "
              "\"_\" or \"-\", with \"/\" between the parts",
          ""};
}

constexpr std::size_t kLongestPath = 255;  // without the domain

// `name` is the reference without tag and digest.
Check check_repository(std::string_view name) {
  const Cut first = cut(name, '/');
  // As docker does: what looks like a host is one, anything else belongs to Docker Hub.
  const bool host =
      first.found && (first.before == "localhost" || lower(first.before) != first.before ||
                      first.before.find_first_of(".:") != std::string_view::npos);
  const bool domain = host && is_domain(first.before);
  const std::string_view path = domain ? first.after : name;
  for (const std::string_view part : split(path, '/')) {
    if (is_path_component(part)) continue;
    return not_a_path(path);
  }
  const bool official = !first.found || first.before == "docker.io";
  const std::size_t length = path.size() + (official && cut(path, '/').found == false ? 8 : 0);
  if (length <= kLongestPath) return {};
  return Trouble{
      "the repository's name has " + std::to_string(length) + " characters, expected at most 255",
      ""};
}

// `name` as docker would take it: in lower case and without http:// before it; empty when that does
// not help.
std::string usable_name(std::string_view name) {
  std::string small = lower(name);
  if (small.starts_with("http://") || small.starts_with("https://"))
    small.erase(0, small.find("//") + 2);
  return small != name && !check_repository(small) ? small : std::string();
}

}  // namespace

Check check_image(std::string_view text) {
  if (text.empty()) return Trouble{"the image's name is empty", ""};
  if ((text.size() == 64 && all_hex(text, false)) || is_digest(text)) return {};
  const Cut parts = cut(text, '@');
  if (parts.found && !is_digest(parts.after)) {
    return Trouble{
        quoted(parts.after) + " is no digest, expected \"sha256:\" and 64 hexadecimal digits", "",
        parts.before.size() + 1};
  }
  std::string_view name = parts.before;
  const std::size_t colon = name.find_last_of(":/");
  if (colon != std::string_view::npos && name[colon] == ':') {
    const std::string_view tag = name.substr(colon + 1);
    if (!is_tag(tag)) {
      return Trouble{
          quoted(tag) + " is no tag, expected 1 to 128 letters, digits, \"_\", \".\" or \"-\"", "",
          colon + 1, parts.before.size()};
    }
    name = name.substr(0, colon);
  }
  Check wrong = check_repository(name);
  if (!wrong) return {};
  const std::string better = usable_name(name);
  if (!better.empty()) wrong->suggestion = suggest(better + std::string(text.substr(name.size())));
  wrong->end = name.size();
  return wrong;
}

}  // namespace launch::docker
