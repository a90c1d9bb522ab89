#include "submit/state_folder.h"

namespace launch::submit {

std::string state_folder(const Variables& variables) {
  const auto value = [&](const char* name) -> std::string {
    const char* text = variables(name);
    return text == nullptr ? "" : text;
  };
  if (std::string own = value("LAUNCH_STATE_DIR"); !own.empty()) return own;
  if (const std::string state = value("XDG_STATE_HOME"); !state.empty()) return state + "/launch";
  const std::string home = value("HOME");
  return home.empty() ? "" : home + "/.local/state/launch";
}

}  // namespace launch::submit
