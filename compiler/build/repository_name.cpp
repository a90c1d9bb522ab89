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

}  // namespace launch::build
