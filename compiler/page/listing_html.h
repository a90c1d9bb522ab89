// Listings as HTML, and the ids by which values and lines find each other.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/page/listing.h"

namespace launch::page {

std::string value_id(std::size_t number);
std::string line_id(std::size_t entry, std::uint32_t line);
std::string built_in_id(std::size_t number);
// A link, or only the words where there is nothing to link to. `words` is HTML.
std::string link_to(const std::string& id, const std::string& words);
// `place` is HTML that stands before the words.
std::string finding_html(const Finding& finding, const Masks& masks, const std::string& place = {});

// What launch itself puts in has no text; this stands for it.
struct BuiltInLine {
  std::size_t value;
  std::string text;  // secrets masked
  std::string why;
};

struct ListingContext {
  const Masks& masks;
  const SourceMap& sources;
  const std::vector<std::string>& fields;  // names of the rendered values, by their number
};

class ListingHtml {
 public:
  explicit ListingHtml(ListingContext context) : context_(context) {}

  // Who takes part, with links to their texts.
  std::string layers(std::span<const Listed> listed, std::size_t built_in) const;
  std::string sources(std::span<const Listed> listed) const;
  std::string built_in(std::span<const BuiltInLine> lines) const;

 private:
  std::string line(const ListedLine& line, const Listed& listed, std::size_t entry) const;
  std::string code(const ListedLine& line) const;
  std::string uses(const ListedLine& line) const;
  std::string text(std::string_view raw) const;
  std::string field(std::size_t value) const;

  ListingContext context_;
};

}  // namespace launch::page
