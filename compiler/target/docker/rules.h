// The kinds of mistake in a `docker run` command line.
//
// Errors are what docker refuses, or what it would lose without a word; warnings are our advice.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::docker {

inline constexpr Rule kUnknownFlag{
    "docker/unknown-flag", Severity::Error, "a flag that docker run does not have",
    "docker stops at the first flag it does not know. Flags are lower case with hyphens "
    "(--shm-size), and switches that other tools have may be missing here. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#options"};
inline constexpr Rule kMissingValue{
    "docker/missing-value", Severity::Error, "a flag without the value it needs",
    "A flag that is no switch takes the rest of its word after \"=\", or else the next word. "
    "Write --flag=value, also where the value is empty. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kMissingImage{
    "docker/missing-image", Severity::Error, "no image to run",
    "The first word that is neither a flag nor a flag's value is the image; all words behind "
    "it are the command. Put the image behind the flags. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kNulByte{
    "docker/nul-byte", Severity::Error, "a NUL byte inside a word",
    "The operating system ends a program's arguments at NUL, so that the rest would be lost. "
    "Remove it. Source: execve(2)"};
inline constexpr Rule kHelpFlag{
    "docker/help-flag", Severity::Error, "--help, which runs nothing",
    "With --help docker prints its usage and runs no container. Remove it. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kBadBoolean{
    "docker/bad-boolean", Severity::Error, "a switch with a value that is none",
    "A switch such as --rm is on by itself or takes true, false, 1, 0, t or f behind \"=\". "
    "It never takes a word of its own: in `--rm false` the word false is the image. Source: "
    "https://pkg.go.dev/strconv#ParseBool"};
inline constexpr Rule kBadNumber{
    "docker/bad-number", Severity::Error, "a value that is no whole number",
    "Numbers are decimal, or hexadecimal with 0x, octal with a leading 0 and binary with 0b. "
    "Source: https://pkg.go.dev/strconv#ParseInt"};
inline constexpr Rule kBadSize{
    "docker/bad-size", Severity::Error, "a value that is no size",
    "A size is a number with one of the units b, k, m, g, t, p, also written kb or kib, in "
    "either case; all of them are powers of 1024. The Kubernetes units Ki, Mi and Gi are "
    "refused. Source: https://docs.docker.com/engine/containers/resource_constraints/"};
inline constexpr Rule kBadDuration{
    "docker/bad-duration", Severity::Error, "a value that is no duration",
    "A duration is one or more numbers, each with a unit: ns, us, ms, s, m or h. A bare "
    "number is refused. Source: https://pkg.go.dev/time#ParseDuration"};
inline constexpr Rule kBadChoice{"docker/bad-choice", Severity::Error,
                                 "a value that is not among those the flag knows",
                                 "The flag takes one of a few words, in lower case. Source: "
                                 "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kBadRestart{
    "docker/bad-restart", Severity::Error, "a restart policy that docker does not know",
    "The policies are no, always, unless-stopped and on-failure, the last one with a number "
    "of retries if wanted: on-failure:3. Source: "
    "https://docs.docker.com/engine/containers/start-containers-automatically/"};
inline constexpr Rule kBadSignal{
    "docker/bad-signal", Severity::Error, "a signal that does not exist",
    "Give a signal's name with or without SIG, such as SIGTERM, or its number. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#stop-signal"};
inline constexpr Rule kBadCapability{
    "docker/bad-capability", Severity::Error, "a capability that Linux does not have",
    "Capabilities are named as in capabilities(7), with or without CAP_, in either case; ALL "
    "means all of them. Source: "
    "https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities"};
inline constexpr Rule kBadSecurityOption{
    "docker/bad-security-option", Severity::Error, "a security option that docker does not know",
    "The options are label, apparmor, seccomp, systempaths, no-new-privileges and "
    "writable-cgroups; all but no-new-privileges need a value. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#security-opt"};
