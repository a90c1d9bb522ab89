#include "submit/kubernetes_place.h"

#include <charconv>
#include <string_view>

#include "submit/kubernetes_pods.h"

namespace launch::submit {
namespace {

struct Field {
  std::string_view name;
  std::string KubernetesPlace::*value;
};
constexpr Field kFields[] = {{"kind", &KubernetesPlace::kind},
                             {"namespace", &KubernetesPlace::name_space},
                             {"server", &KubernetesPlace::server},
                             {"tls-server-name", &KubernetesPlace::tls_server_name},
                             {"context", &KubernetesPlace::context}};

// As in URLs, and only what would end a value.
std::string escaped(const std::string& value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && c != '%') {
      text += c;
    } else {
      text += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return text;
}

std::string unescaped(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const bool is_escape =
        text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ec == std::errc();
    value += is_escape ? static_cast<char>(byte) : text[i];
    if (is_escape) i += 2;
  }
  return value;
}

// The entry of a kubeconfig's list with this name.
const Json& named(const Json& config, std::string_view list, const std::string& name) {
  static const Json nothing;
  const Json& entries = json_at(config, {list});
  if (!entries.is_array()) return nothing;
  for (const Json& entry : entries) {
    if (text_at(entry, {"name"}) == name) return entry;
  }
  return nothing;
}

}  // namespace

std::string text_of(const KubernetesPlace& place) {
  std::string text;
  for (const Field& field : kFields) {
    const std::string& value = place.*field.value;
    if (value.empty()) continue;
    text += (text.empty() ? "" : " ") + std::string(field.name) + "=" + escaped(value);
  }
  return text;
}

KubernetesPlace place_of(const std::string& text) {
  KubernetesPlace place;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = std::string_view(text).substr(begin, end - begin);
    begin = end + 1;
    for (const Field& field : kFields) {
      const bool is_it = word.starts_with(field.name) && word.size() > field.name.size() &&
                         word[field.name.size()] == '=';
      if (is_it) place.*field.value = unescaped(word.substr(field.name.size() + 1));
    }
  }
  return place;
}

// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
KubernetesPlace place_of_context(const std::string& printed, const std::string& chosen) {
  const Json config = Json::parse(printed, nullptr, false);
  KubernetesPlace place;
  place.context = chosen.empty() ? text_at(config, {"current-context"}) : chosen;
  if (place.context.empty()) return place;
  const Json& context = named(config, "contexts", place.context);
  place.name_space = text_at(context, {"context", "namespace"});
  if (place.name_space.empty()) place.name_space = "default";
  const Json& cluster = named(config, "clusters", text_at(context, {"context", "cluster"}));
  place.server = text_at(cluster, {"cluster", "server"});
  place.tls_server_name = text_at(cluster, {"cluster", "tls-server-name"});
  return place;
}

}  // namespace launch::submit
