// What texts inside Kubernetes objects must look like. One function per grammar: nothing when the
// API server takes the text, else what is wrong with it, where, and what may have been meant.
//
// An empty text is refused where the server's grammar refuses it; most fields are "required" or
// skipped before their grammar is asked, which is the caller's to know. Versions are minors of the
// server: 36 is 1.36. Sources are named at the definitions, as files of the Go modules
// k8s.io/apimachinery and k8s.io/kubernetes (1.36).
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/target/trouble.h"

namespace launch::kubernetes {

class Quantity;

// Names (grammar_name.cpp).
Check check_dns_label(std::string_view text);      // RFC 1123: containers, volumes, namespaces
Check check_dns_subdomain(std::string_view text);  // RFC 1123: most objects
Check check_dns1035_label(std::string_view text);  // RFC 1035: services before 1.36
Check check_name_prefix(std::string_view text);    // in front of a dash at its end stands anything
Check check_generate_name(std::string_view text);  // of kinds whose names are subdomains
Check check_dns_search(std::string_view text, int minor);  // a domain of dnsConfig.searches
Check check_csi_driver(std::string_view text);
Check check_c_identifier(std::string_view text);
Check check_path_segment(std::string_view text);  // what any object's name may be at most

// Keys, labels and other words (grammar_key.cpp).
Check check_qualified_name(std::string_view text);  // [prefix/]name: label keys, condition types
Check check_domain_prefixed_key(std::string_view text);   // prefix/name
Check check_domain_prefixed_path(std::string_view text);  // prefix/anything/of/a/URL: managedBy
Check check_label_value(std::string_view text);
Check check_annotation_key(std::string_view text);
Check check_finalizer(std::string_view text);
Check check_config_key(std::string_view text);  // of a config map or secret
Check check_env_name(std::string_view text, int minor);
Check check_port_name(std::string_view text);
Check check_port_number(std::int64_t port);
Check check_header_name(std::string_view text);
Check check_sysctl(std::string_view text);

// Addresses (grammar_address.cpp).
Check check_ip(std::string_view text, int minor);

// Names of resources (grammar_resource.cpp).
bool is_native_resource(std::string_view name);  // cpu, and all of *kubernetes.io/
bool is_extended_resource(std::string_view name);
bool is_huge_page_resource(std::string_view name);
bool is_overcommit_allowed(std::string_view name);  // requests and limits may differ
bool is_container_resource(std::string_view name);  // of those without a domain
bool is_pod_level_resource(std::string_view name);
bool is_integer_resource(std::string_view name);
bool is_standard_resource(std::string_view name);  // known without a domain, to quotas too
// The amount is a whole number of pages; `name` is a huge page resource.
bool is_huge_page_multiple(std::string_view name, const Quantity& amount);
Check check_resource(std::string_view name);
Check check_container_resource(std::string_view name);
Check check_pod_resource(std::string_view name);

// Times (grammar_time.cpp).
Check check_time(std::string_view text);

}  // namespace launch::kubernetes
