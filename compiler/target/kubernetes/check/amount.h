// What requests and limits say, as the server understands it.
#pragma once

#include <optional>

#include "compiler/target/field.h"
#include "compiler/target/kubernetes/quantity.h"

namespace launch::kubernetes {

// The amount that an item of requests or limits asks for; nothing when it cannot be read, or is not
// known yet. Null is 0. Parts of thousandths count as one (SetDefaults_ResourceList,
// pkg/apis/core/v1/defaults.go).
std::optional<Quantity> amount_of(const Field& amount);

// The amount as written: "1" and 1 alike.
std::string written(const Field& amount);

// Bytes come whole.
void warn_of_fraction(const Field& amount, const Quantity& quantity);

// limits and requests of a container, or of a pod as a whole: everything but their names' meaning
// and the claims (check_resources.cpp).
struct ResourceKind {
  Check (*check_name)(std::string_view name);
};
void check_amounts(const Field& resources, const ResourceKind& kind);

}  // namespace launch::kubernetes
