#include "compiler/target/kubernetes/check/amount.h"
#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/check/container_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

void check_pages(const Field& amount, const Quantity& quantity) {
  const std::string_view name = amount.key();
  if (is_huge_page_multiple(name, quantity)) return;
  if (!is_huge_page_multiple(name, Quantity())) {
    amount.report(kHugePages, quoted(name) +
                                  " names no size of a page, expected a name such as "
                                  "hugepages-2Mi or hugepages-1Gi");
  } else {
    amount.report(kHugePages, amount.name() + " is " + written(amount) +
                                  ", expected whole pages of the size in its name");
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidateResourceQuantityValue
void check_amount(const Field& amount) {
  const std::optional<Quantity> quantity = amount_of(amount);
  if (!quantity) return;
  const std::string_view name = amount.key();
  if (quantity->sign() < 0) {
    amount.report(kOutOfRange, amount.name() + " is " + written(amount) + ", expected 0 or more");
  } else if (is_extended_resource(name) && !quantity->is_integer()) {
    amount.report(kGpuRequest,
                  amount.name() + " is " + written(amount) +
                      ", expected a whole number: a container has a device or does not");
  } else if (is_huge_page_resource(name)) {
    check_pages(amount, *quantity);
  } else if (name == "memory" || name == "ephemeral-storage") {
    warn_of_fraction(amount, *quantity);
  }
}

std::string noun(std::string_view name) {
  return is_huge_page_resource(name) ? "huge pages are" : "devices are";
}

// A request without a limit, for what is handed out whole. The server blames the limits.
void report_no_limit(const Field& limits, const Field& request) {
  const std::string name(request.key());
  const std::optional<Quantity> asked = amount_of(request);
  const bool usable = asked && asked->is_integer() && asked->sign() >= 0;
  limits.report_key_with(
      is_huge_page_resource(name) ? kHugePages : kGpuWithoutLimit,
      quoted(name) + " is requested and has no limit: " + noun(name) + " handed out whole",
      {{request.key_span(), "requested here"}},
      "write " + name + (usable ? ": " + written(request) : "") +
          " under limits; the request may be left out then");
}

// The server blames all requests; the notes tell which.
void report_difference(const Field& requests, const Field& request, const Field& limit) {
  const std::string name(request.key());
  const std::string amounts = written(request) + ", and the limit is " + written(limit);
  const std::vector<Note> notes{{request.span(), "the request"}, {limit.span(), "the limit"}};
  if (is_overcommit_allowed(name)) {
    requests.report_key_with(kRequestAboveLimit,
                             request.name() + " is " + amounts + ", expected no more than that",
                             notes);
  } else {
    requests.report_key_with(is_huge_page_resource(name) ? kHugePages : kGpuRequest,
                             request.name() + " is " + amounts +
                                 ", expected the same: " + noun(name) + " handed out whole",
                             notes, "leave the request out, the limit counts for both");
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateResourceRequirements
void compare(const Field& requests, const Field& request, const Field* limit, const Field& limits) {
  const std::string_view name = request.key();
  if (limit == nullptr) {
    if (!is_overcommit_allowed(name)) report_no_limit(limits, request);
    return;
  }
  const std::optional<Quantity> asked = amount_of(request);
  const std::optional<Quantity> most = amount_of(*limit);
  if (!asked || !most) return;
  const bool fits = is_overcommit_allowed(name) ? *asked <= *most : *asked == *most;
  if (!fits) report_difference(requests, request, *limit);
}

// Huge pages are only given to who has some other memory or processor.
class Company {
 public:
  void add(std::string_view name) {
    pages_ = pages_ || is_huge_page_resource(name);
    others_ = others_ || name == "cpu" || name == "memory";
  }
  void check(const Field& owner) const {
    if (!pages_ || others_) return;
    owner.report_key(kHugePages, owner.name() +
                                     " asks for huge pages alone, expected cpu or memory beside "
                                     "them");
  }

 private:
  bool pages_ = false;
  bool others_ = false;
};

void check_item(const Field& amount, const ResourceKind& kind, Company& company) {
  if (const Check trouble = kind.check_name(amount.key())) {
    amount.report_key(kUnknownResource, trouble->message, trouble->suggestion);
    return;
  }
  company.add(amount.key());
  check_amount(amount);
}

}  // namespace

std::optional<Quantity> amount_of(const Field& amount) {
  if (amount.absent()) return Quantity{};
  Quantity quantity;
  if (amount.unknown() || check_quantity(amount.node().as_string(), &quantity)) return {};
  return quantity.rounded_to_milli();
}

// Source: k8s.io/kubernetes pkg/api/pod/warnings.go warningsForPodSpecAndMeta,
// pkg/api/persistentvolumeclaim/util.go. The server also warns of what is too large for its
// arithmetic.
void warn_of_fraction(const Field& amount, const Quantity& quantity) {
  if (quantity.is_whole()) return;
  const std::string text = written(amount);
  const bool milli = text.ends_with('m');
  amount.report(kFractionalBytes, amount.name() + " is " + text + ", expected whole bytes",
                milli ? suggest(text.substr(0, text.size() - 1) + "Mi") : "");
}

std::string written(const Field& amount) {
  return amount.absent() ? "nothing" : std::string(amount.node().as_string());
}

void check_amounts(const Field& resources, const ResourceKind& kind) {
  const Field limits = resources["limits"];
  const Field requests = resources["requests"];
  SeenNames known;
  Company company;
  for (const Field limit : limits.members()) {
    check_item(limit, kind, company);
    known.add(limit.key(), limit);
  }
  for (const Field request : requests.members()) {
    check_item(request, kind, company);
    compare(requests, request, known.find(request.key()), limits);
  }
  company.check(resources);
}

// What a runtime class takes of a node beside the containers: judged as a container's limits.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateOverhead
void check_overhead(const Field& overhead) {
  Company company;
  for (const Field amount : overhead.members()) {
    check_item(amount, {check_container_resource}, company);
  }
  company.check(overhead);
}

}  // namespace launch::kubernetes
