// What each value of `docker run` must look like. One function per grammar: nothing when the
// client and the engine take the value, else what is wrong with it.
//
// The rules are those of the docker client 28.2 and engine 28.5, named at each function's
// definition. Nothing here looks at the machine: see docs/docker-undecidable.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/trouble.h"

namespace launch::docker {

// Numbers (grammar_number.cpp). The value is stored when it is good and `result` is not null.
Check check_bool(std::string_view text, bool* result = nullptr);
Check check_int(std::string_view text, std::int64_t* result = nullptr);
Check check_uint(std::string_view text, int bits, std::uint64_t* result = nullptr);
Check check_size(std::string_view text, std::int64_t* bytes = nullptr);
Check check_memory_swap(std::string_view text, std::int64_t* bytes = nullptr);
Check check_duration(std::string_view text, std::int64_t* nanoseconds = nullptr);
Check check_cpus(std::string_view text, std::int64_t* billionths = nullptr);
Check check_cpu_list(std::string_view text);

// Processes and their limits (grammar_process.cpp).
Check check_ulimit(std::string_view text);
Check check_sysctl(std::string_view text);
Check check_signal(std::string_view text);
Check check_capability(std::string_view text);
Check check_security_option(std::string_view text);
Check check_working_directory(std::string_view text);
Check check_detach_keys(std::string_view text);
struct RestartPolicy {
  std::string_view name;
  std::int64_t retries = 0;
  bool none() const { return name.empty() || name == "no"; }
};
Check check_restart(std::string_view text, RestartPolicy* result = nullptr);

// Words from a closed set (grammar_choice.cpp).
Check check_attach(std::string_view text);
Check check_pull(std::string_view text);
Check check_isolation(std::string_view text);
Check check_cgroup_namespace(std::string_view text);
Check check_ipc(std::string_view text);
Check check_pid(std::string_view text);
Check check_uts(std::string_view text);
Check check_user_namespace(std::string_view text);
Check check_platform(std::string_view text);

// Metadata and environment (grammar_text.cpp).
Check check_env(std::string_view text);
Check check_label(std::string_view text);
Check check_annotation(std::string_view text);
Check check_file(std::string_view text);
Check check_container_name(std::string_view text);
Check check_storage_option(std::string_view text);
bool is_restricted_name(std::string_view text);  // [a-zA-Z0-9][a-zA-Z0-9_.-]+

// Devices (grammar_device.cpp).
Check check_device(std::string_view text);
Check check_device_rule(std::string_view text);
Check check_device_weight(std::string_view text);
Check check_device_byte_rate(std::string_view text);
Check check_device_operation_rate(std::string_view text);
// `several` is set for `device=0,1` without inner quotes: one device and a count, not two devices.
Check check_gpus(std::string_view text, bool* several = nullptr);

// Storage (grammar_volume.cpp, grammar_mount.cpp).
struct MountPoint {
  std::string destination;  // cleaned; empty for an anonymous volume given by --volume
  std::string_view type;    // "bind", "volume", "tmpfs", "image"
  bool anonymous = false;
  bool drive_letter = false;  // `a:/data`: the client sees a Windows drive, not a volume "a"
};
// `foreign_driver`: volumes are made by a plugin, which has its own rules for their names.
Check check_volume(std::string_view text, bool foreign_driver, MountPoint* result = nullptr);
Check check_mount(std::string_view text, MountPoint* result = nullptr);
Check check_tmpfs(std::string_view text, MountPoint* result = nullptr);
Check check_volumes_from(std::string_view text);
Check check_volume_name(std::string_view text);
Check check_destination(std::string_view text);

// Networks (grammar_network.cpp, grammar_address.cpp, grammar_port.cpp).
struct Attachment {
  std::string name;
  bool aliases = false;
  std::string ip;
  std::string ip6;
  std::string mac;
  std::vector<std::string> link_local;
};
Check check_network(std::string_view text, Attachment* result = nullptr);
bool is_mac(std::string_view text);
Check check_mac(std::string_view text);
Check check_ip4(std::string_view text);
Check check_ip6(std::string_view text);
Check check_link_local(std::string_view text);
Check check_dns(std::string_view text);
Check check_dns_search(std::string_view text);
Check check_added_host(std::string_view text);
Check check_link(std::string_view text);
Check check_publish(std::string_view text);
Check check_expose(std::string_view text);

}  // namespace launch::docker
