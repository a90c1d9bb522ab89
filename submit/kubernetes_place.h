// Where on Kubernetes something was created, so that it is found there again whatever the user's
// kubeconfig says by then.
#pragma once

#include <string>

namespace launch::submit {

struct KubernetesPlace {
  std::string context;          // empty inside a cluster, where no kubeconfig is
  std::string name_space;       // empty where kubectl's own default is meant
  std::string server;           // a context of the same name may lead elsewhere later
  std::string tls_server_name;  // kubectl forgets the kubeconfig's where it is told a server
  std::string kind;             // of the object, as kubectl takes it
};

// "kind=job.batch namespace=ml server=https://… context=prod". No value can be taken for another.
std::string text_of(const KubernetesPlace& place);
KubernetesPlace place_of(const std::string& text);

// A context of the configuration that `kubectl config view` printed as JSON; the current one when
// `context` is empty.
KubernetesPlace place_of_context(const std::string& printed, const std::string& context);

}  // namespace launch::submit