inline constexpr Rule kBadSysctl{
    "docker/bad-sysctl", Severity::Error, "a kernel setting that a container cannot have",
    "Only settings of the container's own namespaces can be changed: net.*, fs.mqueue.* and "
    "eight of kernel.*. Settings of one interface go with its network: --network "
    "name=NET,driver-opt=com.docker.network.endpoint.sysctls=… Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#sysctl"};
inline constexpr Rule kBadUlimit{
    "docker/bad-ulimit", Severity::Error, "a resource limit that cannot be read",
    "A limit is NAME=SOFT[:HARD] with whole numbers, -1 meaning unlimited, and the soft "
    "limit at most the hard one. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#ulimit"};
inline constexpr Rule kBadCpus{
    "docker/bad-cpus", Severity::Error, "an amount or list of CPUs that cannot be read",
    "--cpus takes a number with at most nine decimal places or a fraction; --cpuset-cpus and "
    "--cpuset-mems take numbers and ranges such as 0-3,7. Source: "
    "https://docs.docker.com/engine/containers/resource_constraints/#cpu"};
inline constexpr Rule kCpuLimit{
    "docker/cpu-limit", Severity::Error, "a CPU limit outside what the engine allows",
    "A period is 1000 to 1000000 microseconds, a quota at least 1000 or 0, and CPU shares "
    "are not negative. Source: "
    "https://docs.docker.com/engine/containers/resource_constraints/#cpu"};
inline constexpr Rule kMemoryLimit{
    "docker/memory-limit", Severity::Error, "memory limits that the engine refuses",
    "A memory limit or reservation is at least 6 MB. --memory-swap is memory and swap "
    "together: it needs --memory and must not be below it; -1 means unlimited swap. Source: "
    "https://docs.docker.com/engine/containers/resource_constraints/#memory"};
inline constexpr Rule kOutOfRange{
    "docker/out-of-range", Severity::Error, "a number outside the range of its flag",
    "The engine checks these numbers before it makes the container. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kHealthCheck{
    "docker/health-check", Severity::Error, "health check settings that the engine refuses",
    "Times and retries of a health check are not negative, times are 0 or at least 1ms, and "
    "--no-healthcheck goes with none of them. Source: "
    "https://docs.docker.com/engine/containers/run/#healthchecks"};
inline constexpr Rule kBadGpus{
    "docker/bad-gpus", Severity::Error, "a GPU request that cannot be read",
    "Write all, a number, or fields such as device=0 or driver=nvidia. A list of devices "
    "needs double quotes inside the value: \"device=0,1\". Source: "
    "https://docs.docker.com/engine/containers/gpu/"};
inline constexpr Rule kBadDevice{
    "docker/bad-device", Severity::Error, "a device or its limit that cannot be read",
    "A device is /dev/NAME[:PATH][:rwm] or a CDI name such as nvidia.com/gpu=all; a limit is "
    "/dev/NAME:VALUE. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#device"};
inline constexpr Rule kBadEnv{
    "docker/bad-env", Severity::Error, "an environment variable without a name",
    "An entry is NAME=VALUE, or NAME alone to take the value from the caller's environment. "
    "Source: https://docs.docker.com/reference/cli/docker/container/run/#env"};
inline constexpr Rule kBadLabel{
    "docker/bad-label", Severity::Error, "a label or annotation without a usable key",
    "An entry is KEY=VALUE or KEY; a label's key contains no blanks. Source: "
    "https://docs.docker.com/engine/manage-resources/labels/"};
inline constexpr Rule kBadFile{
    "docker/bad-file", Severity::Error, "the name of a file that cannot exist",
    "The client opens the file when it starts, and an empty name opens nothing. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#env"};
