#include <algorithm>
#include <map>
#include <set>

#include "compiler/build/kept.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/write_json.h"
#include "compiler/spec/deferred_text.h"
#include "submit/backend.h"
#include "submit/queue/payload.h"
#include "submit/queue/payload_marks.h"
#include "submit/queue/payload_slices.h"

namespace launch::queue {
namespace {

// Without it a run is W&B's offline; no job of the user's asked for it by name.
constexpr std::string_view kApiKey = "WANDB_API_KEY";

std::string text_at(const Node& node, std::string_view key) {
  const Node* value = node.find(key);
  return value == nullptr ? "" : std::string(value->as_string());
}

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What is written in JSON for the text, without the quotes.
std::string json_inside(std::string_view text) {
  std::string json;
  append_json_string(json, text, /*ascii_only=*/true);
  return json.substr(1, json.size() - 2);
}

class Reader {
 public:
  Reader(Order& order, const Variable& variable, const std::string& image)
      : order_(order), variable_(variable), image_(image) {}

  std::optional<PayloadError> run(const std::string& text) {
    const SourceId id = order_.sources->add("queue", text, SourceMap::Kind::File);
    Diagnostics diagnostics;
    const std::vector<Document> documents =
        read_yaml(id, *order_.sources, *order_.arena, diagnostics);
    if (documents.size() != 1 || diagnostics.has_errors()) return damaged("it is no JSON");
    const Node root = documents[0].root;
    const Node* format = root.find("launch");
    const std::optional<std::int64_t> number =
        format == nullptr || !format->is_number() ? std::nullopt : format->as_integer();
    if (!number) return damaged("it does not say which format it has");
    if (*number > kPayloadFormat) {
      return PayloadError{"it was queued by a newer launch, in format " + std::to_string(*number) +
                          ", and this one reads formats up to " + std::to_string(kPayloadFormat) +
                          ": bring the agent up to date"};
    }
    return read(root);
  }

 private:
  static PayloadError damaged(const std::string& why) {
    return {"what the queue holds of it cannot be read: " + why};
  }

  std::optional<PayloadError> read(const Node& root) {
    const std::string target = text_at(root, "target");
    const submit::Backend* backend = submit::find_backend(target);
    if (backend == nullptr) {
      return PayloadError{"this launch cannot submit to target " + quoted(target)};
    }
    if (const Node* marks = root.find("marks")) {
      for (const Member& mark : marks->members()) marks_[mark.key] = mark.value.as_string();
    }
    order_.facts = {text_at(root, "digest"),
                    text_at(root, "run_id"),
                    text_at(root, "file"),
                    text_at(root, "label"),
                    {}};
    order_.replaces_entrypoint = root.find("entrypoint") != nullptr;
    if (const Node* block = root.find("block")) order_.facts.block = filled(*block, "/block");
    if (const Node* build = root.find("build")) order_.build = as_it_was(*build, "/build");
    if (order_.build.valid() && !build::spec_of_kept(order_.build))
      return damaged("a part of what its image is made of is missing");
    order_.image = text_at(root, "image");
    order_.artifact.target = backend->target;
    if (!read_content(root) || order_.facts.digest.size() != kDigestLength)
      return damaged("a part of it is missing");
    const bool built_later = order_.build.valid() && image_.empty();
    if (missing_.empty() && (unbuilt_.empty() || built_later)) return std::nullopt;
    if (!unbuilt_.empty() && !built_later)
      return PayloadError{"nothing fills " + listed(unbuilt_) + ": its image was not built"};
    const bool one = missing_.size() == 1;
    return PayloadError{"environment variable" + std::string(one ? " " : "s ") + listed(missing_) +
                        (one ? " is" : " are") + " not set where the agent runs"};
  }

  bool read_content(const Node& root) {
    if (const Node* words = root.find("argv")) return read_argv(root, *words);
    if (const Node* documents = root.find("documents")) {
      Manifest manifest;
      for (std::size_t i = 0; i < documents->items().size(); ++i) {
        manifest.documents.push_back(
            filled(documents->items()[i], "/documents/" + std::to_string(i)));
      }
      const bool any = !manifest.documents.empty();
      order_.artifact.content = std::move(manifest);
      return any;
    }
    const Node* body = root.find("body");
    const Node* operation = root.find("operation");
    if (body == nullptr || operation == nullptr) return false;
    Node request = filled(*body, "/body");
    // The only place where variables are shorter than what they may be filled with.
    if (order_.artifact.target == "sagemaker")
      request = with_slices(request, "Environment", *order_.arena);
    order_.artifact.content = Request{operation->as_string(), request};
    return true;
  }

