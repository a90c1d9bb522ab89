#include "compiler/page/listing_html.h"

#include <algorithm>

#include "compiler/document/write_json.h"
#include "compiler/page/html.h"

namespace launch::page {
namespace {

constexpr std::uint32_t kMostOfLine = 600;  // bytes

std::string source_id(std::size_t entry) { return "s" + std::to_string(entry); }

std::string_view css_of(Mark::Kind kind) {
  switch (kind) {
    case Mark::Kind::Set:
      return "set";
    case Mark::Kind::Filled:
      return "filled";
    case Mark::Kind::Lost:
      return "lost";
  }
  return {};
}

std::string_view verb_of(Mark::Kind kind) {
  switch (kind) {
    case Mark::Kind::Set:
      return "sets";
    case Mark::Kind::Filled:
      return "takes part in";
    case Mark::Kind::Lost:
      return "was overridden in";
  }
  return {};
}

std::string section_begin(const std::string& id, Owner owner, const std::string& name) {
  const OwnerWords words = words_of(owner);
  return "<section class=\"source " + std::string(words.css) + "\" aria-labelledby=\"" + id +
         "\"><h3 id=\"" + id + "\" tabindex=\"-1\"><span class=\"sign\" aria-hidden=\"true\">" +
         std::string(words.sign) + "</span> " + name + " <span class=\"label\">" +
         std::string(words.label) + "</span></h3>";
}

std::string entry_html(Owner owner, const std::string& id, const std::string& name,
                       std::size_t values) {
  const OwnerWords words = words_of(owner);
  return "<li class=\"" + std::string(words.css) + "\"><a href=\"#" + id +
         "\"><span class=\"sign\" aria-hidden=\"true\">" + std::string(words.sign) + "</span> " +
         name + "</a> <span class=\"label\">" + std::string(words.label) + ", sets " +
         std::to_string(values) + "</span></li>";
}

// The rest of a line that is too long is left out at a character's edge.
std::uint32_t shown_end(Span line, std::string_view text) {
  if (line.end - line.begin <= kMostOfLine) return line.end;
  std::uint32_t end = line.begin + kMostOfLine;
  while (end > line.begin && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

}  // namespace

std::string value_id(std::size_t number) { return "v" + std::to_string(number); }
std::string line_id(std::size_t entry, std::uint32_t line) {
  return source_id(entry) + "-" + std::to_string(line);
}
std::string built_in_id(std::size_t number) { return "b-" + std::to_string(number + 1); }

std::string link_to(const std::string& id, const std::string& words) {
  return id.empty() ? words : "<a class=\"place\" href=\"#" + id + "\">" + words + "</a>";
}

std::string finding_html(const Finding& finding, const Masks& masks, const std::string& place) {
  const bool error = finding.severity == Severity::Error;
  const std::string kind = error ? "error" : "warning";
  std::string out = "<span class=\"finding " + kind + "\">" + place + "<strong>" + kind +
                    ":</strong> " + escaped(masks.shown(finding.message)) + " <code>[" +
                    escaped(finding.rule->id) + "]</code>";
  if (!finding.suggestion.empty()) {
    out += " <span class=\"help\">" + escaped(masks.shown(finding.suggestion)) + "</span>";
  }
  return out + "</span>";
}

std::string ListingHtml::text(std::string_view raw) const {
  return escaped(context_.masks.shown(raw));
}
std::string ListingHtml::field(std::size_t value) const { return text(context_.fields[value]); }

std::string ListingHtml::layers(std::span<const Listed> listed, std::size_t built_in) const {
  std::string out;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    out += entry_html(listed[i].owner, source_id(i), text(listed[i].name), listed[i].values);
  }
  if (built_in > 0) out += entry_html(Owner::BuiltIn, "b", "launch", built_in);
  return out;
}

std::string ListingHtml::sources(std::span<const Listed> listed) const {
  std::string out;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const Listed& each = listed[i];
    out += section_begin(source_id(i), each.owner, text(each.name)) + "<ol class=\"listing\">";
    std::uint32_t next = 1;
    const auto gap = [&](std::uint32_t line) {
      if (line > next) {
        out += "<li class=\"gap\">" + std::to_string(line - next) + " lines are not shown</li>\n";
      }
    };
    for (const ListedLine& each_line : each.lines) {
      gap(each_line.number);
      next = each_line.number + 1;
      out += line(each_line, each, i);
    }
    gap(each.last_line + 1);
    out += "</ol></section>\n";
  }
  return out;
}

std::string ListingHtml::line(const ListedLine& line, const Listed& listed,
                              std::size_t entry) const {
  const std::string number = listed.has_lines ? std::to_string(line.number) : "";
  const bool any = !line.marks.empty() || !line.values.empty();
  std::string out = "<li class=\"line" + std::string(any ? " used" : "") + "\" id=\"" +
                    line_id(entry, line.number) + "\" tabindex=\"-1\"><span class=\"number\">" +
                    number + "</span><span class=\"what\"><code>" + code(line) + "</code>" +
                    uses(line);
  for (const Finding* finding : line.findings) out += finding_html(*finding, context_.masks);
  return out + "</span></li>\n";
}

namespace {

std::string mark_begin(const Mark& mark) {
  return "<a class=\"" + std::string(css_of(mark.kind)) + "\" href=\"#" + value_id(mark.value) +
         "\">";
}

// Where the text changes: marks and masks begin and end.
std::vector<std::uint32_t> edges_of(const ListedLine& line, std::span<const Span> masks,
                                    std::uint32_t end) {
  std::vector<std::uint32_t> edges{line.span.begin, end};
  const auto add = [&](Span part) {
    for (const std::uint32_t edge : {part.begin, part.end}) {
      if (edge > line.span.begin && edge < end) edges.push_back(edge);
    }
  };
  for (const Mark& mark : line.marks) add(mark.span);
  std::for_each(masks.begin(), masks.end(), add);
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace

// The line's text, its marks as links to the values they set, its secrets masked.
std::string ListingHtml::code(const ListedLine& line) const {
  const std::string_view whole = context_.sources.text(line.span.source);
  const std::uint32_t end = shown_end(line.span, whole);
  const std::vector<Span> masks = context_.masks.within(line.span);
  const std::vector<std::uint32_t> edges = edges_of(line, masks, end);
  const auto at = [](std::uint32_t place) {
    return [place](Span part) { return place >= part.begin && place < part.end; };
  };
  std::string out;
  auto mark = line.marks.begin();
  bool open = false;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const std::uint32_t begin = edges[i];
    if (!open && mark != line.marks.end() && mark->span.begin == begin) {
      out += mark_begin(*mark);
      open = true;
    }
    const auto mask = std::find_if(masks.begin(), masks.end(), at(begin));
    if (mask == masks.end()) {
      out += text(whole.substr(begin, edges[i + 1] - begin));
    } else if (begin == std::max(mask->begin, line.span.begin)) {
      out += kRedacted;
    }
    const bool closes = open && (edges[i + 1] >= mark->span.end || i + 2 == edges.size());
    if (!closes) continue;
    out += "<span class=\"sr\">, " + std::string(verb_of(mark->kind)) + " " + field(mark->value) +
           "</span></a>";
    open = false;
    ++mark;
  }
  if (end < line.span.end) {
    out +=
        "<span class=\"gap\"> … and " + std::to_string(line.span.end - end) + " bytes more</span>";
  }
  return out;
}

std::string ListingHtml::uses(const ListedLine& line) const {
  if (line.values.empty()) return {};
  const auto link = [&](std::size_t value) {
    return "<a href=\"#" + value_id(value) + "\">" + field(value) + "</a>";
  };
  if (line.values.size() == 1)
    return " <span class=\"uses\">sets " + link(line.values[0]) + "</span>";
  std::string out = " <details class=\"uses\"><summary>sets " + std::to_string(line.values.size()) +
                    " more<span class=\"sr\"> values, line " + std::to_string(line.number) +
                    "</span></summary><ul>";
  for (const std::size_t value : line.values) out += "<li>" + link(value) + "</li>";
  return out + "</ul></details>";
}

std::string ListingHtml::built_in(std::span<const BuiltInLine> lines) const {
  if (lines.empty()) return {};
  std::string out = section_begin("b", Owner::BuiltIn, "launch") + "<ol class=\"listing\">";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += "<li class=\"line used\" id=\"" + built_in_id(i) +
           "\" tabindex=\"-1\"><span class=\"number\"></span><span class=\"what\"><code>" +
           field(lines[i].value) + ": <a class=\"set\" href=\"#" + value_id(lines[i].value) +
           "\">" + escaped(lines[i].text) + "</a></code>";
    if (!lines[i].why.empty()) out += " <span class=\"why\">" + text(lines[i].why) + "</span>";
    out += "</span></li>\n";
  }
  return out + "</ol></section>\n";
}

}  // namespace launch::page
