#include "compiler/build/repository_name.h"

#include "compiler/target/text.h"

namespace launch::build {

// https://git-scm.com/docs/git-clone#URLS
std::string repository_name(std::string_view address) {
  while (address.ends_with('/')) address.remove_suffix(1);
  if (address.ends_with(".git")) address.remove_suffix(4);
  const std::size_t scheme = address.find("://");
  const bool has_scheme = scheme != std::string_view::npos;
  if (has_scheme) address.remove_prefix(scheme + 3);
  const std::size_t host_end = address.find(has_scheme ? "/" : ":");
  if (host_end == std::string_view::npos) return std::string(address);
  std::string_view host = address.substr(0, host_end);
  std::string_view path = address.substr(host_end + 1);
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
    host.remove_prefix(at + 1);
  if (has_scheme) host = host.substr(0, host.find(':'));
  while (path.starts_with('/')) path.remove_prefix(1);
  return lower(host) + "/" + std::string(path);
}

std::string without_credentials(std::string text, std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return text;
  const std::string_view rest = address.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  const std::string_view user = authority.substr(0, authority.rfind('@') + 1);
  const bool harmless =
      lower(address.substr(0, scheme)) == "ssh" && user.find(':') == std::string_view::npos;
  if (user.empty() || harmless) return text;
  for (std::size_t at = text.find(user); at != std::string::npos; at = text.find(user, at))
    text.erase(at, user.size());
  return text;
}

std::string without_credentials(std::string_view address) {
  return without_credentials(std::string(address), address);
}

}  // namespace launch::build
