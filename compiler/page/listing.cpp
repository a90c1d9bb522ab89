#include "compiler/page/listing.h"

#include <algorithm>
#include <limits>
#include <set>

namespace launch::page {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
// Of a longer text only what matters is shown, and what stands around it.
constexpr std::uint32_t kMostLines = 1000;
constexpr std::uint32_t kAround = 3;

Owner owner_of(Role role) {
  switch (role) {
    case Role::Defaults:
      return Owner::Workspace;
    case Role::Queue:
      return Owner::Queue;
    case Role::Base:
      return Owner::Base;
    case Role::Job:
      return Owner::Job;
    case Role::Flags:
      return Owner::Flag;
  }
  return Owner::Other;
}

Owner owner_without_layer(SourceMap::Kind kind) {
  switch (kind) {
    case SourceMap::Kind::Flag:
    case SourceMap::Kind::Environment:
      return Owner::Flag;
    case SourceMap::Kind::BuiltIn:
      return Owner::BuiltIn;
    default:
      return Owner::Other;
  }
}

std::vector<Span> lines_of(SourceId id, const SourceMap& sources) {
  const std::string_view text = sources.text(id);
  std::vector<Span> lines;
  for (std::uint32_t at = 0; at < text.size() || lines.empty();) {
    lines.push_back(sources.line(id, at));
    at = lines.back().end;
    const bool pair = at + 1 < text.size() && text[at] == '\r' && text[at + 1] == '\n';
    at += pair ? 2 : 1;
  }
  return lines;
}

bool begins_before(const Mark& a, const Mark& b) { return a.span.begin < b.span.begin; }

// Smaller parts say more than what holds them; what sets a value more than what only took part.
bool says_more(const Mark& a, const Mark& b) {
  const auto key = [](const Mark& mark) {
    return std::tuple(mark.span.end - mark.span.begin, mark.kind, mark.span.begin, mark.value);
  };
  return key(a) < key(b);
}

bool is_free(Span place, std::span<const Mark> taken) {
  return std::none_of(taken.begin(), taken.end(), [&](const Mark& other) {
    return place.begin < other.span.end && other.span.begin < place.end;
  });
}

// Draws what it can of the marks that begin in the line; of the rest, what is set is listed.
void place_marks(ListedLine& line, std::span<Mark> marks) {
  std::sort(marks.begin(), marks.end(), says_more);
  for (const Mark& mark : marks) {
    const bool in_line = mark.span.end <= line.span.end && mark.span.begin < mark.span.end;
    if (in_line && is_free(mark.span, line.marks)) {
      line.marks.push_back(mark);
    } else if (mark.kind == Mark::Kind::Set) {
      line.values.push_back(mark.value);
    }
  }
  std::sort(line.marks.begin(), line.marks.end(), begins_before);
  std::sort(line.values.begin(), line.values.end());
}

}  // namespace

OwnerWords words_of(Owner owner) {
  switch (owner) {
    case Owner::Flag:
      return {"flag", "◆", "command line"};
    case Owner::Job:
      return {"job", "■", "job"};
    case Owner::Base:
      return {"base", "●", "base"};
    case Owner::Queue:
      return {"queue", "▲", "queue"};
    case Owner::Workspace:
      return {"workspace", "✚", "workspace"};
    case Owner::BuiltIn:
      return {"built-in", "○", "built in"};
    case Owner::Other:
      return {"other", "□", "file"};
  }
  return {};
}

Listing::Listing(std::span<const Layer> layers, const SourceMap& sources) : sources_(sources) {
  std::vector<std::size_t> strength(sources.size(), 0);
  std::vector<Owner> owners;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    owners.push_back(owner_without_layer(sources.kind(static_cast<SourceId>(i))));
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto id = static_cast<std::size_t>(layers[i].root.span().source);
    owners[id] = owner_of(layers[i].role);
    strength[id] = i + 1;
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources.kind(static_cast<SourceId>(i)) != SourceMap::Kind::BuiltIn) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(owners[a], strength[b]) < std::pair(owners[b], strength[a]);
  });
  entry_of_.assign(sources.size(), kNone);
  std::map<std::tuple<std::string_view, std::string_view>, std::size_t> known;
  for (const std::size_t i : order) {
    const auto id = static_cast<SourceId>(i);
    const auto [entry, is_new] =
        known.try_emplace({sources.name(id), sources.text(id)}, entries_.size());
    entry_of_[i] = entry->second;
    if (!is_new) continue;
    Listed listed;
    listed.id = id;
    listed.name = sources.name(id);
    listed.owner = owners[i];
    listed.has_lines = sources.kind(id) == SourceMap::Kind::File;
    entries_.push_back(std::move(listed));
  }
  marks_.resize(entries_.size());
}

std::optional<std::size_t> Listing::entry(SourceId id) const {
  const auto index = static_cast<std::size_t>(id);
  if (index >= entry_of_.size() || entry_of_[index] == kNone) return std::nullopt;
  return entry_of_[index];
}

Owner Listing::owner(SourceId id) const {
  const std::optional<std::size_t> index = entry(id);
  return index ? entries_[*index].owner : Owner::BuiltIn;
}

void Listing::mark(Span place, Mark::Kind kind, std::size_t value) {
  const std::optional<std::size_t> index = entry(place.source);
  if (!index) return;
  marks_[*index].push_back({place, kind, value});
  if (kind == Mark::Kind::Set) ++entries_[*index].values;
}

void Listing::note(const Finding& finding) { findings_[finding.place.path].push_back(&finding); }

std::vector<Listed> Listing::take() {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::sort(marks_[i].begin(), marks_[i].end(), begins_before);
    fill(entries_[i], i);
  }
  return std::move(entries_);
}

void Listing::fill(Listed& listed, std::size_t index) {
  const std::vector<Span> lines = lines_of(listed.id, sources_);
  listed.last_line = static_cast<std::uint32_t>(lines.size());
  std::multimap<std::uint32_t, const Finding*> findings;
  const auto found = findings_.find(listed.name);
  if (found != findings_.end()) {
    for (const Finding* finding : found->second) {
      findings.emplace(finding->place.has_line ? finding->place.line : 1, finding);
    }
  }
  std::set<std::uint32_t> matter;
  for (const auto& [line, finding] : findings) matter.insert(line - 1);
  for (const Mark& mark : marks_[index]) {
    matter.insert(sources_.position(listed.id, mark.span.begin).line - 1);
  }
  auto next = marks_[index].begin();
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    const auto begin = next;
    while (next != marks_[index].end() && next->span.begin <= lines[i].end) ++next;
    const auto near = matter.lower_bound(i > kAround ? i - kAround : 0);
    const bool is_near = (near != matter.end() && *near <= i + kAround) || i < kAround;
    if (!is_near && lines.size() > kMostLines) continue;
    ListedLine line{i + 1, lines[i], {}, {}, {}};
    place_marks(line, {begin, next});
    const auto [first, last] = findings.equal_range(i + 1);
    for (auto each = first; each != last; ++each) line.findings.push_back(each->second);
    listed.lines.push_back(std::move(line));
  }
}

}  // namespace launch::page
