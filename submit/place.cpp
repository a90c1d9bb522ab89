#include "submit/place.h"

namespace launch::submit {

// Each value ends where the next name begins.
std::string_view value_of(std::string_view where, std::string_view name,
                          const std::vector<std::string_view>& names) {
  const std::string head = std::string(name) + "=";
  const std::size_t at = where.starts_with(head) ? 0 : where.find(" " + head);
  if (at == std::string_view::npos) return {};
  std::string_view value = where.substr(at + head.size() + (at == 0 ? 0 : 1));
  for (const std::string_view next : names) {
    value = value.substr(0, value.find(" " + std::string(next) + "="));
  }
  return value;
}

std::string text_of(const Place& place) {
  std::string text;
  for (const auto& [name, value] : place) {
    if (value.empty()) continue;
    text += (text.empty() ? "" : " ") + std::string(name) + "=" + value;
  }
  return text;
}

void append_place(Command& command, std::string_view where,
                  const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    const std::string_view value = value_of(where, name, names);
    if (value.empty()) continue;
    command.argv.push_back("--" + std::string(name) + "=" + std::string(value));
  }
}

}  // namespace launch::submit
