#include "compiler/target/kubernetes/server_words.h"

#include <re2/re2.h>

#include <algorithm>

namespace launch::kubernetes {
namespace {

// Paths as k8s.io/apimachinery/pkg/util/validation/field prints them: a.b[0].c, a.b[key].
Path path_of(std::string_view text) {
  Path path;
  std::string step;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') {
      const std::size_t end = std::min(text.find(']', i), text.size());
      if (!step.empty()) path.push_back(std::move(step));
      step.clear();
      path.emplace_back(text.substr(i + 1, end - i - 1));
      i = end;
    } else if (text[i] == '.') {
      if (!step.empty()) path.push_back(std::move(step));
      step.clear();
    } else {
      step += text[i];
    }
  }
  if (!step.empty()) path.push_back(std::move(step));
  return path;
}

// The kinds of errors, in the words of that package's errors.go.
const RE2& field_pattern() {
  static const RE2 pattern(
      R"((?:^|[\[,*:]\s*)([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+|\[[^\]]*\])*): ()"
      R"((?:Invalid|Required|Unsupported|Duplicate) value|Forbidden|Not found|)"
      R"(Too long|Too many|Too few|Internal error|Invalid type))");
  return pattern;
}

// What RE2 takes and gives.
using Piece = re2::StringPiece;
Piece piece(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const Piece& piece) { return {piece.data(), piece.size()}; }

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \n,*") + 1 - begin);
}

using Complaints = std::vector<ServerComplaint>;

// [a: Invalid value: 1: why, b: …] in a line of `create`, or lines with bullets.
void add_invalid(std::string_view said, const std::string& kind, Complaints& complaints) {
  Piece rest = piece(said);
  Piece field;
  Piece what;
  std::vector<std::pair<std::string_view, const char*>> found;  // the field, and what is said of it
  while (RE2::FindAndConsume(&rest, field_pattern(), &field, &what)) {
    found.emplace_back(view(field), what.data());
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    const char* end = i + 1 < found.size() ? found[i + 1].first.data() : said.data() + said.size();
    const auto size = static_cast<std::size_t>(end - found[i].second);
    std::string_view message = trimmed({found[i].second, size});
    const bool closes = said.starts_with('[') && i + 1 == found.size() && message.ends_with("]");
    if (closes) message.remove_suffix(1);
    complaints.push_back({kind, path_of(found[i].first), true,
                          std::string(found[i].first) + ": " + std::string(message)});
  }
}

// unknown field "spec.backofLimit", duplicate field "…"
void add_strict(std::string_view said, const std::string& kind, Complaints& complaints) {
  static const RE2 pattern(R"re(((?:unknown|duplicate) field "([^"]+)"))re");
  Piece rest = piece(said);
  Piece whole;
  Piece field;
  while (RE2::FindAndConsume(&rest, pattern, &whole, &field)) {
    complaints.push_back({kind, path_of(view(field)), true, std::string(view(whole))});
  }
}

// json: cannot unmarshal string into Go struct field JobSpec.spec.backoffLimit of type int32
void add_typed(std::string_view said, const std::string& kind, Complaints& complaints) {
  static const RE2 pattern(
      R"(cannot unmarshal (\S+) into Go struct field [A-Za-z0-9]+\.(\S+) of type (\S+))");
  Piece rest = piece(said);
  std::string given;
  std::string field;
  std::string type;
  while (RE2::FindAndConsume(&rest, pattern, &given, &field, &type)) {
    complaints.push_back(
        {kind, path_of(field), false, field + ": " + given + " where " + type + " is expected"});
  }
}

// The node below, in any item of a list when no index says in which.
const Node* below(const Node& node, const std::string& step, bool has_indexes) {
  const std::string steps[] = {step};
  const Node* direct = node.at(steps);
  if (direct != nullptr || has_indexes) return direct;
  for (const Node& item : node.items()) {
    if (const Node* found = item.at(steps)) return found;
  }
  return nullptr;
}

bool is_written(const Node& node, const SourceMap& sources) {
  return node.valid() && sources.kind(node.span().source) == SourceMap::Kind::File;
}

// The innermost that a file says on the way to the field.
const Node* place_of(const ServerComplaint& complaint, const Node& document,
                     const SourceMap& sources) {
  const Node* node = &document;
  const Node* place = is_written(*node, sources) ? node : nullptr;
  for (const std::string& step : complaint.path) {
    node = below(*node, step, complaint.has_indexes);
    if (node == nullptr) break;
    if (is_written(*node, sources)) place = node;
  }
  return place;
}

const Node& document_of(const ServerComplaint& complaint, const Manifest& manifest) {
  for (const Node& document : manifest.documents) {
    const Node* kind = document.find("kind");
    if (kind != nullptr && kind->as_string() == complaint.kind) return document;
  }
  return manifest.documents.back();
}

}  // namespace

std::vector<ServerComplaint> server_complaints(std::string_view words) {
  static const RE2 invalid(
      R"((?s)(?:^|The |: )([A-Z][A-Za-z0-9]*)(?:\.[a-z0-9.]+)? "[^"]*" is invalid: (.*))");
  static const RE2 unread(
      R"(([A-Z][A-Za-z0-9]*) in version "[^"]*" cannot be handled as an? \S+: (.*))");
  Complaints complaints;
  // kubectl says one line an object, and one more a field where it makes a list of them.
  while (!words.empty()) {
    std::size_t end = words.find('\n');
    while (end != std::string_view::npos && words.substr(end + 1).starts_with("*"))
      end = words.find('\n', end + 1);
    const std::string_view said = words.substr(0, end);
    words.remove_prefix(std::min(said.size() + 1, words.size()));
    std::string kind;
    Piece rest;
    if (RE2::PartialMatch(piece(said), invalid, &kind, &rest)) {
      add_invalid(view(rest), kind, complaints);
    } else if (RE2::PartialMatch(piece(said), unread, &kind, &rest)) {
      add_strict(view(rest), kind, complaints);
      add_typed(view(rest), kind, complaints);
    }
  }
  return complaints;
}

std::vector<Blame> blames(const std::vector<ServerComplaint>& complaints, const Manifest& manifest,
                          const SourceMap& sources) {
  std::vector<Blame> all;
  for (const ServerComplaint& each : complaints) {
    const Node* place = place_of(each, document_of(each, manifest), sources);
    if (place == nullptr) return {};
    all.push_back({place->span(), each.message});
  }
  return all;
}

}  // namespace launch::kubernetes