inline constexpr Rule kBadVolume{
    "docker/bad-volume", Severity::Error, "a volume that cannot be read or mounted",
    "Write [SOURCE:]DESTINATION[:MODE]. The source is an absolute path, a path that starts "
    "with \".\", or a volume's name of two or more letters, digits, \"_\", \".\" and \"-\"; "
    "the destination is an absolute path other than /. Nothing replaces ~. Source: "
    "https://docs.docker.com/engine/storage/volumes/#syntax"};
inline constexpr Rule kBadMount{
    "docker/bad-mount", Severity::Error, "a --mount that cannot be read or mounted",
    "Write fields KEY=VALUE separated by commas, without blanks: "
    "type=bind,source=/data,target=/data,readonly. Options that start with bind-, volume-, "
    "image- or tmpfs- go only with that type. Source: "
    "https://docs.docker.com/engine/storage/bind-mounts/#syntax"};
inline constexpr Rule kBadPath{
    "docker/bad-path", Severity::Error, "a path inside the container that is not absolute",
    "Paths inside a container start with /. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#workdir"};
inline constexpr Rule kDuplicateMount{
    "docker/duplicate-mount", Severity::Error, "two mounts on one place",
    "The engine refuses a second mount on the same folder of the container. Remove one of "
    "them or change its destination. Source: moby daemon/volumes.go"};
inline constexpr Rule kBadPort{
    "docker/bad-port", Severity::Error, "a port that cannot be read",
    "Write [[IP:]HOST:]CONTAINER[/PROTOCOL] with ports or ranges of equal length from 0 to "
    "65535, an IP address rather than a host name, and the protocol tcp, udp or sctp. "
    "Source: https://docs.docker.com/engine/network/port-publishing/"};
inline constexpr Rule kBadNetwork{
    "docker/bad-network", Severity::Error, "a network that cannot be read",
    "Write a network's name, bridge, host, none or container:NAME, or fields such as "
    "name=NET,alias=db. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#network"};
inline constexpr Rule kNetworkConflict{
    "docker/network-conflict", Severity::Error, "settings that the network does not allow",
    "Aliases and fixed addresses need a network of your own (docker network create); a "
    "container that shares another one's network cannot have a host name, ports, DNS servers "
    "or links of its own. Source: https://docs.docker.com/engine/network/"};
inline constexpr Rule kBadIp{
    "docker/bad-ip", Severity::Error, "a value that is no IP or MAC address",
    "Addresses are written in digits; names are not resolved here. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kBadHost{
    "docker/bad-host", Severity::Error, "a host entry, search domain or link that cannot be read",
    "Write --add-host NAME:IP, --dns-search DOMAIN and --link CONTAINER:ALIAS. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kBadName{
    "docker/bad-name", Severity::Error, "a container name that docker does not allow",
    "A name has two or more letters, digits, \"_\", \".\" and \"-\" and starts with a letter "
    "or digit. Source: https://docs.docker.com/reference/cli/docker/container/run/#name"};
inline constexpr Rule kBadImage{
    "docker/bad-image", Severity::Error, "an image name that docker cannot read",
    "A name is [HOST[:PORT]/]PATH[:TAG][@DIGEST] with a lower-case path, no http:// before "
    "it, and a tag of at most 128 letters, digits, \"_\", \".\" and \"-\". Source: "
    "https://docs.docker.com/reference/cli/docker/image/tag/"};
inline constexpr Rule kBadPlatform{
    "docker/bad-platform", Severity::Error, "a platform that cannot be read",
    "Write OS/ARCHITECTURE[/VARIANT], such as linux/amd64 or linux/arm64/v8. Source: "
    "https://docs.docker.com/build/building/multi-platform/"};
inline constexpr Rule kBadLogOption{
    "docker/bad-log-option", Severity::Error, "a logging option that the driver refuses",
    "Each logging driver has its own options and refuses others; the driver none has none. "
    "Source: https://docs.docker.com/engine/logging/configure/"};
