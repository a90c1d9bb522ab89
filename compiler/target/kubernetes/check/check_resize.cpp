// resizePolicy: whether a container restarts when its resources change.
//
// The server blames the whole list, and the findings stand there with a note at the item.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateResizePolicy
#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 2> kResources{"cpu", "memory"};
constexpr std::array<std::string_view, 2> kPolicies{"NotRequired", "RestartContainer"};

// False when something was wrong with it.
bool check_word(const Field& list, const Field& word, std::span<const std::string_view> allowed) {
  if (word.unknown() || (word.present() && !word.is_text())) return false;
  const std::string_view text = word.text_or_empty();
  if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return true;
  const std::vector<Note> here{{word.span(), "in this item"}};
  if (text.empty()) {
    list.report_key_with(kMissingField, word.name() + " is required, expected " + one_of(allowed),
                         here);
  } else {
    list.report_key_with(kUnsupportedValue,
                         word.name() + " is " + quoted(text) + ", expected " + one_of(allowed),
                         here, suggest(did_you_mean(text, allowed)));
  }
  return false;
}

bool pod_never_restarts(const PodView& pod) {
  return pod.spec()["restartPolicy"].text_or_empty() == "Never";
}

}  // namespace

void check_resize_policy(const Field& container, const PodView& pod) {
  const Field list = container["resizePolicy"];
  SeenNames resources;
  for (const Field item : list.items()) {
    if (!is_object(item)) continue;
    const Field resource = item["resourceName"];
    const Field policy = item["restartPolicy"];
    const std::string_view name = resource.text_or_empty();
    const Field* before = name.empty() ? nullptr : resources.add(name, item);
    if (before != nullptr) {
      item.report_with(kDuplicate, "two policies for " + quoted(name), *before, "the first one");
    }
    check_word(list, resource, kResources);
    if (check_word(list, policy, kPolicies) && pod_never_restarts(pod) &&
        policy.text_or_empty() != "NotRequired") {
      list.report_key_with(kForbiddenField,
                           policy.name() + " is " + quoted(policy.text_or_empty()) +
                               ", and the pod's restartPolicy is \"Never\": nothing restarts in it",
                           {{policy.span(), "in this item"}}, "write NotRequired");
    }
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateInitContainers, since
// 1.36
void check_init_resize_policy(const Field& container) {
  if (container.judgement().minor < kInitResizeSince) return;
  if (container["restartPolicy"].text_or_empty() == "Always") return;
  for (const Field item : container["resizePolicy"].items()) {
    const Field policy = item["restartPolicy"];
    if (policy.text_or_empty() != "RestartContainer") continue;
    policy.report(kForbiddenField,
                  policy.name() + " is \"RestartContainer\", and " + called(container) +
                      " runs to its end before the others start: it is not restarted",
                  "write NotRequired");
  }
}

}  // namespace launch::kubernetes
