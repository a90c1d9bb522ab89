#include "compiler/build/cluster_job.h"

#include "compiler/build/laid_over.h"

namespace launch::build {
namespace {

// Kubernetes takes $(NAME) in arguments for a variable and $$ for a dollar sign
// (https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container);
// docker takes neither.
Node literal(const Node& node, Arena& arena) {
  const std::string_view text = node.as_string();
  if (node.is_deferred() || text.find('$') == std::string_view::npos) return node;
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool special =
        text[i] == '$' && i + 1 < text.size() && (text[i + 1] == '(' || text[i + 1] == '$');
    if (special) escaped += '$';
    escaped += text[i];
  }
  return Node::string(arena.copy(escaped), node.span())
      .with_history(node.history())
      .with_secret(node.is_secret());
}

}  // namespace

ClusterJob::ClusterJob(const ClusterInput& input)
    : input_(input),
      parts_(input.arena, input.sources),
      registry_(parse_image_name(input.plan.destination.as_string())) {
  // The claim is nearer: where both are given nothing has to be uploaded to a cloud.
  if (settings().claim.valid()) return;
  if (!check_store(settings().store.as_string(), &store_parts_)) store_ = store_parts_.kind;
}

Node ClusterJob::tag() const {
  if (!input_.known.tag.empty()) return parts_.text(input_.known.tag, "made of what goes into it");
  return parts_.text("${image_tag}", "made of what goes into it").with_deferred();
}

Node ClusterJob::image() const {
  // registry.example.com/x of https://registry.example.com/x, which no builder takes.
  const Node& to = plan().destination;
  const Node name = Node::string(registry_.name, to.span()).with_history(to.history());
  return parts_.joined(name, ":", tag());
}

Node ClusterJob::dockerfile() const {
  if (!input_.known.dockerfile.empty()) {
    return parts_.text(input_.known.dockerfile, "its place in the context");
  }
  if (plan().dockerfile.valid()) return plan().dockerfile;
  return parts_.text(kWrittenDockerfile, "launch writes it").with_deferred();
}

Node ClusterJob::region() const {
  if (registry_.kind == RegistryKind::Ecr) {
    const Node& to = plan().destination;
    return Node::string(registry_.region, to.span()).with_history(to.history());
  }
  return settings().region;
}

std::vector<Node> ClusterJob::of_docker(std::string_view flag) const {
  const Artifact docker = build_artifact(plan(), input_.known, input_.arena, input_.sources);
  const std::vector<Word>& words = std::get<Argv>(docker.content).words;
  std::vector<Node> values;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i].node.as_string() == flag) values.push_back(literal(words[++i].node, input_.arena));
  }
  return values;
}

Node ClusterJob::metadata(std::string_view kind) const {
  Node start = settings().job_name;
  if (!start.valid()) start = parts_.text("wandb-launch-container-build", "W&B Launch's default");
  Node name = parts_.joined(start, "-", tag());
  if (!kind.empty()) name = parts_.around("", name, std::string("-") + std::string(kind));
  Node space = settings().build_namespace;
  if (!space.valid()) space = parts_.text("wandb", "W&B Launch's default");
  return parts_.map(
      {{"name", name},
       {"namespace", space},
       {"labels", parts_.map({{"wandb", parts_.text("launch", "tells builds by W&B Launch")}})}});
}

Node ClusterJob::job(const Node& pod, const Node& pod_labels) const {
  const Node labels = pod_labels.valid()
                          ? pod_labels
                          : parts_.map({{"wandb", parts_.text("launch", "as the Job")}});
  const Node ours = parts_.map(
      {{"apiVersion", parts_.text("batch/v1", "a Job")},
       {"kind", parts_.text("Job", "builds once")},
       {"metadata", metadata()},
       {"spec",
        parts_.map({{"backoffLimit", parts_.number("0", "a build that failed fails again")},
                    {"activeDeadlineSeconds", parts_.number("1800", "W&B Launch's default")},
                    {"ttlSecondsAfterFinished",
                     parts_.number("86400", "a day, so that its log can be read")},
                    {"template", parts_.map({{"metadata", parts_.map({{"labels", labels}})},
                                             {"spec", pod}})}})}});
  return laid_over(ours, settings().config, input_.arena);
}

Node ClusterJob::mount(std::string_view volume, std::string_view path, const Node& sub) const {
  return parts_.map({{"name", parts_.text(volume, "a volume of the build")},
                     {"mountPath", parts_.text(path, "where the builder looks for it")},
                     {"subPath", sub}});
}

Node ClusterJob::claim_volume() const {
  if (!settings().claim.valid()) return {};
  return parts_.map({{"name", parts_.text("context", "holds the build context")},
                     {"persistentVolumeClaim", parts_.map({{"claimName", settings().claim}})}});
}

Node ClusterJob::secret_volume(std::string_view volume, std::string_view file) const {
  const Node item = parts_.map(
      {{"key", settings().secret_key}, {"path", parts_.text(file, "the name that is looked for")}});
  return parts_.map({{"name", parts_.text(volume, "holds the credentials")},
                     {"secret", parts_.map({{"secretName", settings().secret_name},
                                            {"items", parts_.list({item})}})}});
}

Node ClusterJob::secret_variable(std::string_view name) const {
  const Node from = parts_.map({{"name", settings().secret_name}, {"key", settings().secret_key}});
  return parts_.map({{"name", parts_.text(name, "a credential of the build")},
                     {"valueFrom", parts_.map({{"secretKeyRef", from}})}});
}

}  // namespace launch::build
