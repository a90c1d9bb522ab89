// The judge against recorded verdicts of real kube-apiservers, 1.36.3 and four older minors.
//
// The recordings are not part of the project: without the folder they lie in, named by
// LAUNCH_SHARED_DIR or beside the project, the test says so and passes.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/text.h"
#include "tests/catch.h"
#include "tests/document_checks.h"
#include "tests/shared_material.h"

namespace launch::tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// A text as `launch validate --as kubernetes` judges it.
class Judged {
 public:
  Judged(std::string text, std::string_view version) : reading_(std::move(text)) {
    const Target* target = find_target("kubernetes");
    const TargetOptions options{.kubernetes_version = version};
    for (const Document& document : reading_.documents) {
      target->judge(
          {document.root, {reading_.arena, reading_.sources, reading_.diagnostics, options}});
    }
  }

  bool refused() const { return reading_.diagnostics.has_errors(); }
  const Node& root() const { return reading_.documents.at(0).root; }
  std::size_t line(SourceId source, std::uint32_t at) const {
    return reading_.sources.position(source, at).line;
  }

  // The lines that findings speak of.
  std::set<std::size_t> lines() const {
    std::set<std::size_t> lines;
    for (const Diagnostic& found : reading_.diagnostics.all()) {
      lines.insert(line(found.span.source, found.span.begin));
      for (const Note& note : found.notes) lines.insert(line(note.span.source, note.span.begin));
    }
    return lines;
  }

  std::string findings() const {
    std::string text;
    for (const Diagnostic& found : reading_.diagnostics.sorted()) {
      text += "\n  ours " + std::to_string(line(found.span.source, found.span.begin)) + ": " +
              found.message + " [" + std::string(found.rule->id) + "]";
    }
    return text;
  }

 private:
  Reading reading_;
};

// The lines in which a finding about a field may stand.
struct Lines {
  std::size_t first;
  std::size_t last;
};

// The steps of metadata.ownerReferences[0].name or limits[nvidia.com/gpu].
std::vector<std::string> steps_of(const std::string& field) {
  std::vector<std::string> steps(1);
  bool bracket = false;
  for (const char c : field) {
    bracket = c == '[' || (bracket && c != ']');
    const bool separates = c == '[' || c == ']' || (c == '.' && !bracket);
    if (!separates) {
      steps.back() += c;
    } else if (!steps.back().empty()) {
      steps.emplace_back();
    }
  }
  if (steps.back().empty()) steps.pop_back();
  return steps;
}

// By name, as the server spells it here and there: HostPID, uID.
const Member* find_member(const Node& map, const std::string& name) {
  for (const Member& member : map.members()) {
    if (lower(member.key) == lower(name)) return &member;
  }
  return nullptr;
}

// Where the field stands that the server names: the lines of its value when it is written, also
// those inside, because the server names a map of labels where we name the label; the line of the
// nearest parent's name when it is absent. What the whole object lacks stands at its beginning.
Lines lines_of(const std::string& field, const Judged& judged) {
  const Node* node = &judged.root();
  const auto line = [&](Span span) { return judged.line(span.source, span.begin); };
  std::size_t first = line(node->span());
  for (const std::string& step : steps_of(field)) {
    const Node* child = nullptr;
    if (node->is_sequence()) {
      // Some of its messages leave the index out: any of the items then.
      if (!is_digit(step[0])) break;
      const std::size_t index = std::stoul(step);
      if (index >= node->size()) return {first, first};
      child = &node->items()[index];
      first = line(child->span());
    } else {
      const Member* member = find_member(*node, step);
      if (member == nullptr) return {first, first};
      child = &member->value;
      first = line(member->key_span);
    }
    node = child;
  }
  const Span span = node->span();
  return {first, std::max(first, judged.line(span.source, span.end))};
}

// Where a finding may stand as well when the server names `named`, or a field below it.
struct Elsewhere {
  std::string_view named;
  std::string_view written;
};
constexpr Elsewhere kElsewhere[] = {
    // Paths that no object has: slips of the server's, and of fields that it keeps elsewhere.
    {"spec.template.labels", "spec.template.metadata.labels"},
    {"spec.template.annotations", "spec.template.metadata.annotations"},
    {"overhead.limits", "overhead"},
    {"persistentDisk", "gcePersistentDisk"},
    {"downwarAPI", "downwardAPI"},
    {"securityContext.shareProcessNamespace", "shareProcessNamespace"},
    {"podAffinityTerm.namespace", "podAffinityTerm.namespaces"},
    {"operator", "value"},                // of a toleration
    {"resources", "resources.requests"},  // of a claim
    // The server completes an object before it judges it, and then says the same of the copy.
    {"serviceAccountName", "serviceAccount"},
    {"metadata.name", "metadata.generateName"},
    {"metadata.labels", "spec.template.metadata.labels"},  // when the Job has none of its own
    {"spec.template.labels", "metadata.name"},             // job-name
    // What follows from another mistake is not said.
    {"spec.template.metadata.labels", "spec.selector"},  // the server's own labels never match it
    {"spec.successPolicy", "spec.completionMode"},
    {"spec.template.spec.containers", "spec.template.spec.volumes"},  // "Not found"
};

