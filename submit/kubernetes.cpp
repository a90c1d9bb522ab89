#include "submit/kubernetes.h"

#include <algorithm>
#include <charconv>

#include "submit/kubernetes_objects.h"
#include "submit/kubernetes_place.h"
#include "submit/kubernetes_pods.h"
#include "submit/kubernetes_state.h"

namespace launch::submit {
namespace {

// Of each request that kubectl makes: a server that has not answered by then does not answer.
constexpr std::string_view kRequestTimeout = "--request-timeout=50s";

const Manifest& manifest_of(const Artifact& artifact) {
  return std::get<Manifest>(artifact.content);
}

// kubectl, told where to go.
Command kubectl(const std::string& client, const KubernetesPlace& place,
                std::initializer_list<std::string_view> words) {
  Command command{{client}, {}, {}};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  const std::pair<std::string_view, const std::string*> flags[] = {
      {"--context=", &place.context},
      {"--namespace=", &place.name_space},
      {"--server=", &place.server},
      {"--tls-server-name=", &place.tls_server_name}};
  for (const auto& [flag, value] : flags) {
    if (!value->empty()) command.argv.push_back(std::string(flag) + *value);
  }
  return command;
}

Command ask_where(const std::string& client) {
  return {{client, "config", "view", "--output=json"}, {}, {}};
}

// The block's `context` chooses one of the kubeconfig's; one that is not there is kubectl's to
// refuse, by its name.
std::string where(const Artifact& artifact, const Node& block, const Finished& asked) {
  const Manifest& manifest = manifest_of(artifact);
  const Node* chosen = block.find("context");
  const std::string context = chosen == nullptr ? "" : std::string(chosen->as_string());
  KubernetesPlace place = asked.good() ? place_of_context(asked.out, context) : KubernetesPlace{};
  if (!context.empty()) place.context = context;
  if (const std::string own = kubernetes_namespace(manifest); !own.empty()) place.name_space = own;
  place.kind = kubernetes_kind(manifest);
  return text_of(place);
}

Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  // A List has no uid: should anything but the one object be printed, it is not taken for one.
  Command command =
      kubectl(client, place_of(submission.where),
              {"create", "--filename=-", "--output=jsonpath={.metadata.uid}", kRequestTimeout});
  command.input = kubernetes_job(artifact, submission);
  return command;
}

bool is_uid(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
}

std::string created_id(const Finished& finished) {
  return is_uid(finished.out) ? finished.out : std::string();
}

std::optional<Command> create_beside(const Artifact& artifact, const Submission& submission,
                                     const std::string& client) {
  KubernetesPlace place = place_of(submission.where);
  std::string objects = kubernetes_beside(artifact, submission, place.name_space);
  if (objects.empty()) return std::nullopt;
  // kubectl wants all objects in the namespace that it is told.
  if (leaves_namespace(manifest_of(artifact), place.name_space)) place.name_space.clear();
  // What an earlier attempt has beside it, under names that the job knows, is this one's as well:
  // applied, it has both for owners, and goes with the last (server-side apply merges owners by
  // their uid: https://kubernetes.io/docs/reference/using-api/server-side-apply/).
  Command command =
      submission.attempt == 1
          ? kubectl(client, place, {"create", "--filename=-", "--output=name", kRequestTimeout})
          : kubectl(client, place,
                    {"apply", "--server-side", "--force-conflicts", "--filename=-", "--output=name",
                     "--field-manager=" + submission.name, kRequestTimeout});
  command.input = std::move(objects);
  return command;
}

// All of them are there when each that could not be created was there before.
bool is_beside(const Finished& finished) {
  if (finished.good()) return true;
  if (finished.how != Finished::How::Exited || finished.err.empty()) return false;
  for (std::size_t begin = 0; begin < finished.err.size();) {
    const std::size_t end = std::min(finished.err.find('\n', begin), finished.err.size());
    const std::string_view line = std::string_view(finished.err).substr(begin, end - begin);
    begin = end + 1;
    if (line.empty() || line.starts_with("Warning: ")) continue;
    if (!line.starts_with("Error from server (AlreadyExists): ")) return false;
  }
  return true;
}

// With --output=name: job.batch/unet.
bool names_object(const Finished& finished) { return finished.out.find('/') != std::string::npos; }

std::vector<Probe> dry_run(const Artifact& artifact, const Submission& submission,
                           const std::string& client) {
  KubernetesPlace place = place_of(submission.where);
  if (leaves_namespace(manifest_of(artifact), place.name_space)) place.name_space.clear();
  Command command =
      kubectl(client, place,
              {"create", "--dry-run=server", "--filename=-", "--output=name", kRequestTimeout});
  command.input = kubernetes_everything(artifact, submission);
  return {{std::move(command), "the API server takes it", {}, names_object}};
}

std::string selector(const Submission& submission) {
  return "--selector=" + kubernetes_selector(submission);
}

Command find(const Submission& submission, const std::string& client) {
  const KubernetesPlace place = place_of(submission.where);
  return kubectl(client, place,
                 {"get", place.kind, selector(submission), "--output=json", kRequestTimeout});
}

Found read_found(const Finished& finished) {
  const Json list = Json::parse(finished.out, nullptr, false);
  const Json& items = json_at(list, {"items"});
  Found found;
  found.understood = items.is_array();
  if (!found.understood || items.empty()) return found;
  found.backend_id = text_at(items.front(), {"metadata", "uid"});
  found.there = is_uid(found.backend_id);
  found.understood = found.there;
  found.may_lack_beside =
      !text_at(items.front(), {"metadata", "annotations", kBesideAnnotation}).empty();
  return found;
}

Command observe(const Submission& submission, const std::string& client) {
  const KubernetesPlace place = place_of(submission.where);
  const std::string kinds = place.kind == "pod" ? "pod" : place.kind + ",pod";
  return kubectl(client, place,
                 {"get", kinds, selector(submission), "--output=json", kRequestTimeout});
}

Observation read_observed(const Finished& finished) { return kubernetes_state(finished.out); }

// By its marks: should another object have the same name by now, that is left alone.
Command discard(const Submission& submission, const std::string& client) {
  const KubernetesPlace place = place_of(submission.where);
  return kubectl(client, place,
                 {"delete", place.kind, selector(submission), "--cascade=background",
                  "--ignore-not-found", "--wait=false", kRequestTimeout});
}

Command logs(const Submission& submission, const std::string& client, bool follow) {
  Command command = kubectl(client, place_of(submission.where),
                            {"logs", selector(submission), "--all-containers", "--prefix",
                             "--tail=-1", "--max-log-requests=1000"});
  // One pod that cannot be read yet must not end the reading of the others.
  if (follow) command.argv.insert(command.argv.end(), {"--follow", "--ignore-errors"});
  return command;
}

// In the foreground: it is gone when its pods are, which get the time that they asked for to end in
// (30 seconds unless they say otherwise).
Command cancel(const Submission& submission, const std::string& client) {
  const KubernetesPlace place = place_of(submission.where);
  return kubectl(client, place,
                 {"delete", place.kind, selector(submission), "--cascade=foreground",
                  "--ignore-not-found", "--wait=false", kRequestTimeout});
}

// kubectl exits with 1 whatever it is. A quota and an admission plugin refuse with "forbidden" as
// well; only RBAC speaks of the user.
Failure::Kind failure_kind(const Finished& finished) {
  if (says(finished.err, {"(Unauthorized)", "You must be logged in",
                          "asked for the client to provide credentials", "is forbidden: User ",
                          "getting credentials", "Error in configuration", "invalid configuration",
                          "Please enter",
                          // Where kubectl goes when it was never told of a cluster.
                          "localhost:8080"})) {
    return Failure::Kind::NoCredentials;
  }
  if (says(finished.err,
           {"Unable to connect to the server", "was refused - did you specify",
            "connection refused", "no such host", "i/o timeout", "TLS handshake timeout",
            "deadline exceeded", "request canceled", "connection reset", "connection lost",
            "unexpected EOF", "certificate signed by unknown authority", "timed out", "(Timeout)",
            "(ServerTimeout)", "(ServiceUnavailable)", "(TooManyRequests)", "(InternalError)"})) {
    return Failure::Kind::Unreachable;
  }
  return Failure::Kind::Refused;
}

// Nobody listened, or nobody was let in.
bool never_arrived(const Finished& finished) {
  return finished.how == Finished::How::Exited &&
         (failure_kind(finished) == Failure::Kind::NoCredentials ||
          says(finished.err,
               {"connection refused", "was refused - did you specify", "no such host"}));
}

}  // namespace

const Backend kKubernetes = {.target = "kubernetes",
                             .client = "kubectl",
                             .ask_where = ask_where,
                             .where_of_job = where,
                             .name = kubernetes_name,
                             .create = create,
                             .dry_run = dry_run,
                             .created_id = created_id,
                             .create_beside = create_beside,
                             .is_beside = is_beside,
                             .find = find,
                             .read_found = read_found,
                             .observe = observe,
                             .read_observed = read_observed,
                             .stops_soon = true,
                             .never_arrived = never_arrived,
                             .remove = discard,
                             .discard = discard,
                             .logs_need_start = true,
                             .logs = logs,
                             .cancel = cancel,
                             .failure_kind = failure_kind};

}  // namespace launch::submit
