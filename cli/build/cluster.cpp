#include "cli/build/cluster.h"

#include <poll.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include "cli/build/published.h"
#include "compiler/build/gzip.h"
#include "compiler/build/judge_builder.h"
#include "compiler/diagnostic/render.h"
#include "compiler/document/write_yaml.h"
#include "compiler/spec/shell_words.h"
#include "submit/process.h"

namespace launch::cli {
namespace {

using Words = std::vector<std::string>;

// A build may wait for a node before its own limit of half an hour begins to count: as long as
// W&B's agent waits (wandb/sdk/launch/builder/kaniko_builder.py).
constexpr std::chrono::seconds kMostWait{3 * 1800};

std::string text_of(const Node& node) { return std::string(node.as_string()); }

const Manifest& manifest_of(const Image& image) { return std::get<Manifest>(image.call.content); }

std::string named(const Node& object, std::string_view field) {
  const Node* node = object.at(Path{"metadata", std::string(field)});
  return node == nullptr ? std::string() : text_of(*node);
}

// The store's own client, that puts the file there.
Words upload_words(const Image& image, const std::string& place, const std::string& file) {
  build::Store store;
  if (image.cluster.claim.valid() || build::check_store(place, &store)) return {};
  switch (store.kind) {
    case build::StoreKind::S3:
      return {"aws", "s3", "cp", "--only-show-errors", file, place};
    case build::StoreKind::Gcs:
      return {"gcloud", "storage", "cp", "--quiet", file, place};
    case build::StoreKind::Azure:
      break;
  }
  return {"az",
          "storage",
          "blob",
          "upload",
          "--auth-mode",
          "login",
          "--overwrite",
          "--output",
          "none",
          "--account-name",
          std::string(store.account),
          "--container-name",
          std::string(store.bucket),
          "--name",
          std::string(store.key),
          "--file",
          file};
}

Words receive_words(const Node& receiver, const std::string& name) {
  return {"kubectl",
          "exec",
          "--namespace",
          named(receiver, "namespace"),
          "--stdin",
          named(receiver, "name"),
          "--",
          "dd",
          "of=/context/" + name};
}

std::string shell_line_of(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + shell_quote(word);
  return line;
}

std::string apply_lines(const std::vector<Node>& documents) {
  return "kubectl apply --filename - <<'END_OF_OBJECTS'\n" + write_yaml_documents(documents) +
         "END_OF_OBJECTS\n";
}

// One build, step by step.
class Build {
 public:
  explicit Build(const InCluster& build)
      : image_(build.image),
        workspace_(build.workspace),
        input_{image_.plan, image_.cluster, image_.known, *build.run.arena, *build.run.sources},
        job_(manifest_of(image_).documents.back()),
        name_(named(job_, "name")),
        space_(named(job_, "namespace")),
        stop_(build.stop) {}

  BuildResult run() {
    const std::string state = state_of_job();
    if (state == "Complete" || is_in_registry()) return BuildResult::Already;
    if (state == "Failed") kubectl({"delete", "job", name_, "--wait=true"});
    if (state.empty() || state == "Failed") {
      hand_over_context();
      apply(manifest_of(image_).documents);
    }
    wait();
    return BuildResult::Built;
  }

 private:
  submit::Finished start(Words words, std::string input = {}) const {
    words.front() = workspace_.client(words.front());
    submit::Finished finished = submit::run({words, {}, std::move(input)});
    if (finished.how == submit::Finished::How::NotFound) {
      throw UnreachableError{words.front() + " cannot be run: is it installed?"};
    }
    return finished;
  }
  void must(const Words& words, const std::string& what, std::string input = {}) const {
    const submit::Finished finished = start(words, std::move(input));
    if (!finished.good()) throw UnreachableError{what + " failed: " + last_words(finished)};
  }
  static std::string last_words(const submit::Finished& finished) {
    std::string text = finished.err.empty() ? finished.out : finished.err;
    while (text.ends_with('\n')) text.pop_back();
    return text.empty() ? "it did not say why" : text;
  }

  submit::Finished kubectl(Words words) const {
    words.insert(words.begin(), {"kubectl", "--namespace", space_});
    return start(words);
  }
  void apply(const std::vector<Node>& documents) const {
    must({"kubectl", "apply", "--filename", "-"}, "kubectl apply", write_yaml_documents(documents));
  }

  // "Complete", "Failed", "Running"; empty: there is no such Job.
  std::string state_of_job() const {
    const submit::Finished asked =
        kubectl({"get", "job", name_, "--ignore-not-found", "--output",
                 "jsonpath=Job {.status.conditions[?(@.status==\"True\")].type}"});
    if (!asked.good()) {
      throw UnreachableError{"the cluster does not tell of the build: " + last_words(asked)};
    }
    if (asked.out.empty()) return {};
    for (const char* state : {"Complete", "Failed"}) {
      if (asked.out.find(state) != std::string::npos) return state;
    }
    return "Running";
  }

