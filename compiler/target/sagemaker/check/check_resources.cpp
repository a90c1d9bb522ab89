#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

// Of three ways to name instances exactly one.
void check_choice(const Field& request, const Field& config) {
  const Field ways[] = {config["InstanceType"], config["InstanceGroups"],
                        config["InstancePreferences"]};
  const Field* first = nullptr;
  for (const Field& way : ways) {
    if (way.empty()) continue;
    if (first == nullptr) {
      first = &way;
      continue;
    }
    way.report_key_with(kInstances,
                        std::string(way.key()) + " stands beside " + std::string(first->key()) +
                            ", and one says which instances run the job",
                        {{first->key_span(), "the other one"}}, "keep one of the two");
  }
  if (first == nullptr && request["ServerlessJobConfig"].absent()) {
    config.report(kInstances, "ResourceConfig does not say which instances run the job",
                  "set InstanceType and InstanceCount");
  }
}

void check_count(const Field& count) {
  if (count.unknown() || count.integer() != 0) return;
  count.report(kInstanceCount, "0 instances run nothing, expected 1 or more");
}

// InstanceType has its number beside it, groups have their own.
void check_counts(const Field& config) {
  const Field type = config["InstanceType"];
  const Field count = config["InstanceCount"];
  if (type.present()) {
    if (count.absent()) {
      count.report(kInstances, "ResourceConfig has InstanceType and no InstanceCount");
    }
    check_count(count);
  } else if (count.present() && count.integer() != 0 && !config["InstanceGroups"].empty()) {
    count.report_key_with(kInstances,
                          "InstanceCount stands beside InstanceGroups, which have theirs",
                          {{config["InstanceGroups"].key_span(), "the groups"}});
  }
  for (const Field& group : config["InstanceGroups"].items()) check_count(group["InstanceCount"]);
}

// The number of instances stands in every preference, or once beside the list.
void check_preferences(const Field& request, const Field& config) {
  const Field list = config["InstancePreferences"];
  if (list.empty()) return;
  check_unique(list, "InstanceType", "instance preferences");
  const Field count = config["InstanceCount"];
  for (const Field& preference : list.items()) {
    const Field own = preference["InstanceCount"];
    check_count(own);
    if (own.present() && count.present()) {
      own.report_key_with(kInstances, "InstanceCount stands here and in ResourceConfig",
                          {{count.key_span(), "the other one"}}, "keep one of the two");
    } else if (own.absent() && count.absent()) {
      own.report(kInstances, "InstanceCount stands neither here nor in ResourceConfig");
    }
  }
  const Field placement = config["InstancePlacementConfig"];
  if (placement.present()) {
    placement.report_key_with(kInstances, "InstancePlacementConfig does not go with preferences",
                              {{list.key_span(), "the preferences"}});
  }
  if (is_spot(request)) {
    request["EnableManagedSpotTraining"].report_with(
        kInstances, "spot training does not go with InstancePreferences", list, "the preferences");
  }
}

void check_read_only(const Field& config) {
  for (const char* key : {"SelectedInstanceType", "SelectedInstanceCount"}) {
    if (config[key].absent()) continue;
    config[key].report_key(kReadOnly, std::string(key) + " is what SageMaker tells of a job",
                           "remove it");
  }
}

void check_warm_pool(const Field& request, const Field& config) {
  const Field alive = config["KeepAlivePeriodInSeconds"];
  if (alive.integer().value_or(0) <= 0) return;
  if (is_spot(request)) {
    alive.report_key_with(kWarmPool, "instances of spot training cannot be kept alive",
                          {{request["EnableManagedSpotTraining"].span(), "spot training"}},
                          "remove one of the two");
  }
  if (!config["InstanceGroups"].empty()) {
    alive.report_key_with(kWarmPool, "a heterogeneous cluster cannot be kept alive",
                          {{config["InstanceGroups"].key_span(), "its groups"}},
                          "remove one of the two");
  }
}

}  // namespace

void check_resources(const Field& request) {
  const Field config = request["ResourceConfig"];
  if (!config.is_map()) return;
  check_choice(request, config);
  check_counts(config);
  check_preferences(request, config);
  check_unique(config["InstanceGroups"], "InstanceGroupName", "instance groups");
  check_read_only(config);
  check_warm_pool(request, config);
}

}  // namespace launch::sagemaker
