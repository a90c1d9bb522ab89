// The grammars of texts in a CustomJob, and what is known of machines.
#include "compiler/target/vertex/grammar.h"
#include "compiler/target/vertex/machine_types.h"
#include "tests/catch.h"

namespace launch::vertex {
namespace {

using Grammar = Check (*)(std::string_view);

void check_table(Grammar grammar, std::span<const std::string_view> good,
                 std::span<const std::string_view> bad) {
  for (const std::string_view text : good) {
    INFO(text);
    CHECK_FALSE(grammar(text));
  }
  for (const std::string_view text : bad) {
    INFO(text);
    REQUIRE(grammar(text));
    CHECK_FALSE(grammar(text)->message.empty());
  }
}

}  // namespace

TEST_CASE("places in Cloud Storage") {
  const std::string long_name = "gs://" + std::string(63, 'a');
  const std::string too_long = "gs://" + std::string(64, 'a');
  const std::string_view good[] = {"gs://bucket",   "gs://my-bucket/a/b.tar.gz",
                                   "gs://a_b.c-d/", "gs://123",
                                   long_name,       "gs://a.b.example/x"};
  const std::string_view bad[] = {"",           "bucket",      "s3://bucket",  "gs://",
                                  "gs:///path", "gs://ab",     "gs://Bucket/", "gs://-bucket",
                                  "gs://bu et", "gs://a..b/x", too_long,       "gs://google-x/y",
                                  "GS://bucket"};
  check_table(check_storage_uri, good, bad);
  CHECK(check_storage_uri("s3://b/c")->suggestion == "did you mean \"gs://b/c\"?");
  CHECK(check_storage_uri("gs://My/x")->begin == 5);
}

TEST_CASE("labels") {
  const std::string long_text(63, 'a');
  const std::string too_long(64, 'a');
  const std::string_view good[] = {"a", "team-1", "a_b", "größe", long_text};
  const std::string_view bad[] = {"", "Team", "1st", "-a", "_a", "a.b", "a b", too_long};
  check_table(check_label_key, good, bad);
  const std::string_view values[] = {"", "1", "-", "a-b_c", long_text};
  const std::string_view bad_values[] = {"A", "a.b", "a/b", too_long};
  check_table(check_label_value, values, bad_values);
}

TEST_CASE("names of variables, accounts and resources") {
  const std::string_view variables[] = {"A", "_a1", "NCCL_DEBUG"};
  const std::string_view bad_variables[] = {"", "1A", "A-B", "A.B", "A B", "\xc3\xa9"};
  check_table(check_variable_name, variables, bad_variables);
  const std::string_view accounts[] = {"train@my-project.iam.gserviceaccount.com",
                                       "123-compute@developer.gserviceaccount.com",
                                       "p@appspot.gserviceaccount.com"};
  const std::string_view bad_accounts[] = {"",
                                           "train",
                                           "train@my-project",
                                           "me@example.com",
                                           "@p.iam.gserviceaccount.com",
                                           "Train@p.iam.gserviceaccount.com"};
  check_table(check_service_account, accounts, bad_accounts);
  const std::string_view sides[] = {"2x2", "2x2x1", "16x16"};
  const std::string_view bad_sides[] = {"", "2", "2x", "2x0", "2X2", "2x2x2x2", "axb"};
  check_table(check_topology, sides, bad_sides);
  const std::string_view ids[] = {"pool-1", "a"};
  const std::string_view bad_ids[] = {"", "Pool", "1pool", "pool-", "a_b"};
  check_table(check_resource_id, ids, bad_ids);
  constexpr std::string_view kNetwork = "projects/NUMBER/global/networks/NAME";
  CHECK_FALSE(check_resource("projects/12345/global/networks/default", kNetwork));
  for (const char* bad : {"default", "projects/p/global/networks/default", "projects/1/networks/d",
                          "projects/1/global/networks/", "projects/1/global/networks/a/b",
                          "projects/1/global/networks/a b"}) {
    INFO(bad);
    CHECK(check_resource(bad, kNetwork));
  }
}

TEST_CASE("machines and their accelerators") {
  CHECK(series_of("n1-standard-8") == Series::General);
  CHECK(series_of("n1-standard") == Series::Unknown);
  CHECK(series_of("n1-standard-x") == Series::Unknown);
  CHECK(series_of("e2-highmem-16") == Series::Plain);
  CHECK(series_of("a2-highgpu-1g") == Series::Gpu);
  CHECK(series_of("ct5lp-hightpu-4t") == Series::Tpu);
  CHECK(series_of("cloud-tpu") == Series::Tpu);
  CHECK(series_of("") == Series::Unknown);
  CHECK(fixed_gpus("g2-standard-24")->count == 2);
  CHECK(fixed_gpus("a2-highgpu-3g") == nullptr);
  CHECK(attached_gpu("NVIDIA_L4") == nullptr);
  CHECK(cpus_of("n1-highmem-64") == 64);
}

}  // namespace launch::vertex