  // Only docker can be asked about any registry; where it is not, or is logged in as somebody else,
  // a build that finds all its layers in the cache is soon done.
  bool is_in_registry() const {
    const Published asked = ask_registry(workspace_.client("docker"), image_.name());
    return asked.answer == Published::Answer::Yes;
  }

  void hand_over_context() const {
    const bool mounts = image_.plan.builder.as_string() == "buildkit";
    const std::string archive = build::write_gzip(archive_of(image_, mounts));
    const std::string place = text_of(build::context_name(input_));
    if (image_.cluster.claim.valid()) return hand_to_claim(archive, place);
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "context.tar.gz").string();
    std::ofstream out(file, std::ios::binary);
    out << archive;
    out.close();
    if (!out) throw UnreachableError{file + " cannot be written"};
    must(upload_words(image_, place, file), "the upload to " + place);
  }

  void hand_to_claim(const std::string& archive, const std::string& place) const {
    const Node& receiver = image_.receiver;
    const std::string pod = named(receiver, "name");
    apply({receiver});
    try {
      const submit::Finished ready =
          kubectl({"wait", "--for=condition=Ready", "pod/" + pod, "--timeout=300s"});
      if (!ready.good()) {
        throw UnreachableError{"the pod that takes the context did not start: " +
                               last_words(ready)};
      }
      must(receive_words(receiver, place), "handing over the context", archive);
    } catch (...) {
      kubectl({"delete", "pod", pod, "--wait=false"});
      throw;
    }
    kubectl({"delete", "pod", pod, "--wait=false"});
  }

  void wait() const {
    const auto end = std::chrono::steady_clock::now() + kMostWait;
    std::chrono::milliseconds pause{200};
    for (std::string state = state_of_job(); state != "Complete"; state = state_of_job()) {
      if (state == "Failed") {
        const submit::Finished log =
            kubectl({"logs", "job/" + name_, "--all-containers", "--prefix", "--tail=100"});
        throw BuildError{image_.name() + " was not built\n" + (log.good() ? log.out : log.err)};
      }
      if (state.empty()) throw BuildError{"somebody deleted the build's Job " + name_};
      if (std::chrono::steady_clock::now() > end) {
        throw BuildError{image_.name() + " was not built: the Job " + name_ + " does not end"};
      }
      pollfd stop{stop_, POLLIN, 0};
      if (poll(&stop, 1, static_cast<int>(pause.count())) > 0)
        throw BuildError{"nobody waits any more for the build of " + image_.name()};
      pause = std::min(pause * 2, std::chrono::milliseconds(5000));
    }
  }

  const Image& image_;
  const Workspace& workspace_;
  build::ClusterInput input_;
  const Node& job_;
  std::string name_, space_;
  int stop_;
};

// What is said at its line where the job is compiled: of one that was queued, no file is here.
void refuse_plan(const InCluster& build) {
  Diagnostics found;
  const build::BuilderJudging judging{build.image.plan, build.image.cluster, *build.run.arena,
                                      *build.run.sources, found};
  build::judge_builder(judging);
  build::judge_lacking({{}, Severity::Error, Severity::Error}, judging);
  for (const Diagnostic& each : found.sorted()) {
    if (each.severity != Severity::Error) continue;
    throw UsageError{build.job + " needs an image made of its code: " + each.message};
  }
}

}  // namespace

void describe_in_cluster(const InCluster& build) {
  Image& image = build.image;
  refuse_plan(build);
  const build::ClusterInput input{image.plan, image.cluster, image.known, *build.run.arena,
                                  *build.run.sources};
  image.call = build::cluster_artifact(input);
  if (image.cluster.claim.valid()) image.receiver = build::context_receiver(input);
  image.context_place = text_of(build::context_name(input));
}

BuildResult build_in_cluster(const InCluster& build) { return Build(build).run(); }

std::string shell_of_cluster(const Image& image) {
  std::string out;
  const std::string file = "context.tar.gz";
  if (image.receiver.valid()) {
    const std::string in_namespace =
        "kubectl --namespace " + shell_quote(named(image.receiver, "namespace"));
    const std::string pod = shell_quote(named(image.receiver, "name"));
    out += apply_lines({image.receiver});
    out += in_namespace + " wait --for=condition=Ready pod/" + pod + " --timeout=300s\n";
    out += shell_line_of(receive_words(image.receiver, image.context_place)) + " < " + file + "\n";
    out += in_namespace + " delete pod " + pod + " --wait=false\n";
  } else {
    out += shell_line_of(upload_words(image, image.context_place, file)) + "\n";
  }
  const Node& job = manifest_of(image).documents.back();
  out += apply_lines(manifest_of(image).documents);
  return out + "kubectl --namespace " + shell_quote(named(job, "namespace")) +
         " wait --for=condition=Complete job/" + shell_quote(named(job, "name")) +
         " --timeout=1800s\n";
}

}  // namespace launch::cli
