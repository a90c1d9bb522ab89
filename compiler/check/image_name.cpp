#include "compiler/check/image_name.h"

#include "compiler/check/facts.h"

namespace launch {

std::string_view image_tag(std::string_view reference) {
  const std::size_t slash = reference.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  const std::size_t colon = reference.find(':', name);
  return colon == std::string_view::npos ? std::string_view() : reference.substr(colon + 1);
}

std::optional<std::string> floating_image(const Node& image, std::string_view what) {
  if (!image.is_string() || image.is_secret() || is_open(image)) return std::nullopt;
  const std::string_view reference = image.as_string();
  if (reference.empty() || reference.find('@') != std::string_view::npos) return std::nullopt;
  const std::string named = std::string(what) + " " + quoted(reference);
  const std::string_view tag = image_tag(reference);
  if (tag.empty()) return named + " has no tag: it means \"latest\", whatever that is at the time";
  // latest, latest-gpu: pushed anew with every release.
  if (tag.starts_with("latest")) return named + " changes with every release";
  return named + " is named by a tag, which can be moved; a digest cannot";
}

}  // namespace launch
