// Findings for people: the form that editors and CI matchers know from gcc and actionlint.
#include <algorithm>

#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/render.h"

namespace launch {
namespace {

constexpr std::uint32_t kWidestLine = 100;  // columns of source text
constexpr std::uint32_t kWidestBefore =
    40;  // of these, at least kept before the caret of a cut line

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kGreen = "\x1b[1;32m";
constexpr std::string_view kPlain = "\x1b[0m";

// Cells first..last of a line.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

// As much of the line as fits, with the caret in it.
Window window_around(const std::vector<Cell>& cells, std::size_t caret) {
  Window window{caret, caret};
  std::uint32_t width = 0;
  const auto grow_left = [&](std::uint32_t limit) {
    while (window.first > 0 && width + cells[window.first - 1].width <= limit) {
      width += cells[--window.first].width;
    }
  };
  const auto grow_right = [&](std::uint32_t limit) {
    while (window.last < cells.size() && width + cells[window.last].width <= limit) {
      width += cells[window.last++].width;
    }
  };
  grow_left(kWidestBefore);
  grow_right(kWidestLine);
  grow_left(kWidestLine);
  return window;
}

class TextRenderer {
 public:
  explicit TextRenderer(bool colour) : colour_(colour) {}

  void finding(const Finding& finding) {
    const bool error = finding.severity == Severity::Error;
    place(finding.place);
    coloured(error ? kRed : kYellow, error ? "error:" : "warning:");
    out_ += " " + printable(finding.message) + " [" + std::string(finding.rule->id) + "]\n";
    if (finding.has_snippet) snippet(finding);
    for (const FindingNote& note : finding.notes) {
      out_ += "  note: ";
      place(note.place);
      out_ += printable(note.message) + "\n";
    }
    if (!finding.suggestion.empty()) out_ += "  help: " + printable(finding.suggestion) + "\n";
  }

  std::string take() { return std::move(out_); }

 private:
  void place(const Place& place) {
    out_ += printable(place.path);
    if (place.has_line) {
      out_ += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    }
    if (!place.path.empty()) out_ += ": ";
  }

  void coloured(std::string_view colour, std::string_view text) {
    if (colour_) out_ += colour;
    out_ += text;
    if (colour_) out_ += kPlain;
  }

  void snippet(const Finding& finding) {
    const Snippet& snippet = finding.snippet;
    const std::vector<Cell> cells = to_cells(snippet.text);
    const auto caret = static_cast<std::size_t>(std::count_if(
        cells.begin(), cells.end(), [&](const Cell& cell) { return cell.end <= snippet.begin; }));
    const Window window = window_around(cells, caret);
    const bool cut_before = snippet.cut_before || window.first > 0;
    const bool cut_after = snippet.cut_after || window.last < cells.size();

    std::string line = cut_before ? "…" : "";
    std::string before(cut_before ? 1 : 0, ' ');
    std::string underline;
    for (std::size_t i = window.first; i < window.last; ++i) {
      line += cells[i].text;
      if (i < caret) before.append(cells[i].width, ' ');
      if (i >= caret && cells[i].begin < snippet.end) underline.append(cells[i].width, '~');
    }
    if (cut_after) line += "…";
    if (underline.empty()) underline = "~";
    underline[0] = '^';

    const std::string number =
        finding.place.has_line ? std::to_string(finding.place.line) : std::string();
    out_ += " " + number + " |" + (line.empty() ? "" : " ") + line + "\n";
    out_ += " " + std::string(number.size(), ' ') + " | " + before;
    coloured(kGreen, underline);
    out_ += "\n";
  }

  std::string out_;
  bool colour_;
};

}  // namespace

std::string render_text(std::span<const Finding> findings, bool colour) {
  TextRenderer renderer(colour);
  for (const Finding& finding : findings) renderer.finding(finding);
  return renderer.take();
}

}  // namespace launch
