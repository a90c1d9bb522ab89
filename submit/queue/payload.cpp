// What a queue keeps, written:
//   {"launch":1,"target":…,"digest":…,"run_id":…,"file":…,"label":…,"entrypoint":true,
//    "block":…,"build":…,"image":…, then one of
//    "argv":[TEXT…],"fields":[TEXT…],"environment":[{"name":…,"value":TEXT or null}…]
//    "documents":[…]
//    "operation":…,"body":…,
//    "marks":{POINTER:"d"…}}
// A mark says more of the value at a JSON Pointer (RFC 6901): "d", macros wait in the text; "j",
// they stand in JSON, so that what they are filled with is written as JSON has it; "c", the target
// put it there, nobody's file. Of a job whose image is built later, "launch" is 2, "build" says
// how, and "image" what was built.
#include "submit/queue/payload.h"

#include <nlohmann/json.hpp>

#include "compiler/build/kept.h"
#include "compiler/document/write_json.h"
#include "submit/queue/payload_marks.h"

namespace launch::queue {

std::string pointer_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    token += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
  }
  return token;
}

namespace {

class Writer {
 public:
  explicit Writer(const Spec& spec) : spec_(spec) {}

  std::string run(const Artifact& artifact, const PayloadFacts& facts) {
    // A process of the machine runs the code that is there.
    const bool builds = build::needs_build(spec_) && artifact.target != "local-process";
    out_ = std::string("{\"launch\":") + (builds ? "2" : "1");
    add_text("target", artifact.target);
    add_text("digest", facts.digest);
    add_text("run_id", facts.run_id);
    add_text("file", facts.file);
    add_text("label", facts.label);
    if (!spec_.entry.empty()) out_ += ",\"entrypoint\":true";
    if (facts.block.valid()) add_tree("block", facts.block);
    if (builds) add_tree("build", build::kept_of(spec_, artifact.target, arena_));
    std::visit([this](const auto& content) { add(content); }, artifact.content);
    return out_ + ",\"marks\":{" + marks_ + "}}";
  }

 private:
  void add_text(std::string_view key, std::string_view text) {
    out_ += ",\"" + std::string(key) + "\":" + json_string(text);
  }

  void add_tree(std::string_view key, const Node& node) {
    out_ += ",\"" + std::string(key) + "\":";
    append_json(out_, node, JsonStyle::Compact);
    mark_tree(node, "/" + std::string(key));
  }

  void add(const Argv& argv) {
    std::string fields;
    out_ += ",\"argv\":[";
    for (std::size_t i = 0; i < argv.words.size(); ++i) {
      const Word& word = argv.words[i];
      out_ += (i == 0 ? "" : ",") + json_string(word.node.as_string());
      fields += (i == 0 ? "" : ",") + json_string(word.field);
      mark(word.node.with_history(nullptr), "/argv/" + std::to_string(i));
    }
    out_ += "],\"fields\":[" + fields + "],\"environment\":[";
    for (std::size_t i = 0; i < argv.environment.size(); ++i) {
      const ProcessVariable& variable = argv.environment[i];
      out_ += (i == 0 ? "" : ",") + std::string("{\"name\":") + json_string(variable.name);
      const bool taken = variable.value.is_null();
      out_ += ",\"value\":" + (taken ? "null" : json_string(variable.value.as_string())) + "}";
      mark(variable.value.with_history(nullptr), "/environment/" + std::to_string(i) + "/value");
    }
    out_ += ']';
  }

  void add(const Manifest& manifest) {
    out_ += ",\"documents\":[";
    for (std::size_t i = 0; i < manifest.documents.size(); ++i) {
      if (i != 0) out_ += ',';
      append_json(out_, manifest.documents[i], JsonStyle::Compact);
      mark_tree(manifest.documents[i], "/documents/" + std::to_string(i));
    }
    out_ += ']';
  }

  void add(const Request& request) {
    add_text("operation", request.operation);
    add_tree("body", request.body);
  }

  void mark_tree(const Node& node, const std::string& pointer) {
    mark(node, pointer);
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      mark_tree(node.items()[i], pointer + "/" + std::to_string(i));
    }
    for (const Member& member : node.members()) {
      mark_tree(member.value, pointer + "/" + pointer_token(member.key));
    }
  }

  void mark(const Node& node, const std::string& pointer) {
    std::string marks;
    if (node.is_deferred()) marks += kDeferredMark;
    if (node.is_deferred() && is_json_of_a_map(node)) marks += kJsonMark;
    const bool completed =
        node.history() != nullptr && node.history()->action == Step::Action::Completed;
    if (completed) marks += kCompletedMark;
    if (marks.empty()) return;
    marks_ += (marks_.empty() ? "" : ",") + json_string(pointer) + ":" + json_string(marks);
  }

  // wandb_variables() writes maps as one text, which then stands where its map does; any other text
  // stands where a text does.
  bool is_json_of_a_map(const Node& text) const {
    const auto is_of = [&](const Node& map) {
      const Span a = map.span();
      const Span b = text.span();
      return !map.is_scalar() && a.source == b.source && a.begin == b.begin && a.end == b.end;
    };
    return is_of(spec_.hyperparameters) || is_of(spec_.files) || is_of(spec_.artifacts) ||
           is_of(spec_.input_artifacts);
  }

  const Spec& spec_;
  Arena arena_;
  std::string out_;
  std::string marks_;
};

}  // namespace

std::string write_payload(const Artifact& artifact, const Spec& spec, const PayloadFacts& facts) {
  return Writer(spec).run(artifact, facts);
}

std::string with_image(const std::string& payload, const std::string& image) {
  auto json = nlohmann::ordered_json::parse(payload);
  json["image"] = image;
  return json.dump();
}

}  // namespace launch::queue
