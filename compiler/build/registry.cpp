#include "compiler/build/registry.h"

#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/image_reference.h"
#include "compiler/target/text.h"

namespace launch::build {
namespace {

constexpr std::string_view kScheme = "https://";

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
}

// Letters, digits and dashes: one label of a host's name.
bool is_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool take_end(std::string_view& text, std::string_view end) {
  if (text.size() <= end.size() || lower(text.substr(text.size() - end.size())) != end)
    return false;
  text.remove_suffix(end.size());
  return true;
}

// ACCOUNT.dkr.ecr.REGION.amazonaws.com, .com.cn in China, dkr.ecr-fips for FIPS, and the
// dual-stack ACCOUNT.dkr-ecr.REGION.on.aws
// (https://docs.aws.amazon.com/general/latest/gr/ecr.html).
bool read_ecr(ImageName& name) {
  std::string_view host = name.host;
  const bool dual = take_end(host, ".on.aws") || take_end(host, ".on.amazonwebservices.com.cn");
  if (!dual && !take_end(host, ".amazonaws.com") && !take_end(host, ".amazonaws.com.cn"))
    return false;
  const std::vector<std::string_view> labels = split(host, '.');
  const std::size_t middle = dual ? 1 : 2;
  if (labels.size() != middle + 2 || !all_digits(labels.front()) || !is_label(labels.back()))
    return false;
  const bool known = dual ? labels[1] == "dkr-ecr" || labels[1] == "dkr-ecr-fips"
                          : labels[1] == "dkr" && (labels[2] == "ecr" || labels[2] == "ecr-fips");
  if (!known || name.repository.empty()) return false;
  name.kind = RegistryKind::Ecr;
  name.account = labels.front();
  name.region = labels.back();
  return true;
}

// LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; a project of a domain is written as two parts,
// example.com/team (https://cloud.google.com/artifact-registry/docs/docker/names).
bool read_artifact_registry(ImageName& name) {
  std::string_view location = name.host;
  if (!take_end(location, "-docker.pkg.dev") || !is_label(location)) return false;
  name.kind = RegistryKind::ArtifactRegistry;
  name.region = location;
  Cut rest = cut(name.repository, '/');
  name.project = std::string(rest.before);
  if (rest.before.find('.') != std::string_view::npos) {
    rest = cut(rest.after, '/');
    name.project += ":" + std::string(rest.before);
  }
  rest = cut(rest.after, '/');
  name.repository = rest.before;
  name.image = rest.after;
  return true;
}

// NAME.azurecr.io, .cn in China, .us for the US government
// (https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal).
bool read_acr(ImageName& name) {
  std::string_view registry = name.host;
  const bool known = take_end(registry, ".azurecr.io") || take_end(registry, ".azurecr.cn") ||
                     take_end(registry, ".azurecr.us");
  if (!known || !is_label(registry) || name.repository.empty()) return false;
  name.kind = RegistryKind::Acr;
  name.registry = registry;
  return true;
}

Trouble at(std::string_view text, std::string_view part, std::string message,
           std::string suggestion = {}) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  return {std::move(message), std::move(suggestion), begin, begin + part.size()};
}

// Hosts that only resemble what they were meant to be.
Check check_host(std::string_view text, const ImageName& name) {
  const std::string host = lower(name.host);
  const bool aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
  if (aws && name.kind == RegistryKind::Other) {
    const std::size_t middle = host.find(".ecr.");
    const std::size_t dkr = host.find(".dkr.");
    std::string whole(name.name);
    const bool lacks_dkr = middle != std::string::npos && dkr == std::string::npos;
    if (lacks_dkr) whole.insert(middle, ".dkr");
    return at(
        text, name.host,
        quoted(name.host) + " is no ECR registry, expected ACCOUNT.dkr.ecr.REGION.amazonaws.com",
        lacks_dkr && !check_destination(whole) ? suggest(whole) : std::string());
  }
  if (name.kind == RegistryKind::Ecr && name.account.size() != 12) {
    return at(text, name.account, quoted(name.account) + " is no AWS account, expected 12 digits");
  }
  return {};
}

Check check_artifact_registry(std::string_view text, const ImageName& name) {
  if (name.kind != RegistryKind::ArtifactRegistry || !name.image.empty()) return {};
  return at(text, name.name,
            quoted(name.name) +
                " names no image, expected LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE");
}

// A registry and nothing behind it: docker would take its name for a repository of Docker Hub, and
// its port for a tag.
Check check_registry_alone(std::string_view text, const ImageName& name) {
  const bool alone = name.host.empty() && name.repository.find('/') == std::string_view::npos;
  const std::string_view last = name.repository.substr(name.repository.rfind('.') + 1);
  const bool is_domain = last.size() < name.repository.size() && last.size() > 1 &&
                         std::all_of(last.begin(), last.end(), [](char c) { return is_letter(c); });
  const bool is_address = std::count(name.name.begin(), name.name.end(), '.') == 3 &&
                          name.name.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!alone || (!is_domain && !is_address && name.repository != "localhost")) return {};
  std::string host(name.name);
  if (all_digits(name.tag)) host += ":" + std::string(name.tag);
  const bool google = name.name.ends_with("-docker.pkg.dev");
  return at(text, text.substr(static_cast<std::size_t>(name.name.data() - text.data())),
            quoted(host) + " is a registry, and names no repository in it, expected " + host +
                (google ? "/PROJECT/REPOSITORY/IMAGE" : "/REPOSITORY"));
}

bool has_blank_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
}

