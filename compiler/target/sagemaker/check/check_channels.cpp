#include <algorithm>

#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

constexpr std::string_view kSources[] = {"S3DataSource", "FileSystemDataSource", "DatasetSource"};

void check_source(const Field& source) {
  if (!source.is_map()) return;
  const Field* first = nullptr;
  std::vector<Field> present;
  for (const std::string_view key : kSources) {
    if (source[key].present()) present.push_back(source[key]);
  }
  if (present.empty()) {
    source.report(kChannelSource, "a channel's DataSource has one of " + all_of(kSources));
  }
  for (const Field& other : present) {
    if (first == nullptr) {
      first = &other;
      continue;
    }
    other.report_key_with(
        kChannelSource,
        "a channel has one source of data, and " + std::string(first->key()) + " is there already",
        {{first->key_span(), "the other one"}}, "make two channels of it");
  }
}

// The field that decides the channel's mode; its own goes before the job's.
Field mode_of(const Field& request, const Field& channel) {
  const Field own = channel["InputMode"];
  return own.present() ? own : request["AlgorithmSpecification"]["TrainingInputMode"];
}

bool is(const Field& field, std::string_view word) { return field.text_or_empty() == word; }

void needs(const Field& field, const Field& mode, std::string_view wanted, std::string_view what) {
  field.report_with(kInputMode,
                    std::string(what) + " is read in " + std::string(wanted) +
                        " mode, and the channel's is " + std::string(mode.text_or_empty()),
                    mode, "the input mode", "set InputMode: " + std::string(wanted));
}

void check_mode(const Field& request, const Field& channel) {
  const Field mode = mode_of(request, channel);
  if (!mode.is_text() || mode.unknown()) return;
  const bool pipe = is(mode, "Pipe");
  const Field type = channel["DataSource"]["S3DataSource"]["S3DataType"];
  if (is(type, "AugmentedManifestFile") && !pipe)
    needs(type, mode, "Pipe", "an augmented manifest");
  if (is(type, "ManifestFile") && is(mode, "FastFile")) needs(type, mode, "File", "a manifest");
  const Field compression = channel["CompressionType"];
  if (is(compression, "Gzip") && !pipe) needs(compression, mode, "Pipe", "compressed data");
  const Field wrapper = channel["RecordWrapperType"];
  if (is(wrapper, "RecordIO") && !pipe) needs(wrapper, mode, "Pipe", "data wrapped in RecordIO");
  const Field system = channel["DataSource"]["FileSystemDataSource"];
  if (system.present() && !is(mode, "File")) needs(system, mode, "File", "a file system");
}

void check_manifest(const Field& source) {
  const Field type = source["S3DataType"];
  const Field names = source["AttributeNames"];
  if (!type.is_text() || type.unknown()) return;
  if (is(type, "AugmentedManifestFile")) {
    if (!names.empty()) return;
    return type.report(kManifest, "an augmented manifest is read by its AttributeNames",
                       "set AttributeNames beside it");
  }
  if (names.empty()) return;
  names.report_key_with(kManifest, "AttributeNames are for augmented manifests",
                        {{type.span(), "the type of the data"}}, "remove them");
}

void check_groups(const Field& request, const Field& source) {
  std::vector<std::string_view> known;
  for (const Field& group : request["ResourceConfig"]["InstanceGroups"].items()) {
    known.push_back(group["InstanceGroupName"].text_or_empty());
    if (group["InstanceGroupName"].unknown()) return;
  }
  for (const Field& name : source["InstanceGroupNames"].items()) {
    if (!name.is_text() || name.unknown()) continue;
    const std::string_view text = name.text_or_empty();
    if (std::find(known.begin(), known.end(), text) != known.end()) continue;
    name.report(kUnknownGroup,
                "no group of ResourceConfig.InstanceGroups is called " + quoted(text) +
                    (known.empty() ? ": there are none" : "; there are " + all_of(known)),
                suggest(did_you_mean(text, known)));
  }
}

}  // namespace

void check_channels(const Field& request) {
  const Field channels = request["InputDataConfig"];
  check_unique(channels, "ChannelName", "channels");
  for (const Field& channel : channels.items()) {
    check_source(channel["DataSource"]);
    check_mode(request, channel);
    check_manifest(channel["DataSource"]["S3DataSource"]);
    check_groups(request, channel["DataSource"]["S3DataSource"]);
  }
}

}  // namespace launch::sagemaker
