// The texts that the editor has open; they count, and not what is on disk.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "cli/lsp/protocol.h"
#include "compiler/resolve/load.h"

namespace launch::cli {

struct OpenDocument {
  std::string uri;
  std::string path;  // as findings name it
  std::string text;
  Json version;
  bool is_yaml = true;  // as the client says, or its name
  // Made when first asked for; until the text changes.
  mutable std::shared_ptr<const ParsedFile> parsed;
};

class Documents {
 public:
  // Names of files become relative to `root`, an absolute path.
  explicit Documents(std::string root) : root_(std::move(root)) {}

  // Each takes the params of the notification of that name and returns the document's path; throws
  // InvalidParams.
  std::string open(const Json& params);
  std::string change(const Json& params, edit::Encoding encoding);
  std::string close(const Json& params);

  // By path, or by uri; null when it is not open.
  const OpenDocument* find(const std::string& path) const;
  const OpenDocument& by_uri(const std::string& uri) const;
  const std::map<std::string, OpenDocument>& all() const { return by_path_; }

  // As findings name the file of a uri: seen from the root, or the uri itself when it is no file.
  std::string path_of(const std::string& uri) const;
  std::string uri_of(const std::string& path) const;

 private:
  std::string root_;
  std::map<std::string, OpenDocument> by_path_;
};

}  // namespace launch::cli
