#include "compiler/spec/keyed_list.h"

namespace launch {

Counterparts::Counterparts(std::span<const Node> weaker, std::string_view key)
    : weaker_(weaker), key_(key) {
  for (std::size_t i = 0; i < weaker.size(); ++i) {
    const Node* name = weaker[i].find(key);
    if (name != nullptr && name->is_scalar()) by_text_.emplace(name->as_string(), i);
  }
}

std::size_t Counterparts::of(const Node& item) {
  const Node* name = item.find(key_);
  const auto found =
      name != nullptr && name->is_scalar() ? by_text_.find(name->as_string()) : by_text_.end();
  if (found != by_text_.end()) {
    first_is_taken_ = first_is_taken_ || found->second == 0;
    return found->second;
  }
  const bool first_is_free =
      !first_is_taken_ && !weaker_.empty() && item.is_mapping() && weaker_[0].is_mapping();
  if (!first_is_free || (name != nullptr && weaker_[0].find(key_) != nullptr)) {
    return weaker_.size();
  }
  first_is_taken_ = true;
  return 0;
}

}  // namespace launch
