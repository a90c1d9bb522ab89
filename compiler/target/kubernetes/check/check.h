// The API server's semantic rules on create, one function an API object, called in the order of its
// fields. Types, unknown fields, closed sets of words and quantities' grammar come from the schema
// and are judged before (judge_schema.cpp); a value of the wrong type is passed over here.
//
// Each judges the object as it is after the server's defaulting, without changing it: what a
// default would fill in counts as given.
#pragma once

#include "compiler/target/field.h"

namespace launch::kubernetes {

// What around a pod decides what it may hold.
struct PodContext {
  bool in_job = false;  // the template of a Job: restart policy, labels that the server adds
};

// The object's own fields (check_job.cpp, check_cron_job.cpp).
void check_job(const Field& job);
void check_cron_job(const Field& cron_job);
// metadata of anything (check_metadata.cpp).
void check_metadata(const Field& metadata);
void check_labels(const Field& labels);
void check_annotations(const Field& annotations);
void check_label_selector(const Field& selector);  // check_selector.cpp

// A pod template: metadata and spec (check_pod.cpp), and what its parts are.
void check_pod_template(const Field& pod_template, const PodContext& context);
void check_pod_spec(const Field& spec, const PodContext& context);
void check_affinity(const Field& affinity);            // check_affinity.cpp
void check_tolerations(const Field& tolerations);      // check_scheduling.cpp
void check_topology_spread(const Field& constraints);  // check_scheduling.cpp
void check_pod_security_context(const Field& spec);    // check_security_context.cpp
void check_container_security_context(const Field& container, const Field& spec);

// containers, initContainers and ephemeralContainers, with all that is in them, and the resources
// and overhead of the pod as a whole (check_container.cpp; container.h has the parts).
void check_containers(const Field& spec, const PodContext& context);

// fieldRef and resourceFieldRef of a variable or of a file in a volume (check_downward.cpp).
enum class FieldRefUse : std::uint8_t { Environment, Volume };
void check_field_ref(const Field& ref, FieldRefUse use);
void check_resource_field_ref(const Field& ref, FieldRefUse use);

// volumes (check_volume.cpp), and their use in a container (check_mount.cpp).
void check_volumes(const Field& spec);
void check_mounts(const Field& container, const Field& spec);

}  // namespace launch::kubernetes
