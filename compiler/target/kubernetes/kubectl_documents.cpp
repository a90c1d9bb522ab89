#include "compiler/target/kubernetes/kubectl_documents.h"

#include "compiler/target/kubernetes/yaml_rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::string_view kDashes = "---";

// Lines end at line feeds, as they do for kubectl.
class Marks {
 public:
  Marks(Span root, const TargetContext& context)
      : root_(root), context_(context), text_(context.sources.text(root.source)) {}

  // Walks back from the document over all that belongs to it and holds no value.
  void check_before() {
    std::size_t at = line_begin(root_.begin);
    bool passed = check_line(at, text_.substr(at, root_.begin - at));
    std::optional<Span> directive;
    while (passed && at > 0) {
      at = line_begin(at - 1);
      const std::string_view line = line_at(at);
      if (line.starts_with('%')) directive = span(at, line.size());
      passed = check_line(at, line) || line.starts_with('%');
    }
    // Behind another document it is part of the piece before, and read by nobody.
    if (directive && passed) {
      report(*directive, "kubectl refuses a file with such a line", "take it away");
    }
  }

  // No line inside a document may look like a mark.
  void check_inside() {
    for (std::size_t at = text_.find("\n---", root_.begin); at < root_.end;
         at = text_.find("\n---", at + 1)) {
      check_line(at + 1, line_at(at + 1));
    }
  }

 private:
  std::size_t line_begin(std::size_t at) const {
    if (at == 0) return 0;
    const std::size_t feed = text_.rfind('\n', at - 1);
    return feed == std::string_view::npos ? 0 : feed + 1;
  }
  std::string_view line_at(std::size_t begin) const {
    return text_.substr(begin, text_.find('\n', begin) - begin);
  }
  Span span(std::size_t begin, std::size_t size) const {
    const auto at = static_cast<std::uint32_t>(begin);
    return {root_.source, at, at + static_cast<std::uint32_t>(size)};
  }

  // True when no value stands in the line: it is dashes, blank, a comment or properties.
  bool check_line(std::size_t begin, std::string_view line) {
    if (const std::size_t hidden = line.find("\r---"); hidden != std::string_view::npos) {
      report(span(begin + hidden + 1, kDashes.size()), "kubectl does not read past these dashes",
             "end lines with line feeds");
    }
    const bool dashes = line_at(begin).starts_with(kDashes);
    const std::string_view whole = dashes ? line_at(begin) : line;
    const std::size_t first = whole.find_first_not_of(" \t\r", dashes ? kDashes.size() : 0);
    const char next = first == std::string_view::npos ? '#' : whole[first];
    if (!dashes) return next == '#' || next == '&' || next == '!';
    if (next != '#') {
      report(span(begin, kDashes.size()), "kubectl takes nothing but a comment behind these dashes",
             "put what follows on a line of its own");
    }
    return true;
  }

  void report(Span at, std::string message, std::string suggestion) {
    context_.diagnostics.report(
        {&kYamlDocumentMark, at, std::move(message), {}, std::move(suggestion)});
  }

  Span root_;
  const TargetContext& context_;
  std::string_view text_;
};

}  // namespace

void check_document_marks(Span root, const TargetContext& context) {
  Marks marks(root, context);
  marks.check_before();
  marks.check_inside();
}

}  // namespace launch::kubernetes
