// What a probe or hook does: exec, httpGet, tcpSocket, grpc or sleep.
#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// In the order in which the server looks: the first one that is there counts.
constexpr std::array<std::string_view, 4> kProbeHandlers{"exec", "httpGet", "tcpSocket", "grpc"};
constexpr std::array<std::string_view, 4> kHookHandlers{"exec", "httpGet", "tcpSocket", "sleep"};
constexpr std::array<std::string_view, 2> kSchemes{"HTTP", "HTTPS"};
constexpr std::int64_t kMostPort = 65535;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidatePortNumOrName
void check_port(const Field& port) {
  if (port.absent()) {
    port.report(kMissingField, port.name() + " is required, expected 1 to 65535 or a port's name");
  } else if (!port.is_text()) {
    check_range(port, 1, kMostPort);
  } else if (!port.unknown() && all_digits(port.text_or_empty())) {
    port.report(kBadFormat,
                port.name() + " is the text " + quoted(port.text_or_empty()) +
                    ", and a text is the name of a port",
                "write the number without quotes");
  } else {
    port.report(kBadFormat, check_port_name(port.text_or_empty()));
  }
}

// The server blames the whole list; the note tells which item.
void check_headers(const Field& list) {
  for (const Field header : list.items()) {
    if (!is_object(header)) continue;
    const Field name = header["name"];
    if (name.unknown() || (name.present() && !name.is_text())) continue;
    const Check trouble = check_header_name(name.text_or_empty());
    if (trouble) list.report_key_with(kBadFormat, trouble->message, {{header.span(), "this item"}});
  }
}

// path and scheme have defaults (SetDefaults_HTTPGetAction, pkg/apis/core/v1/defaults.go).
void check_http(const Field& http) {
  check_port(http["port"]);
  check_choice(http["scheme"], kSchemes);
  check_headers(http["httpHeaders"]);
}

void check_grpc(const Field& grpc) {
  const Field port = grpc["port"];
  if (port.absent()) {
    port.report(kMissingField, port.name() + " is required, expected 1 to 65535");
  } else {
    check_range(port, 1, kMostPort);
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateSleepAction
void check_sleep(const Field& sleep, const PodView& pod) {
  const Field seconds = sleep["seconds"];
  const std::optional<std::int64_t> most = pod.grace_period();
  if (!most || (seconds.present() && !seconds.integer())) return;
  const std::int64_t least = pod.minor() >= kZeroSleepSince ? 0 : 1;
  const std::int64_t number = seconds.integer().value_or(0);
  if (number >= least && number <= *most) return;
  sleep.report_key_with(kOutOfRange,
                        seconds.name() + " is " + std::to_string(number) + ", expected " +
                            std::to_string(least) + " to terminationGracePeriodSeconds, " +
                            std::to_string(*most),
                        {{seconds.span(), "this number"}});
}

// The one handler to look into; reports none and several.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateHandler
std::optional<Field> only_handler(const Field& owner, std::span<const std::string_view> kinds) {
  std::optional<Field> first;
  bool any = false;  // also of a wrong type, which has been said
  for (const std::string_view kind : kinds) {
    const Field handler = owner[kind];
    if (handler.absent()) continue;
    if (any) {
      handler.report_key(kOneOf,
                         owner.name() + " has several handlers, expected one of " + one_of(kinds));
    } else if (handler.is_map()) {
      first = handler;
    }
    any = true;
  }
  if (!any) {
    owner.report_key(kOneOf, owner.name() + " has no handler, expected one of " + one_of(kinds));
  }
  return first;
}

void check_action(const Field& action) {
  const std::string_view kind = action.key();
  if (kind == "exec") require_content(action["command"]);
  if (kind == "httpGet") check_http(action);
  if (kind == "tcpSocket") check_port(action["port"]);
  if (kind == "grpc") check_grpc(action);
}

void check_hook(const Field& hook, const PodView& pod) {
  if (!hook.is_map()) return;
  const std::optional<Field> action = only_handler(hook, kHookHandlers);
  if (!action) return;
  action->key() == "sleep" ? check_sleep(*action, pod) : check_action(*action);
}

}  // namespace

void check_probe_handler(const Field& probe) {
  if (const std::optional<Field> action = only_handler(probe, kProbeHandlers)) {
    check_action(*action);
  }
}

// stopSignal is never judged: no version heeds it by default (feature gate ContainerStopSignals).
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateLifecycle
void check_lifecycle(const Field& lifecycle, const PodView& pod) {
  check_hook(lifecycle["postStart"], pod);
  check_hook(lifecycle["preStop"], pod);
}

}  // namespace launch::kubernetes
