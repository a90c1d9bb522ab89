// A file as `launch validate --as kubernetes` reads it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "compiler/document/write_json.h"
#include "compiler/target/kubernetes/kubectl_yaml.h"

namespace launch::tests {

struct KubectlReading {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  std::vector<Document> written;
  std::vector<Node> documents;

  explicit KubectlReading(std::string text) {
    const TargetOptions options;
    const SourceId id = sources.add("test.yaml", std::move(text));
    written = read_yaml(id, sources, arena, diagnostics, {}, &kubernetes::kKubectlDialect);
    const TargetContext context{arena, sources, diagnostics, options};
    for (const Document& document : written) {
      documents.push_back(kubernetes::as_kubectl_reads(document.root, context));
    }
  }
  KubectlReading(const KubectlReading&) = delete;
  KubectlReading& operator=(const KubectlReading&) = delete;

  nlohmann::json json() const {
    nlohmann::json list = nlohmann::json::array();
    for (const Node& document : documents) {
      if (document.is_null()) continue;
      list.push_back(nlohmann::json::parse(write_json(document, JsonStyle::Compact)));
    }
    return list;
  }
  const Diagnostic* error() const {
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      if (diagnostic.severity == Severity::Error) return &diagnostic;
    }
    return nullptr;
  }
  std::string first_error() const {
    return error() == nullptr ? "" : std::string(error()->rule->id) + ": " + error()->message;
  }
};

}  // namespace launch::tests
