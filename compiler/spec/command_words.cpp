#include "compiler/spec/command_words.h"

#include <algorithm>

#include "compiler/document/template.h"
#include "compiler/spec/shell_words.h"
#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

// Blanks inside `{{ name }}` do not end a word: they are hidden from the splitter.
constexpr char kHidden = '\x01';

std::string with_hidden_blanks(std::string_view text) {
  std::string hidden(text);
  for (const Piece& piece : parse_template(text)) {
    if (piece.kind != Piece::Kind::Variable) continue;
    std::replace(hidden.begin() + piece.begin, hidden.begin() + piece.end, ' ', kHidden);
  }
  return hidden;
}

void report_split(const Node& text, const std::vector<ShellWord>& words,
                  const WordsContext& context) {
  constexpr std::size_t kShown = 8;
  std::string list;
  for (std::size_t i = 0; i < std::min(words.size(), kShown); ++i) {
    list += (i > 0 ? ", " : "") + quoted(words[i].text);
  }
  if (words.size() > kShown) list += ", …";
  context.diagnostics.report({&kSplitWords,
                              text.span(),
                              "a list of words is wanted; this string is read as [" + list + "]",
                              {},
                              "write the list"});
}

}  // namespace

Node as_words(const Node& text, const WordsContext& context) {
  if (!text.is_string()) return text;
  SplitText split = split_words(with_hidden_blanks(text.as_string()));
  if (split.open_quote) {
    const Span quote = sub_span(text, *split.open_quote, *split.open_quote + 1, context.sources);
    context.diagnostics.report({&kUnbalancedQuote, quote, "this quote is never closed"});
    return text;
  }
  std::vector<Node> nodes;
  for (ShellWord& word : split.words) {
    std::replace(word.text.begin(), word.text.end(), kHidden, ' ');
    nodes.push_back(Node::string(context.arena.copy(word.text),
                                 sub_span(text, word.begin, word.end, context.sources))
                        .with_history(text.history()));
  }
  if (nodes.size() > 1) report_split(text, split.words, context);
  return Node::sequence(context.arena.copy(std::span<const Node>(nodes)), text.span())
      .with_tag(text.tag())
      .with_history(text.history())
      .with_step(context.arena, {Step::Action::Split, text.span(), {}});
}

bool was_text(const Node& words) {
  for (const Step* step = words.history(); step != nullptr; step = step->previous) {
    if (step->action == Step::Action::Split) return true;
    if (step->action == Step::Action::Overrode) return false;
  }
  return false;
}

}  // namespace launch
