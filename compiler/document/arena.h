// Memory of one compile: handed out in order, freed in one go.
#pragma once

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>

namespace launch {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* place = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  // The texts one behind the other.
  std::string_view join(std::initializer_list<std::string_view> texts) {
    std::size_t size = 0;
    for (const std::string_view text : texts) size += text.size();
    if (size == 0) return {};
    char* const place = static_cast<char*>(memory_.allocate(size, 1));
    char* end = place;
    for (const std::string_view text : texts) end = std::copy(text.begin(), text.end(), end);
    return {place, size};
  }

  // A copy of `values` that lives as long as the arena.
  template <class T>
  std::span<const T> copy(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (values.empty()) return {};
    T* place = static_cast<T*>(memory_.allocate(values.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(place), values.data(), values.size_bytes());
    return {place, values.size()};
  }

  template <class T>
  const T* make(const T& value) {
    return copy(std::span<const T>(&value, 1)).data();
  }

 private:
  std::pmr::monotonic_buffer_resource memory_{16 * 1024};
};

}  // namespace launch
