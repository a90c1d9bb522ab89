#include "compiler/build/context.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "compiler/document/sha256.h"

namespace launch::build {
namespace {

constexpr std::size_t kBlock = 512;

// The header of ustar (POSIX.1-2001, pax: "ustar Interchange Format").
struct Header {
  std::array<char, 100> name{};
  std::array<char, 8> mode{}, uid{}, gid{};
  std::array<char, 12> size{}, time{};
  std::array<char, 8> checksum{};
  char type = '0';
  std::array<char, 100> link{};
  std::array<char, 8> magic{'u', 's', 't', 'a', 'r', '\0', '0', '0'};
  std::array<char, 32> user{}, group{};
  std::array<char, 8> major{}, minor{};
  std::array<char, 155> prefix{};
  std::array<char, 12> padding{};
};
static_assert(sizeof(Header) == kBlock);

// Octal digits that fill the field but for its last byte.
template <std::size_t N>
void put_number(std::array<char, N>& field, std::uint64_t value) {
  for (std::size_t i = N - 1; i-- > 0; value >>= 3U) {
    field.at(i) = static_cast<char>('0' + (value & 7U));
  }
}

template <std::size_t N>
void put_text(std::array<char, N>& field, std::string_view text) {
  std::memcpy(field.data(), text.data(), std::min(N, text.size()));
}

void append_padded(std::string& out, std::string_view content) {
  out += content;
  out.append((kBlock - content.size() % kBlock) % kBlock, '\0');
}

void append_header(std::string& out, Header header) {
  header.checksum.fill(' ');
  std::array<unsigned char, kBlock> bytes{};
  std::memcpy(bytes.data(), &header, kBlock);
  std::uint64_t sum = 0;
  for (const unsigned char byte : bytes) sum += byte;
  std::array<char, 7> digits{};
  put_number(digits, sum);
  std::memcpy(header.checksum.data(), digits.data(), digits.size());
  out.append(reinterpret_cast<const char*>(&header), kBlock);
}

// "LENGTH KEY=VALUE\n", where LENGTH counts itself.
std::string pax_record(std::string_view key, std::string_view value) {
  const std::size_t rest = key.size() + value.size() + 3;
  std::size_t length = rest + 1;
  while (std::to_string(length).size() + rest != length) ++length;
  return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

Header plain_header(std::string_view name, char type, std::uint64_t size, unsigned mode) {
  Header header;
  put_text(header.name, name);
  put_number(header.mode, mode);
  put_number(header.uid, 0);
  put_number(header.gid, 0);
  put_number(header.size, size);
  put_number(header.time, 0);
  put_number(header.major, 0);
  put_number(header.minor, 0);
  header.type = type;
  return header;
}

void append_entry(std::string& out, const ContextEntry& entry) {
  const bool folder = entry.kind == ContextEntry::Kind::Folder;
  const bool link = entry.kind == ContextEntry::Kind::Link;
  const std::string name = entry.path + (folder ? "/" : "");
  std::string records;
  if (name.size() > 100) records += pax_record("path", name);
  if (link && entry.content.size() > 100) records += pax_record("linkpath", entry.content);
  if (!records.empty()) {
    append_header(out, plain_header("pax", 'x', records.size(), 0644));
    append_padded(out, records);
  }
  const std::string_view content = folder || link ? std::string_view() : entry.content;
  const unsigned mode = link ? 0777 : folder || entry.executable ? 0755 : 0644;
  Header header = plain_header(name, folder ? '5' : link ? '2' : '0', content.size(), mode);
  if (link) put_text(header.link, entry.content);
  append_header(out, header);
  append_padded(out, content);
}

// With its length in front, so that no two lists of texts look alike.
void append_text(std::string& out, std::string_view text) {
  out += std::to_string(text.size()) + ":" + std::string(text);
}

void append_map(std::string& out, const std::map<std::string, std::string>& map) {
  append_text(out, std::to_string(map.size()));
  for (const auto& [key, value] : map) {
    append_text(out, key);
    append_text(out, value);
  }
}

}  // namespace

std::string write_tar(std::vector<ContextEntry> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const ContextEntry& a, const ContextEntry& b) { return a.path < b.path; });
  std::string out;
  for (const ContextEntry& entry : entries) append_entry(out, entry);
  out.append(2 * kBlock, '\0');
  return out;
}

std::string tag_of(const Recipe& recipe) {
  std::string all;
  for (const std::string& part :
       {recipe.dockerfile, recipe.context_digest, recipe.base, recipe.platform}) {
    append_text(all, part);
  }
  append_map(all, recipe.args);
  append_map(all, recipe.labels);
  constexpr std::size_t kDigits = 16;
  return hex(sha256(all)).substr(0, kDigits);
}

}  // namespace launch::build
