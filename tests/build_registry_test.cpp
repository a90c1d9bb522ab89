#include "compiler/build/registry.h"
#include "tests/catch.h"

namespace launch::tests {
namespace {

using build::ImageName;

std::string parts_of(std::string_view text) {
  const ImageName name = build::parse_image_name(text);
  std::string out;
  const auto add = [&](const char* key, std::string_view value) {
    if (!value.empty())
      out += (out.empty() ? "" : " ") + std::string(key) + "=" + std::string(value);
  };
  add("host", name.host);
  add("account", name.account);
  add("region", name.region);
  add("registry", name.registry);
  add("project", name.project);
  add("repository", name.repository);
  add("image", name.image);
  add("tag", name.tag);
  add("digest", name.digest);
  return out;
}

}  // namespace

TEST_CASE("names of images are taken apart by the kind of their registry") {
  const std::string ecr = "123456789012.dkr.ecr.";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"ubuntu", "repository=ubuntu"},
      {"library/ubuntu:22.04", "repository=library/ubuntu tag=22.04"},
      {"docker.io/me/img", "host=docker.io repository=me/img"},
      {"localhost/img", "host=localhost repository=img"},
      {"localhost:5000/x:1", "host=localhost:5000 repository=x tag=1"},
      {"[::1]:5000/a/b", "host=[::1]:5000 repository=a/b"},
      {"https://registry.example.com:8443/team/a/b:v1@sha256:00",
       "host=registry.example.com:8443 repository=team/a/b tag=v1 digest=sha256:00"},
      {ecr + "us-west-2.amazonaws.com/team/x:1",
       "host=" + ecr +
           "us-west-2.amazonaws.com account=123456789012 region=us-west-2 "
           "repository=team/x tag=1"},
      {ecr + "cn-north-1.amazonaws.com.cn/x",
       "host=" + ecr +
           "cn-north-1.amazonaws.com.cn account=123456789012 region=cn-north-1 "
           "repository=x"},
      {"123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/x",
       "host=123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com account=123456789012 "
       "region=us-gov-west-1 repository=x"},
      {"123456789012.dkr-ecr.eu-west-1.on.aws/x",
       "host=123456789012.dkr-ecr.eu-west-1.on.aws account=123456789012 region=eu-west-1 "
       "repository=x"},
      {"us-docker.pkg.dev/p/r/i:t",
       "host=us-docker.pkg.dev region=us project=p repository=r image=i tag=t"},
      {"europe-west4-docker.pkg.dev/example.com/p/r/a/b",
       "host=europe-west4-docker.pkg.dev region=europe-west4 project=example.com:p repository=r "
       "image=a/b"},
      {"my-registry.azurecr.io/team/x:1",
       "host=my-registry.azurecr.io registry=my-registry repository=team/x tag=1"},
      {"reg.azurecr.cn/x", "host=reg.azurecr.cn registry=reg repository=x"},
      {"gcr.io/p/img", "host=gcr.io repository=p/img"},
      {"", ""},
      {":", ""},
      {"@", ""},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(parts_of(text) == expected);
  }
}

TEST_CASE("a destination is a repository that something can be pushed to") {
  // What is wrong, as the bytes that are meant; "" for a good one.
  const std::vector<std::pair<std::string, std::string>> rows{
      {"registry.example.com:5000/team/train", ""},
      {"https://registry.example.com/train", ""},
      {"me/train", ""},
      {"us-docker.pkg.dev/p/r/i", ""},
      {"my-registry.azurecr.io/a/b", ""},
      {"", ""},
      {"registry.example.com/train:v1", "v1"},
      {"registry.example.com:5000/train:v1", "v1"},
      {"reg.azurecr.io/x@sha256:00", "sha256:00"},
      {"us-docker.pkg.dev/p/r", "us-docker.pkg.dev/p/r"},
      {"us-docker.pkg.dev/p", "us-docker.pkg.dev/p"},
      {"123.dkr.ecr.us-east-1.amazonaws.com/x", "123"},
      {"123456789012.ecr.us-east-1.amazonaws.com/x", "123456789012.ecr.us-east-1.amazonaws.com"},
      {"https://registry.example.com/Train", "registry.example.com/Train"},
      {"http://registry.example.com/train", "http://registry.example.com/train"},
      {"registry.example.com/a b", "registry.example.com/a b"},
      {"reg.azurecr.io/", "reg.azurecr.io/"},
      // A registry alone: docker would look for it on Docker Hub.
      {"train", ""},
      {"train.v2", ""},
      {"123456789012.dkr.ecr.us-east-1.amazonaws.com",
       "123456789012.dkr.ecr.us-east-1.amazonaws.com"},
      {"us-docker.pkg.dev", "us-docker.pkg.dev"},
      {"my-reg.azurecr.io", "my-reg.azurecr.io"},
      {"https://ghcr.io", "ghcr.io"},
      {"reg.example.com:5000", "reg.example.com:5000"},
      {"localhost:5000", "localhost:5000"},
      {"10.0.0.5:5000", "10.0.0.5:5000"},
      {"train:5000", "5000"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    const Check wrong = build::check_destination(text);
    CHECK(wrong.has_value() == (!expected.empty() || text.empty()));
    if (wrong && !text.empty()) {
      INFO(wrong->message);
      CHECK(text.substr(wrong->begin, wrong->end - wrong->begin) == expected);
    }
  }
}

TEST_CASE("what is missing in the host of an ECR registry is offered") {
  const Check wrong = build::check_destination("123456789012.ecr.us-east-1.amazonaws.com/x");
  REQUIRE(wrong.has_value());
  CHECK(wrong->suggestion == "did you mean \"123456789012.dkr.ecr.us-east-1.amazonaws.com/x\"?");
}

TEST_CASE("stores of build contexts") {
  const std::vector<std::pair<std::string, bool>> rows{
      {"s3://b", true},
      {"s3://b/p/q/", true},
      {"gs://b/p", true},
      {"https://acct.blob.core.windows.net/c", true},
      {"https://acct.blob.core.windows.net/c/p/q", true},
      {"https://acct.blob.core.windows.net/", false},
      {"https://acct.blob.core.windows.net", false},
      {"https://a.b.blob.core.windows.net/c", false},
      {"https://example.com/c", false},
      {"s3://", false},
      {"s3:///x", false},
      {"S3://b", false},
      {"/tmp", false},
      {"s3://b/a b", false},
      {"", false},
  };
  for (const auto& [text, good] : rows) {
    INFO(text);
    CHECK(!build::check_store(text).has_value() == good);
  }
}

// wandb/util.py, make_docker_image_name_safe.
TEST_CASE("a name becomes the name of an image as W&B's client makes one") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"My Job", "my__job"},
      {"a-b", "a-b"},
      {"a.b_c", "a.b_c"},
      {"a-.b", "a__b"},
      {"a--b", "a__b"},
      {"_a/b-", "a__b"},
      {"A//B", "a__b"},
      {"a\xC3\xA9", "a"},
      {"1.1.:.", "1.1"},
      {"b_1a.-", "b_1a"},
      {"._-", "image"},
      {"", "image"},
      {"https://h/x.git", "https__h__x.git"}};
  for (const auto& [name, expected] : rows) {
    INFO(name);
    CHECK(build::safe_image_name(name) == expected);
  }
}

}  // namespace launch::tests
