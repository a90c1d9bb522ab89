// What the editor asks about a place in an open document.
#pragma once

#include "cli/lsp/board.h"
#include "cli/lsp/judge.h"
#include "compiler/edit/offers.h"

namespace launch::cli {

// What a question is asked with.
struct Asked {
  const Json& params;
  const Documents& documents;
  const Workspace& workspace;
  const Board& board;
  Judge& judge;
  edit::Encoding encoding;
};

// One question: the document, and the place in it.
class Question {
 public:
  // Throws InvalidParams when the document is not open.
  explicit Question(const Asked& asked);

  // False for other people's YAML, about which launch has nothing to say.
  bool is_ours() const;

  Json hover();
  Json completion();
  Json definition();
  Json symbols() const;

 private:
  // A text that takes part in the job: the document, its bases, the queue.
  struct Part {
    std::string path;
    std::string text;
  };
  // A declaration of a template variable.
  struct Declared {
    std::size_t part;
    edit::Range name;
    std::string value;  // as written
  };

  std::uint32_t offset();
  DocumentKind kind() const;
  const std::vector<Part>& parts();
  void add_part(const std::string& path, const std::string& text);
  void add_named_by(const std::string& path, const std::string& text);
  std::map<std::string, Declared> variables();
  edit::Surroundings surroundings();
  std::vector<edit::Name> bases() const;

  std::string about_key(std::uint32_t entry) const;
  std::string about_value(std::uint32_t entry);
  std::string about_hole(std::uint32_t at);
  std::string explained_in(const std::string& path, edit::Range value, bool failing);
  Json location(const std::string& path, edit::Range range, const std::string& text) const;
  Json symbol(std::uint32_t entry, std::size_t depth) const;

  Asked asked_;
  const OpenDocument& document_;
  edit::Lines lines_;
  edit::Outline outline_;
  Places places_;
  std::vector<Part> parts_;
};

}  // namespace launch::cli