inline constexpr Rule kBadStorageOption{
    "docker/bad-storage-option", Severity::Error, "a storage option that the engine refuses",
    "The one option is size=SIZE. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/#storage-opt"};
inline constexpr Rule kFlagConflict{"docker/flag-conflict", Severity::Error,
                                    "flags that exclude each other",
                                    "docker refuses the combination. Keep one of them. Source: "
                                    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kWindowsOnly{
    "docker/windows-only", Severity::Error, "a flag for Windows containers",
    "A Linux engine refuses this flag, whatever its value. On Linux, use --cpus, --memory "
    "and the --device-… limits. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kGpusUnquotedList{
    "docker/gpus-unquoted-list", Severity::Warning, "a list of GPUs without inner quotes",
    "docker reads `device=0,1` as device 0 and a count of 1, not as two devices, and the "
    "container fails to start or gets one GPU. Put double quotes inside the value: "
    "\"device=0,1\". Source: https://docs.docker.com/engine/containers/gpu/"};
inline constexpr Rule kDriveLetter{
    "docker/drive-letter", Severity::Warning, "a volume of one letter, taken for a Windows drive",
    "docker reads `a:/data` as the path a:/data inside the container: an empty volume is "
    "made there and nothing is mounted on /data. A volume's name has two or more characters. "
    "Source: docker/cli cli/compose/loader/volume.go"};
inline constexpr Rule kAnonymousVolume{
    "docker/anonymous-volume", Severity::Warning, "a relative path as an empty volume",
    "A --volume without a colon makes an empty volume inside the container; nothing of the "
    "host is mounted. Write SOURCE:DESTINATION. Source: "
    "https://docs.docker.com/engine/storage/volumes/"};
inline constexpr Rule kRepeatedFlag{
    "docker/repeated-flag", Severity::Warning, "a flag given twice, of which the last one wins",
    "docker uses the last value and says nothing about the others. Remove all but one. "
    "Source: https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kDiscardedFlag{
    "docker/discarded-flag", Severity::Warning, "a flag that changes nothing here",
    "docker accepts the flag and discards what it says. Remove it. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kHostDependent{
    "docker/host-dependent", Severity::Warning, "a value that some engines refuse",
    "Whether this works depends on the kernel, the hardware or the plugins of the machine "
    "that runs the container. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};
inline constexpr Rule kFlagAfterImage{
    "docker/flag-after-image", Severity::Warning, "a flag of docker run behind the image",
    "All words behind the image are the command inside the container, so that docker does "
    "not see this flag. Put it before the image. Source: "
    "https://docs.docker.com/reference/cli/docker/container/run/"};

inline constexpr std::array<const Rule*, 49> kRules = {
    &kUnknownFlag,      &kMissingValue,
    &kMissingImage,     &kNulByte,
    &kHelpFlag,         &kBadBoolean,
    &kBadNumber,        &kBadSize,
    &kBadDuration,      &kBadChoice,
    &kBadRestart,       &kBadSignal,
    &kBadCapability,    &kBadSecurityOption,
    &kBadSysctl,        &kBadUlimit,
    &kBadCpus,          &kCpuLimit,
    &kMemoryLimit,      &kOutOfRange,
    &kHealthCheck,      &kBadGpus,
    &kBadDevice,        &kBadEnv,
    &kBadLabel,         &kBadFile,
    &kBadVolume,        &kBadMount,
    &kBadPath,          &kDuplicateMount,
    &kBadPort,          &kBadNetwork,
    &kNetworkConflict,  &kBadIp,
    &kBadHost,          &kBadName,
    &kBadImage,         &kBadPlatform,
    &kBadLogOption,     &kBadStorageOption,
    &kFlagConflict,     &kWindowsOnly,
    &kGpusUnquotedList, &kDriveLetter,
    &kAnonymousVolume,  &kRepeatedFlag,
    &kDiscardedFlag,    &kHostDependent,
    &kFlagAfterImage,
};

}  // namespace launch::docker