  bool read_argv(const Node& root, const Node& words) {
    const Node* fields = root.find("fields");
    const Node* environment = root.find("environment");
    if (fields == nullptr || environment == nullptr || fields->size() != words.size()) return false;
    Argv argv;
    for (std::size_t i = 0; i < words.items().size(); ++i) {
      argv.words.push_back(
          {filled(words.items()[i], "/argv/" + std::to_string(i)), fields->items()[i].as_string()});
    }
    for (std::size_t i = 0; i < environment->items().size(); ++i) {
      const Node* name = environment->items()[i].find("name");
      const Node* value = environment->items()[i].find("value");
      if (name == nullptr || value == nullptr) return false;
      if (value->is_null() && name->as_string() != kApiKey) look_up(name->as_string());
      argv.environment.push_back(
          {name->as_string(), filled(*value, "/environment/" + std::to_string(i) + "/value")});
    }
    order_.artifact.content = std::move(argv);
    return true;
  }

  std::string look_up(std::string_view name) {
    std::optional<std::string> value = variable_(name);
    if (!value) {
      missing_.emplace(name);
      return {};
    }
    order_.secret_variables.emplace_back(name);
    return *value;
  }

  // What is in it, each by `change`, which is given a pointer from the payload's root.
  template <class Change>
  Node rebuilt(const Node& node, const std::string& pointer, const Change& change) {
    if (node.is_sequence()) {
      std::vector<Node> items;
      for (std::size_t i = 0; i < node.items().size(); ++i)
        items.push_back(change(node.items()[i], pointer + "/" + std::to_string(i)));
      return Node::sequence(order_.arena->copy(std::span<const Node>(items)), node.span());
    }
    if (!node.is_mapping()) return node;
    std::vector<Member> members;
    for (const Member& member : node.members()) {
      members.push_back({member.key, member.key_span,
                         change(member.value, pointer + "/" + pointer_token(member.key))});
    }
    return Node::mapping(order_.arena->copy(std::span<const Member>(members)), node.span());
  }

  bool is_marked(const std::string& pointer, char mark) const {
    const auto marks = marks_.find(pointer);
    return marks != marks_.end() && marks->second.find(mark) != std::string_view::npos;
  }

  Node filled(const Node& node, const std::string& pointer) {
    Node result = rebuilt(node, pointer, [this](const Node& part, const std::string& place) {
      return filled(part, place);
    });
    const bool is_deferred = is_marked(pointer, kDeferredMark);
    if (is_deferred && node.is_string()) result = filled_text(node, is_marked(pointer, kJsonMark));
    // The place of an image that is built is launch's, the image itself is not.
    const bool is_image = is_deferred && node.is_string() && node.as_string() == "${image_uri}";
    if (is_marked(pointer, kCompletedMark) && !is_image) {
      result = result.with_step(*order_.arena,
                                {Step::Action::Completed, node.span(), "put there by the target"});
    }
    return result;
  }

  // What the image is made of is the same for everybody: nothing in it is filled.
  Node as_it_was(const Node& node, const std::string& pointer) {
    const Node result = rebuilt(node, pointer, [this](const Node& part, const std::string& place) {
      return as_it_was(part, place);
    });
    return is_marked(pointer, kDeferredMark) ? result.with_deferred() : result;
  }

  Node filled_text(const Node& node, bool in_json) {
    std::string text;
    bool secret = false;
    for (const Piece& piece : parse_deferred(node.as_string())) {
      if (piece.kind != Piece::Kind::Macro) {
        text += piece.text;
        continue;
      }
      const bool built_in =
          piece.text.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos;
      const std::string value = built_in ? image_for(piece.text) : look_up(piece.text);
      secret = secret || !built_in;
      text += in_json ? json_inside(value) : value;
    }
    return Node::string(order_.arena->copy(text), node.span()).with_secret(secret);
  }

  // What only a build tells.
  std::string image_for(std::string_view name) {
    if (name == "image_uri" && !image_.empty()) return image_;
    unbuilt_.emplace("${" + std::string(name) + "}");
    return {};
  }

  static constexpr std::size_t kDigestLength = 64;

  Order& order_;
  const Variable& variable_;
  const std::string& image_;
  std::map<std::string_view, std::string_view> marks_;
  std::set<std::string> missing_, unbuilt_;
};

}  // namespace

std::variant<Order, PayloadError> read_payload(const std::string& text, const Variable& variable,
                                               const std::string& image) {
  Order order;
  std::optional<PayloadError> error = Reader(order, variable, image).run(text);
  if (error) return *std::move(error);
  return order;
}

}  // namespace launch::queue