Check read_azure_store(std::string_view text, Store& store) {
  const std::string_view rest = text.substr(kScheme.size());
  const Cut host = cut(rest, '/');
  std::string_view account = host.before;
  const bool known = take_end(account, ".blob.core.windows.net") ||
                     take_end(account, ".blob.core.chinacloudapi.cn") ||
                     take_end(account, ".blob.core.usgovcloudapi.net");
  if (!known || !is_label(account)) {
    return at(text, host.before,
              quoted(host.before) +
                  " is no host of Azure Blob Storage, expected "
                  "ACCOUNT.blob.core.windows.net");
  }
  const Cut container = cut(host.after, '/');
  if (container.before.empty()) {
    return Trouble{quoted(text) +
                       " names no container, expected "
                       "https://ACCOUNT.blob.core.windows.net/CONTAINER",
                   ""};
  }
  store = {StoreKind::Azure, container.before, account, container.after};
  return {};
}

}  // namespace

ImageName parse_image_name(std::string_view text) {
  ImageName name;
  if (lower(text.substr(0, kScheme.size())) == kScheme) text.remove_prefix(kScheme.size());
  const Cut digest = cut(text, '@');
  name.digest = digest.after;
  name.name = digest.before;
  const std::size_t colon = name.name.find_last_of(":/");
  if (colon != std::string_view::npos && name.name[colon] == ':') {
    name.tag = name.name.substr(colon + 1);
    name.name = name.name.substr(0, colon);
  }
  // What looks like a host is one (distribution/reference, normalize.go, splitDockerDomain).
  const Cut first = cut(name.name, '/');
  const bool host = first.found && (first.before == "localhost" ||
                                    first.before.find_first_of(".:") != std::string_view::npos ||
                                    lower(first.before) != first.before);
  name.host = host ? first.before : std::string_view();
  name.repository = host ? first.after : name.name;
  if (!read_ecr(name) && !read_artifact_registry(name)) read_acr(name);
  return name;
}

Check check_destination(std::string_view text) {
  const ImageName name = parse_image_name(text);
  if (text.empty()) return Trouble{"the destination is empty, expected REGISTRY/REPOSITORY", ""};
  if (Check wrong = check_registry_alone(text, name)) return wrong;
  if (!name.digest.empty()) {
    return at(text, name.digest,
              "a digest names a finished image, expected a repository to push to",
              suggest(name.name));
  }
  if (!name.tag.empty()) {
    return at(text, name.tag,
              "the tag " + quoted(name.tag) +
                  " is in the way, launch makes the tag from what is in the image",
              suggest(name.name));
  }
  if (Check wrong = docker::check_image(name.name)) {
    const auto skipped = static_cast<std::size_t>(name.name.data() - text.data());
    wrong->begin += skipped;
    wrong->end = wrong->end == std::string_view::npos ? text.size() : wrong->end + skipped;
    return wrong;
  }
  if (Check wrong = check_host(text, name)) return wrong;
  return check_artifact_registry(text, name);
}

Check check_store(std::string_view text, Store* store) {
  Store read;
  if (has_blank_or_control(text)) {
    return Trouble{quoted(text) + " holds a blank, expected a URI such as s3://bucket/path", ""};
  }
  if (text.starts_with(kScheme)) {
    if (Check wrong = read_azure_store(text, read)) return wrong;
  } else if (text.starts_with("s3://") || text.starts_with("gs://")) {
    const Cut rest = cut(text.substr(5), '/');
    if (rest.before.empty()) return Trouble{quoted(text) + " names no bucket", ""};
    read = {text.front() == 's' ? StoreKind::S3 : StoreKind::Gcs, rest.before, {}, rest.after};
  } else {
    const std::string small =
        lower(text.substr(0, 5)) + std::string(text.substr(std::min<std::size_t>(5, text.size())));
    const bool cased = small != text && !check_store(small);
    return Trouble{quoted(text) +
                       " is no store, expected s3://BUCKET, gs://BUCKET or "
                       "https://ACCOUNT.blob.core.windows.net/CONTAINER",
                   cased ? suggest(small) : std::string()};
  }
  if (store != nullptr) *store = read;
  return {};
}

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html,
// https://cloud.google.com/artifact-registry/docs/docker/authentication,
// https://learn.microsoft.com/azure/container-registry/container-registry-authentication
std::string login_of(const ImageName& name) {
  const std::string host(name.host);
  switch (name.kind) {
    case RegistryKind::Ecr:
      return "aws ecr get-login-password --region " + std::string(name.region) +
             " | docker login --username AWS --password-stdin " + host;
    case RegistryKind::ArtifactRegistry:
      return "gcloud auth configure-docker " + host;
    case RegistryKind::Acr:
      return "az acr login --name " + std::string(name.registry);
    case RegistryKind::Other:
      break;
  }
  return host.empty() ? "docker login" : "docker login " + host;
}

// moby/moby, registry/config.go: 127.0.0.0/8 and ::1 are insecure registries.
bool is_loopback(std::string_view host) {
  if (host.starts_with("[::1]")) return true;
  const std::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || name.starts_with("127.");
}

std::string safe_image_name(std::string_view name) {
  constexpr std::string_view kSeparators = "._-";
  std::string safe;
  std::string between;
  for (const char c : lower(name)) {
    if (is_digit(c) || is_letter(c)) {
      if (!safe.empty()) safe += between.size() > 1 ? "__" : between;
      between.clear();
      safe += c;
    } else {
      between += kSeparators.find(c) == std::string_view::npos ? "__" : std::string(1, c);
    }
  }
  return safe.empty() ? "image" : safe;
}

}  // namespace launch::build