// `field` as `elsewhere` has it; empty when that does not speak of it.
std::string written_as(const std::string& field, const Elsewhere& elsewhere) {
  const std::size_t at = field.find(elsewhere.named);
  const std::size_t end = at + elsewhere.named.size();
  if (at == std::string::npos || (at > 0 && field[at - 1] != '.')) return {};
  if (end < field.size() && field[end] != '.' && field[end] != '[') return {};
  // A mount does not find a volume that is wrong.
  if (elsewhere.written.ends_with("volumes")) {
    const bool mount = field.find(".volumeMounts[") != std::string::npos ||
                       field.find(".volumeDevices[") != std::string::npos;
    return mount && field.ends_with(".name") ? std::string(elsewhere.written) : std::string();
  }
  return std::string(field).replace(at, elsewhere.named.size(), elsewhere.written);
}

bool is_marked(const std::string& field, const Judged& judged, const std::set<std::size_t>& ours) {
  const Lines lines = lines_of(field, judged);
  const auto found = ours.lower_bound(lines.first);
  return found != ours.end() && *found <= lines.last;
}

// Fields that the server names and no finding of ours stands at.
std::vector<std::string> unmarked(const Json& fields, const Judged& judged) {
  const std::set<std::size_t> ours = judged.lines();
  std::vector<std::string> missing;
  for (const std::string field : fields) {
    const auto stands = [&](const Elsewhere& elsewhere) {
      const std::string written = written_as(field, elsewhere);
      return !written.empty() && is_marked(written, judged, ours);
    };
    if (is_marked(field, judged, ours)) continue;
    if (std::none_of(std::begin(kElsewhere), std::end(kElsewhere), stands))
      missing.push_back(field);
  }
  return missing;
}

// How an API server was started decides about privileged containers; here that is a warning.
bool depends_on_flags(const Json& messages) {
  return !messages.empty() && std::all_of(messages.begin(), messages.end(), [](const Json& one) {
    return one.get<std::string>().find("disallowed by cluster policy") != std::string::npos;
  });
}

struct Verdict {
  bool refused;
  std::string messages;
  Json fields = Json::array();  // of the newest version only
};

Verdict verdict_of(const Json& one, int minor) {
  const std::string version = "1." + std::to_string(minor);
  const bool newest = minor == kubernetes::known_minors().front();
  const Json& from =
      one.contains("older") && one["older"].contains(version) ? one["older"][version] : one;
  const Json messages = from.value("messages", Json::array());
  Verdict verdict{from["server"] != "accept" && !depends_on_flags(messages), version};
  for (const std::string message : messages) {
    verdict.messages += "\n  " + message;
  }
  if (newest && verdict.refused) verdict.fields = one.value("fields", Json::array());
  return verdict;
}

// What differs from the server; empty when nothing does.
std::string difference(const Json& one, const std::string& text, int minor) {
  const Verdict verdict = verdict_of(one, minor);
  const Judged judged(text, "1." + std::to_string(minor));
  if (judged.refused() != verdict.refused) {
    return (verdict.refused ? "accepted" : "refused") + (": " + verdict.messages) +
           judged.findings();
  }
  std::string missing;
  for (const std::string& field : unmarked(verdict.fields, judged)) missing += " " + field;
  if (missing.empty()) return {};
  return "no finding at" + missing + ": " + verdict.messages + judged.findings();
}

// Fails when more differ than are known to, and shows the first.
void check_at_most(std::size_t known, const std::vector<std::string>& differing) {
  std::string first;
  for (const std::string& differs : differing) {
    if (first.size() < 20'000) first += "\n@" + differs;
  }
  INFO(differing.size() << " verdicts differ:" << first);
  CHECK(differing.size() <= known);
}

}  // namespace

TEST_CASE("the kubernetes judge agrees with API servers of five minor versions") {
  std::vector<std::string> differing;
  for (const char* file : {"kubernetes-jobs.jsonl", "kubernetes-mutations.jsonl"}) {
    if (!is_there(shared_dir() / "cases" / file)) continue;
    std::ifstream lines(shared_dir() / "cases" / file);
    for (std::string line; std::getline(lines, line);) {
      const Json one = Json::parse(line);
      const std::string text = one["manifest"].dump(1) + "\n";
      for (const int minor : kubernetes::known_minors()) {
        const std::string differs = difference(one, text, minor);
        if (differs.empty()) continue;
        differing.push_back(one["name"].get<std::string>() + " 1." + std::to_string(minor) + " " +
                            differs);
      }
    }
  }
  check_at_most(0, differing);
}

TEST_CASE("the kubernetes judge agrees about real manifests") {
  const fs::path index = shared_dir() / "corpus" / "k8s-jobs.index.json";
  if (!is_there(index)) return;
  std::vector<std::string> differing;
  std::ifstream file(index);
  for (const Json& one : Json::parse(file)) {
    std::ifstream manifest(shared_dir() / "corpus" / one["file"].get<std::string>());
    std::stringstream text;
    text << manifest.rdbuf();
    const Judged judged(text.str(), {});
    if (judged.refused() == (one["server"] != "accept")) continue;
    differing.push_back(one["file"].get<std::string>() + " " + one["messages"].dump() +
                        judged.findings());
  }
  check_at_most(0, differing);
}

}  // namespace launch::tests
