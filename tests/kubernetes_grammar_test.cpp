// Each grammar of texts in Kubernetes objects by a table of what passes and what does not. The rows
// are those on which a comparison with the server's own functions found something to think about.
#include <functional>
#include <string>
#include <vector>

#include "compiler/target/kubernetes/grammar.h"
#include "tests/catch.h"
#include "tests/grammar_table.h"

namespace launch::kubernetes {
namespace {

using tests::table;
using tests::Texts;
using Grammar = std::function<Check(std::string_view)>;

// What is suggested for a text that is refused; "none" when nothing is.
std::string better(const Grammar& check, std::string_view text) {
  const Check wrong = check(text);
  if (!wrong) return "accepted";
  if (wrong->suggestion.empty()) return "none";
  constexpr std::string_view kFront = "did you mean \"";
  REQUIRE(wrong->suggestion.starts_with(kFront));
  return wrong->suggestion.substr(kFront.size(), wrong->suggestion.size() - kFront.size() - 2);
}

// The part of a text that a finding stands at.
std::string marked(const Grammar& check, std::string_view text) {
  const Check wrong = check(text);
  return wrong ? std::string(text.substr(wrong->begin, wrong->end - wrong->begin)) : "accepted";
}

std::string letters(std::size_t count) { return std::string(count, 'a'); }

Grammar of_minor(Check (*check)(std::string_view, int), int minor) {
  return [check, minor](std::string_view text) { return check(text, minor); };
}

}  // namespace

TEST_CASE("names") {
  const Texts bad_anywhere = {"", "-", "a-", "-a", "A", "a_b", "a b", "é", "a\n", "${NAME}"};
  Texts bad = bad_anywhere;
  bad.insert(bad.end(), {"a.b", letters(64), "."});
  table("label", check_dns_label, {"a", "0", "a-b", "a--b", "1-2", letters(63)}, bad);

  bad = bad_anywhere;
  bad.insert(bad.end(), {".", "a.", ".a", "a..b", "a.-b", "a-.b", letters(254)});
  table("subdomain", check_dns_subdomain,
        {"a", "0", "a.b", "1.2.3", "a-b.c-d", letters(253), letters(64) + "." + letters(64)}, bad);

  bad = bad_anywhere;
  bad.insert(bad.end(), {"0a", "a.b", letters(64)});
  table("1035 label", check_dns1035_label, {"a", "a0", "a-0", letters(63)}, bad);

  // The server looks at all but the character in front of the last dash, then at a name made of the
  // first 58 bytes.
  table("generateName", check_generate_name,
        {"a", "a-", "a--", "a.b-", letters(253), letters(252) + "--", letters(57) + ".-"},
        {"", "-", "--", "a_-", "a.-", "a.--", "A-", letters(254), ".-", letters(56) + ".-"});

  table("prefix of a name", check_name_prefix, {"a", "a-", "a_-", "A-", "a--", ".-", letters(253)},
        {"", "-", "a_", "A", "_a-", letters(254)});

  table("search since 1.33", of_minor(check_dns_search, 33),
        {".", "a", "a.", "_a", "_a._b", "a_b", "a.b.c.", letters(253) + "."},
        {"", "..", "_", "__a", "_-a", "a_", "a..", "A", letters(254)});
  table("search before", of_minor(check_dns_search, 32), {"a", "a.", "a.b"},
        {"", ".", "_a", "a_b", "a.."});
  table("csi driver", check_csi_driver, {"a", "ebs.csi.aws.com", "EBS.csi", "\u212A", letters(63)},
        {"", "a_b", letters(64), "a..b", "\u017F"});
  table("c identifier", check_c_identifier, {"a", "_", "A1", letters(1000)},
        {"", "1a", "a-b", "a.b"});
  table("path segment", check_path_segment, {"", "a", "...", "é"}, {".", "..", "a/b", "a%b"});
}

TEST_CASE("names that were meant") {
  CHECK(better(check_dns_label, "My_Job") == "my-job");
  CHECK(better(check_dns_label, "resnet.v2") == "resnet-v2");
  CHECK(better(check_dns_label, "-train-") == "train");
  CHECK(better(check_dns_subdomain, "Team.Train_1") == "team.train-1");
  CHECK(better(check_dns_subdomain, "$JOB") == "none");
  CHECK(better(check_dns_subdomain, "___") == "none");
  CHECK(better(check_dns_subdomain, letters(300)) == "none");
  CHECK(better(check_dns1035_label, "1_a") == "none");
  CHECK(better(check_generate_name, "Sweep_") == "sweep");
  CHECK(better(check_generate_name, "Sweep-") == "sweep-");
  CHECK(better(check_csi_driver, "ebs_csi") == "ebs-csi");
  CHECK(marked(check_dns_label, "aéb") == "é");
  CHECK(marked(check_dns_label, letters(63) + "bcd") == "bcd");
  CHECK(marked(check_dns_subdomain, "a..b") == "..");
  CHECK(marked(check_dns_subdomain, "ab.c-.d") == "-");
}

TEST_CASE("keys and values") {
  table("qualified name", check_qualified_name,
        {"a", "A", "a_b.c-d", "example.com/Name", letters(63), letters(253) + "/" + letters(63)},
        {"", "/", "a/", "/a", "a/b/c", "-a", "a.", "Example.com/a", "a_b/c", "a b", letters(64),
         letters(254) + "/a", "a/" + letters(64), "é"});
  table("prefixed key", check_domain_prefixed_key, {"a/b", "example.com/Name"}, {"", "a", "a/b/c"});
  table(
      "prefixed path", check_domain_prefixed_path,
      {"a/b", "example.com/a/b", "a//", "a/%zz", "a/-._~!$&'()*+,;=:"},
      {"", "a", "/a", "a/", "A/b", "a/b?c", "a/b c", "a/é", "a/b#c", "a/\"", letters(254) + "/b"});
  table("label value", check_label_value, {"", "a", "A.b_c-d", letters(63)},
        {"-", "a-", "_a", "a/b", "a b", letters(64), "a:b"});
  table("annotation key", check_annotation_key,
        {"a", "Example.COM/a", "\u212A/a", letters(253) + "/" + letters(63)},
        {"", "a/b/c", "é/a", "a_b/c", letters(64)});
  table("finalizer", check_finalizer, {"a/b", "kubernetes", "orphan", "foregroundDeletion"},
        {"", "a", "Orphan", "a/b/c", "foreground"});
  table("config key", check_config_key, {"a", ".a", "-", "A_b", "_..", letters(253)},
        {"", ".", "..", "..a", "a/b", "a b", letters(254)});
  table("env name since 1.32", of_minor(check_env_name, 32),
        {"A", "1A", "a b", ".", "..", "~", " ", letters(1000)},
        {"", "=", "A=1", "é", "a\tb", "\x7f"});
  table("env name before", of_minor(check_env_name, 31), {"A", "_", "-", "a.b", "a1"},
        {"", "1A", "a b", ".", "..", "..a", "A=1", "é"});
  table("port name", check_port_name, {"http", "a", "1-a", "abcdefghijklmno"},
        {"", "80", "1-2", "-a", "a-", "a--b", "HTTP", "a_b", "a.b", "abcdefghijklmnop"});
  table("header", check_header_name, {"X-Header", "-", "1"}, {"", "X_Header", "a b", "a:"});
  table("sysctl", check_sysctl, {"kernel.shm_rmid_forced", "net/ipv4/ip", "a.b/c-d", letters(253)},
        {"", "a.", ".a", "a..b", "a._b", "a-.b", "A.b", letters(254)});
  CHECK_FALSE(check_port_number(1));
  CHECK_FALSE(check_port_number(65535));
  for (const std::int64_t port : {0, -1, 65536}) CHECK(check_port_number(port).has_value());

  CHECK(better(check_qualified_name, "Example.com/my name") == "example.com/my-name");
  CHECK(better(check_qualified_name, "a/b/c") == "a/b-c");
  CHECK(better(check_label_value, "a/b:c") == "a-b-c");
  CHECK(better(check_label_value, "-a b-") == "a-b");
  CHECK(better(check_config_key, "my key") == "my-key");
  CHECK(better(check_port_name, "HTTP_2") == "http-2");
  CHECK(better(check_header_name, "X_Token") == "X-Token");
  CHECK(better(check_finalizer, "Orphan") == "orphan");
  CHECK(better(check_sysctl, "Kernel.Shm") == "kernel.shm");
  CHECK(marked(check_qualified_name, "a/b/c") == "/c");
  CHECK(marked(check_qualified_name, "example.com/b!") == "!");
  CHECK(marked(check_sysctl, "net.ipv4..x") == "..");
}

TEST_CASE("resources") {
  const Texts extended = {"nvidia.com/gpu", "a/b", letters(244) + "/x", "a/" + letters(63)};
  for (const std::string& name : extended) {
    INFO(name);
    CHECK(is_extended_resource(name));
    CHECK(is_integer_resource(name));
    CHECK_FALSE(is_native_resource(name));
    CHECK_FALSE(is_overcommit_allowed(name));
  }
  for (const std::string& name :
       {std::string("cpu"), std::string("requests.a/b"), std::string("kubernetes.io/a"),
        std::string("x.kubernetes.io/a"), letters(245) + "/x", std::string("A/b")}) {
    INFO(name);
    CHECK_FALSE(is_extended_resource(name));
  }
  CHECK(is_overcommit_allowed("cpu"));
  CHECK_FALSE(is_overcommit_allowed("hugepages-2Mi"));
  CHECK(is_standard_resource("requests.hugepages-2Mi"));
  CHECK(is_integer_resource("pods"));
  CHECK_FALSE(is_integer_resource("cpu"));
  table("container resource", check_container_resource,
        {"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "hugepages-x", "nvidia.com/gpu",
         "kubernetes.io/a", "a.kubernetes.io/b"},
        {"", "gpu", "mem", "storage", "pods", "requests.cpu", "CPU", "requests.a/b", "a/b/c",
         "hugepages-", letters(245) + "/x", "Nvidia.com/gpu"});
  table("pod resource", check_pod_resource, {"cpu", "memory", "hugepages-2Mi"},
        {"", "gpu", "ephemeral-storage", "nvidia.com/gpu", "pods"});
  table("resource", check_resource, {"storage", "pods", "requests.cpu", "a/b", "requests.a/b"},
        {"", "gpu", "mem"});
  CHECK(better(check_container_resource, "gpu") == "nvidia.com/gpu");
  CHECK(better(check_container_resource, "mem") == "memory");
  CHECK(better(check_container_resource, "CPU") == "cpu");
  CHECK(better(check_container_resource, "Nvidia.com/gpu") == "nvidia.com/gpu");
}

TEST_CASE("addresses") {
  const Texts good = {
      "10.0.0.1",  "0.0.0.0",         "255.255.255.255", "::",        "::1", "1::", "2001:DB8::1",
      "::1.2.3.4", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "0db8::00ff"};
  const Texts bad = {"",
                     "a",
                     "1.2.3",
                     "1.2.3.4.5",
                     "256.1.1.1",
                     "1.2.3.4/24",
                     "0x1.2.3.4",
                     " ::1",
                     "::1%eth0",
                     ":::",
                     "1::2::3",
                     "1:2:3:4:5:6:7:8:9",
                     "1:2:3:4:5:6:7",
                     "12345::",
                     "1.2.3.4:80",
                     "[::1]",
                     "::1.2.3",
                     "::1.2.3.4:5",
                     "1:2:3:4:5:6:7:8::"};
  const Texts old = {"010.0.0.1", "1.2.3.0004", "::00001", "::ffff:1.2.3.4", "::FFFF:102:304"};
  table("address", of_minor(check_ip, 36), good, bad);
  table("address", of_minor(check_ip, 36), {}, old);
  table("address of 1.35", of_minor(check_ip, 35), good, bad);
  table("address of 1.35", of_minor(check_ip, 35), old, {});
  CHECK(better(of_minor(check_ip, 36), "::ffff:1.2.3.4") == "1.2.3.4");
}

TEST_CASE("times") {
  table(
      "time", check_time,
      {"2026-01-31T08:30:00Z", "2026-01-31T08:30:00+01:00", "2024-02-29T23:59:59.123456789Z",
       "2026-01-31T08:30:00.12345678901234567890Z", "0000-01-01T00:00:00Z", "2000-02-29T00:00:00Z",
       // What Go takes besides RFC 3339.
       "2026-01-31T8:30:00Z", "2026-01-31T08:30:00,5Z", "2026-01-31T08:30:00-24:60"},
      {"",
       "2026-01-31",
       "2026-01-31T08:30:00",
       "2026-01-31 08:30:00Z",
       "2026-01-31t08:30:00z",
       "2026-02-29T00:00:00Z",
       "1900-02-29T00:00:00Z",
       "2026-04-31T00:00:00Z",
       "2026-00-01T00:00:00Z",
       "2026-01-00T00:00:00Z",
       "2026-13-01T00:00:00Z",
       "2026-01-31T24:00:00Z",
       "2026-01-31T08:60:00Z",
       "2026-01-31T08:30:60Z",
       "2026-01-31T08:30:00.Z",
       "2026-01-31T08:30:00+0100",
       "2026-01-31T08:30:00+25:00",
       "2026-01-31T08:30:00+01:61",
       "2026-1-31T08:30:00Z",
       "2026-01-31T08:30Z",
       "26-01-31T08:30:00Z",
       "2026-01-31T08:30:00Z ",
       "1769848200"});
  CHECK(better(check_time, "2026-01-31") == "2026-01-31T00:00:00Z");
  CHECK(better(check_time, "2026-01-31 08:30:00") == "2026-01-31T08:30:00Z");
  CHECK(better(check_time, "2026-01-31 08:30:00 UTC") == "2026-01-31T08:30:00Z");
  CHECK(better(check_time, "2026-01-31T08:30") == "2026-01-31T08:30:00Z");
  CHECK(better(check_time, "2026-02-30") == "none");
}

}  // namespace launch::kubernetes
