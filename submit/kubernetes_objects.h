// What is created on Kubernetes for a job: what was rendered, under a name that only one can have,
// with the marks that it is found by.
#pragma once

#include <string>

#include "compiler/target/target.h"
#include "submit/submission.h"

namespace launch::submit {

// What selects all objects of a submission, for kubectl's --selector.
std::string kubernetes_selector(const Submission& submission);

// The kind as kubectl's commands take it: job.batch, pytorchjob.kubeflow.org, pod.
std::string kubernetes_kind(const Manifest& manifest);
// metadata.namespace of the job; empty when it says none.
std::string kubernetes_namespace(const Manifest& manifest);

// The name is the job's own, where it says one, and else made of the digest: the API server takes
// it once, however many ask.
std::string kubernetes_name(const Artifact& artifact, const Submission& submission);

// The job itself, as JSON.
std::string kubernetes_job(const Artifact& artifact, const Submission& submission);

// What stands beside it, such as a Secret with its variables, as a List; empty when nothing does.
// `submission.backend_id` is the job's uid: it owns them, and they go when it goes. They are
// created after it: pods wait for their Secrets.
std::string kubernetes_beside(const Artifact& artifact, const Submission& submission,
                              const std::string& job_namespace);

// All of it as one List, for a server that only judges.
std::string kubernetes_everything(const Artifact& artifact, const Submission& submission);

// Whether one of the objects says a namespace other than this.
bool leaves_namespace(const Manifest& manifest, const std::string& name);

// On the job, when something belongs beside it.
inline constexpr std::string_view kBesideAnnotation = "launch.beside";

}  // namespace launch::submit
