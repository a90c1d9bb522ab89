// Whatever is in the editor: places are found in it, and what is offered fits into it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compiler/edit/fixes.h"
#include "compiler/edit/offers.h"

using namespace launch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
  const std::size_t at = (data[0] * 256U + data[1]) % (text.size() + 1);
  const edit::Outline outline = edit::outline_of(text);
  for (const edit::Entry& entry : outline.entries) {
    if (entry.key.end > text.size() || entry.value.end > text.size()) std::abort();
    if (entry.key.begin > entry.key.end || entry.value.begin > entry.value.end) std::abort();
  }
  edit::Surroundings around;
  around.variables = around.queues = around.bases = around.rules = {{"name", "about"}};
  around.kind = static_cast<DocumentKind>(data[0] % 5);
  for (const edit::Offer& offer : edit::offers_at(outline, at, around)) {
    if (offer.replaced.begin > offer.replaced.end || offer.replaced.end != at) std::abort();
  }
  edit::standing_at(outline, at);
  edit::hole_at(text, at);
  const auto place = static_cast<std::uint32_t>(at);
  const edit::Problem problem{{place, place}, "a/b", "\"x\" is wrong", "did you mean \"y\"?"};
  edit::replacement_for(outline, problem);
  const edit::Lines lines(text);
  edit::ignore_for(outline, lines, problem);
  for (const edit::Encoding encoding : {edit::Encoding::Utf16, edit::Encoding::Utf8}) {
    if (lines.offset_of(lines.place_of(at, encoding), encoding) > text.size()) std::abort();
  }
  return 0;
}
