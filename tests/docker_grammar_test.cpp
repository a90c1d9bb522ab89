// Each grammar of docker's flags by a table of what passes and what does not.
#include <span>
#include <string>

#include "compiler/target/docker/grammar.h"
#include "compiler/target/docker/image_reference.h"
#include "tests/catch.h"
#include "tests/grammar_table.h"

namespace launch::docker {
namespace {

using tests::table;

// A grammar without its result.
template <auto function>
Check only(std::string_view text) {
  return function(text, nullptr);
}
Check volume(std::string_view text) { return check_volume(text, false); }

std::string suggestion(const Check& wrong) { return wrong ? wrong->suggestion : "accepted"; }

}  // namespace

TEST_CASE("numbers and switches") {
  table("bool", only<check_bool>, {"true", "T", "1", "0", "f", "False", "FALSE"},
        {"", "yes", "tRUE", " 1", "2"});
  table("int", only<check_int>,
        {"0", "-1", "+3", "0x10", "0o17", "010", "0b1", "1_000", "00", "-0x1"},
        {"", "08", "1__0", "_1", "1.0", "1e3", "9223372036854775808", "0x", "x"});
  const auto uint16 = [](std::string_view text) { return check_uint(text, 16); };
  table("uint16", uint16, {"0", "65535", "0xffff"}, {"", "-1", "65536", "+1"});
  table("cpus", only<check_cpus>,
        {"1", "1.5", ".5", "1.", "1/2", "1e1", "2e-1", "0x1p-1", "0.000000001", "1.1234567890",
         "08", "0", "1_0", "01/2"},
        {"", ".", "1/0", "1/3", "08/2", "1e-10", "-1", "abc", "1e", "1__0", "1/2/3", "9000", "0x",
         "1e99"});
  table("cpu list", check_cpu_list, {"", "0", "0-3,7", "1-1", "+1"},
        {"1-0", "0-", ",", "a", "-1", "0x1", "9000"});
}

TEST_CASE("sizes and durations") {
  table("size", only<check_size>,
        {"64m", "64MB", "64MiB", "0.5g", ".5g", "+64m", "1 g", "1_000m", "1.2e3m", "0", "1b",
         "0x1p4", "64\u212A"},
        {"", "64Mi", "1gg", "1G ", " 1g", "1  g", "1e", "-1m", "m", "1bb", "1zb", "1e400"});
  table("swap", only<check_memory_swap>, {"-1", "64m"}, {"-2", "-1 ", "64Mi"});
  table("duration", only<check_duration>,
        {"0", "-0", "1s", "1h30m", ".5s", "1.s", "1\u00B5s", "500us", "-1s", "2562047h"},
        {"", "1", "1d", "1 s", ".s", "s", "1s1", "2562048h", "-", "9223372036854775808ns"});
  std::int64_t bytes = 0;
  CHECK_FALSE(check_size("1.5k", &bytes));
  CHECK(bytes == 1536);
  CHECK(suggestion(check_size("64Mi")) == "did you mean \"64m\"?");
  CHECK(suggestion(check_duration("10")) == "did you mean \"10s\"?");
  CHECK(suggestion(check_duration("1d")) == "did you mean \"24h\"?");
  CHECK(suggestion(check_int("08")) == "did you mean \"8\"?");
  CHECK(suggestion(check_bool("yes")) == "did you mean \"true\"?");
}

TEST_CASE("processes") {
  table("ulimit", check_ulimit,
        {"nofile=1024", "nofile=1:2", "memlock=-1", "nofile=5:-1", "core=-2", "nice=+5"},
        {"", "nofile", "as=1", "NOFILE=1", "nofile=2:1", "nofile=-1:5", "nofile=1:2:3",
         "core=unlimited", "nofile="});
  table("sysctl", check_sysctl, {"net.x=1", "kernel.msgmax=1", "fs.mqueue.a=b", "net.="},
        {"", "net.x", "kernel.foo=1", "=1"});
  table("signal", check_signal,
        {"", "SIGTERM", "term", "9", "-1", "99", "SIGRTMIN+3", "rtmax-14", "CLD"},
        {"0", "00", "SIG", "SIGSIGTERM", "RTMIN+16", "RTMIN+03", "TERM ", "99999999999999999999"});
  table("capability", check_capability, {"ALL", "all", "SYS_PTRACE", "cap_bpf"},
        {"", " ALL", "CAP_ALL", "foo", "CAP_CAP_BPF"});
  table("security option", check_security_option,
        {"no-new-privileges", "no-new-privileges:false", "seccomp=unconfined", "seccomp:x",
         "label=a:b", "apparmor=x", "systempaths=unconfined", "writable-cgroups=true"},
        {"", "foo=bar", "no-new-privileges=", "seccomp=", "writable-cgroups", "systempaths=x",
         "label:a=b", "disable"});
  table("restart", only<check_restart>,
        {"", "no", "always", "on-failure", "on-failure:3", "on-failure:", "always:0"},
        {"never", "No", "always:3", "on-failure:-1", "on-failure:x", ":", "on-failure:0x3"});
  table("workdir", check_working_directory, {"", "/", "/a/../b"}, {"rel", " /", "\\a"});
  table("detach keys", check_detach_keys, {"", "a", "ctrl-p,ctrl-q", "ctrl-@", "DEL"},
        {"ab", "ctrl-1", "a,,b", "Ctrl-p"});
}

TEST_CASE("words from a closed set") {
  table("attach", check_attach, {"stdin", "STDOUT"}, {"", "std"});
  table("pull", check_pull, {"", "never"}, {"Always"});
  table("ipc", check_ipc, {"", "none", "host", "container:", "container:x"}, {"container", "foo"});
  table("pid", check_pid, {"", "host", "container:x"}, {"container:", "x"});
  table("isolation", check_isolation, {"", "default", "DEFAULT"}, {"hyperv"});
  table("platform", check_platform,
        {"", "linux", "Linux/AMD64", "x86_64", "foo/bar", "windows(10.0)", "linux/arm/v7"},
        {"foo", "linux/", "*", "a/b/c/d", "linux(1", "li nux"});
}

TEST_CASE("texts and names") {
  table("env", check_env, {"A", "A=", "A B=1", "1A=2"}, {"", "=1"});
  table("label", check_label, {"a", "a=b c", " a=b"}, {"", "=b", "a b=c", "a =b", "\t"});
  table("name", check_container_name, {"", "ok", "/ok", "a.b-c_d"},
        {"a", "_a", "a b", "a/b", "//ok", "\u00E9t\u00E9"});
  CHECK(suggestion(check_container_name("my run!")) == "did you mean \"my-run\"?");
  table("image", check_image,
        {"tiny", "a/b:c", "localhost:5000/a", "A.b/c", "foo_bar.com/x", "[::1]:5000/a", "a__b",
         "a--b", "a@sha256:" + std::string(64, 'a'), std::string(64, '0'),
         "a.b/" + std::string(255, 'a')},
        {"", "UPPER", "a:", "a:b:c", "a//b", "a@sha256:abc", "_a", "a_", "a..b", "a___b",
         "http://x/y", "a b", "a:-t", "a:" + std::string(129, 't'), "x/" + std::string(255, 'a'),
         "a@md5:" + std::string(32, 'a')});
  CHECK(suggestion(check_image("My/Repo:1")) == "did you mean \"my/repo:1\"?");
  CHECK(suggestion(check_image("https://h.io/a")) == "did you mean \"h.io/a\"?");
}

TEST_CASE("devices") {
  table("device", check_device, {"/dev/null", "/dev/a:/dev/b:rw", "/dev/a:r", "nvidia.com/gpu=all"},
        {"", "null", "/dev/a:x", "/dev/a:/b:rr", "/a:/b:c:d", "/dev/a:/b:", "a/b=c"});
  table("device rule", check_device_rule, {"c 1:3 mr", "a *:* rwm", "c 1:3 rrr"},
        {"c 1:3", "d 1:3 r", "c 1:3  r", "c x:3 r"});
  table("weight", check_device_weight, {"/dev/a:0", "/dev/a:10"}, {"/dev/a:9", "a:10", "/dev/a"});
  table("rate", check_device_byte_rate, {"/dev/a:1mb"}, {"/dev/a:x", "/dev/a:9e30"});
  table("operations", check_device_operation_rate, {"/dev/a:1"}, {"/dev/a:-1", "/dev/a:1k"});
  table("gpus", only<check_gpus>,
        {"all", "-1", "device=0,1", "\"device=0,1\"", "count=1,2", "all\nx", "options=a=b"},
        {"", "ALL", "1.5", "x=1", "all,all", "\"all", "a\"", "1,count=2"});
  bool several = false;
  CHECK_FALSE(check_gpus("\"device=0,1\"", &several));
  CHECK_FALSE(several);
  CHECK_FALSE(check_gpus("device=0,1", &several));
  CHECK(several);
}

TEST_CASE("storage") {
  table("volume", volume,
        {"/a:/b", "/a:/b:ro,z", "vol:/b:nocopy", "./x:/b", "data", "a:/b", "::", "/a:/b:cached",
         "\u00E9:/b"},
        {"", "/a:/b:RO", "/a:/b:ro,rw", "/a:/", "rel/x:/b", "~/x:/b", "/a:b", "/a:/b:ro:z",
         "vol:ro", "/a:", "/a:/b:nocopy", "vol:/b:shared", "C:\\x:/b", "a b:/c", "_v:/b"});
  table(
      "mount", only<check_mount>,
      {"type=bind,source=/a,target=/b", "SRC=vol,DST=/b", "target=/b,ro=0",
       "type=tmpfs,target=/t,tmpfs-size=64m", "type=bind,source=.,target=/b",
       "\"type=bind\",source=/a,target=/b", "type=image,source=a,target=/b",
       "type=bind,source=/a,target=/b,bind-recursive=writable,readonly"},
      {"", "target=/", "type=bind,target=/b", "type=bind,source=a,target=/b", "source=v,target=/b",
       "type=foo,target=/b", "type=tmpfs,source=a,target=/b", "traget=/b", "target=/b,readonly",
       "target=/b,bind-propagation=shared", "type=bind,source=/a,target=/b,ro=maybe",
       "type=bind,source=/a", "target=/b,volume-opt=foo=1",
       "type=bind,source=/a,target=/b,bind-recursive=readonly", "type=image,source=A,target=/b",
       "source=vol,target=/b,volume-subpath=../x", "type=bind,source=/a,target=/b,"});
  table("tmpfs", only<check_tmpfs>, {"/t", "/t:size=x", "\\t"}, {"", "/", "rel", "/.", "/a/.."});
  table("volumes from", check_volumes_from, {"a", "a:ro"},
        {"", ":ro", "a:rx", "a:nocopy", "a:shared"});
}

TEST_CASE("addresses, hosts and networks") {
  table("dns", check_dns,
        {"8.8.8.8", "::1", " 1.2.3.4 ", "::ffff:1.2.3.4", "1:2:3:4:5:6:7::", "\u00A01.2.3.4"},
        {"", "1.2.3", "1.2.3.04", "256.1.1.1", "1::2::3", "fe80::1%lo", "12345::", ":1",
         "localhost"});
  table("ipv4", check_ip4, {"1.2.3.4", "::ffff:1.2.3.4"}, {"0.0.0.0", "::1", " 1.2.3.4"});
  table("ipv6", check_ip6, {"::1"}, {"::", "1.2.3.4", "::ffff:1.2.3.4"});
  table("mac", check_mac, {"", "02:42:ac:11:00:02", "02-42-AC-11-00-02", "0242.ac11.0002"},
        {"zz", "0242ac110002", "02:42:ac:11:00", " 02:42:ac:11:00:02", "02:42-ac:11:00:02"});
  table("search", check_dns_search, {".", " . ", "example.com", "10s", "::a", "a:.b", "a.\t"},
        {"", "1.5", "a-", "a_b", "-a", "a..", "\u00E9.com", std::string(255, 'a')});
  table("host", check_added_host, {"a:1.2.3.4", "a=::1", "a:[::1]", "a:host-gateway"},
        {"", "a", ":1.2.3.4", "a:x", "a:[host-gateway]", "a:b=1.2.3.4"});
  table("network", only<check_network>,
        {"bridge", "no/en", "name=a,alias=b", "name=a,driver-opt=x=y", "a b", "name="},
        {"", " ", "foo=bar", "alias=a", "name=a,gw-priority=x", "name=a,driver-opt=x", "=a=b"});
  table("publish", check_publish,
        {"80", "8080:80/UDP", "1.2.3.4::80", "[::1]:80:80", "::1:80:80", "8000-8010:80", "80/tcp/x",
         "target=80", ":80"},
        {"", "80/foo", "localhost:80:80", "70000:80", "80-70:80", "80-81:80-82",
         "8080:", "published=80", "a=b", "/tcp"});
  table("expose", check_expose, {"80", "80-90/foo", "0"}, {"", "80:80", "90-80", "/tcp", "65536"});
  CHECK(suggestion(check_publish("localhost:80:80")) == "did you mean \"127.0.0.1:80:80\"?");
}

}  // namespace launch::docker
