// --mount: one record of KEY=VALUE fields.
// Source: docker/cli opts/mount.go; moby volume/mounts/linux_parser.go validateMountConfigImpl
#include <algorithm>
#include <array>
#include <map>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/docker/image_reference.h"
#include "compiler/target/docker/record.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

constexpr std::array<std::string_view, 21> kKeys = {"type",
                                                    "source",
                                                    "src",
                                                    "target",
                                                    "dst",
                                                    "destination",
                                                    "readonly",
                                                    "ro",
                                                    "consistency",
                                                    "bind-propagation",
                                                    "bind-nonrecursive",
                                                    "bind-recursive",
                                                    "volume-subpath",
                                                    "volume-nocopy",
                                                    "volume-label",
                                                    "volume-driver",
                                                    "volume-opt",
                                                    "image-subpath",
                                                    "tmpfs-size",
                                                    "tmpfs-mode",
                                                    "tmpfs-options"};
constexpr std::size_t kKnownKeys = 20;  // the last one is docker service's alone
constexpr std::array<std::string_view, 4> kTypes = {"bind", "volume", "tmpfs", "image"};
constexpr std::array<std::string_view, 4> kRecursion = {"enabled", "disabled", "writable",
                                                        "readonly"};
constexpr std::array<std::string_view, 6> kPropagation = {"private", "rprivate", "slave",
                                                          "rslave",  "shared",   "rshared"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Value {
  std::string text;
  std::size_t begin = 0;  // the field, quotes included
  std::size_t end = 0;
};

Trouble at(const Value& value, std::string message, std::string suggestion = "") {
  return {std::move(message), std::move(suggestion), value.begin, value.end};
}

class Mount {
 public:
  explicit Mount(std::string_view text) : text_(text) {}

  Check check() {
    const Record record = read_record(text_);
    if (!record.error.empty()) {
      return Trouble{quoted(text_) + " cannot be read: " + record.error, "", record.error_at};
    }
    for (const Record::Field& field : record.fields) {
      if (Check wrong = read_field(field)) return wrong;
    }
    if (Check wrong = check_required()) return wrong;
    if (Check wrong = check_groups()) return wrong;
    if (Check wrong = check_recursion()) return wrong;
    if (Check wrong = check_target()) return wrong;
    if (type_ == "bind") return check_bind();
    if (type_ == "volume") return check_volume();
    if (type_ == "tmpfs") return check_tmpfs_source();
    return check_image_mount();
  }

  MountPoint point() const {
    const auto* known = std::find(kTypes.begin(), kTypes.end(), type_);
    const auto target = values_.find("target");
    return {target == values_.end() ? "" : clean_path(target->second.text), *known, false, false};
  }

 private:
  // Spellings that mean the same key.
  static std::string_view canonical(std::string_view key) {
    if (key == "src") return "source";
    if (key == "dst" || key == "destination") return "target";
    return key == "ro" ? "readonly" : key;
  }

  const Value* find(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }

  std::string_view text_of(std::string_view key) const {
    const Value* value = find(key);
    return value == nullptr ? std::string_view() : std::string_view(value->text);
  }

  Check read_field(const Record::Field& field) {
    const Cut parts = cut(field.text, '=');
    const std::string key = lower(parts.before);
    Value value{std::string(parts.after), field.begin, field.end};
    const bool bare =
        key == "readonly" || key == "ro" || key == "volume-nocopy" || key == "bind-nonrecursive";
    const auto known_end = kKeys.begin() + kKnownKeys;
    const bool known = std::find(kKeys.begin(), known_end, key) != known_end;
    if (!known) {
      return at(value,
                quoted(parts.before) + " is no key of --mount, expected " +
                    one_of(std::span(kKeys).first(kKnownKeys), kKnownKeys),
                suggest(near_key(key)));
    }
    if (!parts.found && !bare)
      return at(value, quoted(field.text) + " has no value, expected KEY=VALUE");
    if (!parts.found) value.text = "true";
    if (Check wrong = check_value(key, value)) return wrong;
    keep(canonical(key), std::move(value));
    return {};
  }

  static std::string_view near_key(std::string_view key) {
    if (key == "size" || key == "mode") return key == "size" ? "tmpfs-size" : "tmpfs-mode";
    if (key == "propagation") return "bind-propagation";
    return did_you_mean(key, std::span(kKeys).first(kKnownKeys));
  }

  void keep(std::string_view key, Value value) {
    if (key == "volume-opt") {
      const Cut option = cut(value.text, '=');
      if (!option.before.empty()) options_[std::string(option.before)] = option.after;
    }
    if (key == "type") type_ = lower(value.text);
    values_.insert_or_assign(std::string(key), std::move(value));
  }

  static Check check_value(std::string_view key, const Value& value) {
    const bool is_switch =
        key == "readonly" || key == "ro" || key == "volume-nocopy" || key == "bind-nonrecursive";
    if (is_switch && !parse_bool(value.text)) {
      return at(value, quoted(value.text) + " is no value of " + std::string(key) +
                           ", expected \"true\" or \"false\"");
    }
    if (key == "bind-recursive" && !contains(kRecursion, value.text)) {
      return at(value, quoted(value.text) + " is not known, expected " + one_of(kRecursion),
                suggest(did_you_mean(value.text, kRecursion)));
    }
    if (key == "tmpfs-size") {
      if (Check wrong = check_size(value.text)) return at(value, wrong->message, wrong->suggestion);
    }
    if (key == "tmpfs-mode" && !parse_uint(value.text, 8, 32).ok()) {
      return at(value, quoted(value.text) + " is no mode, expected octal digits such as \"1777\"");
    }
    return {};
  }

  Check check_required() const {
    if (const Value* type = find("type"); type != nullptr && !contains(kTypes, type_)) {
      return at(*type, quoted(type->text) + " is no mount type, expected " + one_of(kTypes),
                suggest(did_you_mean(type_, kTypes)));
    }
    if (!text_of("target").empty()) return {};
    return Trouble{"the target is missing, expected target=/PATH", ""};
  }

  // bind-*, volume-*, image-* and tmpfs-* options go with their own type.
  Check check_groups() const {
    for (const auto& [key, value] : values_) {
      const Cut parts = cut(key, '-');
      if (!parts.found || !contains(kTypes, parts.before) || parts.before == type_) continue;
      // This value stands for the default and sets nothing.
      if (key == "bind-recursive" && value.text == "enabled") continue;
      return at(value, quoted(key) + " goes only with type=" + std::string(parts.before) +
                           ", this mount is of type " + quoted(type_));
    }
    return {};
  }

  bool read_only() const { return parse_bool(text_of("readonly")).value_or(false); }

  Check check_recursion() const {
    const Value* value = find("bind-recursive");
    if (value == nullptr || (value->text != "writable" && value->text != "readonly")) return {};
    if (!read_only()) {
      return at(*value, "bind-recursive=" + value->text + " needs \"readonly\" beside it");
    }
    if (value->text == "readonly" && lower(text_of("bind-propagation")) != "rprivate") {
      return at(*value, "bind-recursive=readonly needs bind-propagation=rprivate beside it");
    }
    return {};
  }

  Check check_target() const {
    const Value& target = *find("target");
    Check wrong = check_destination(target.text);
    if (!wrong) return {};
    return at(target, wrong->message, wrong->suggestion);
  }

  bool anonymous() const { return text_of("source").empty(); }

  Check check_bind() const {
    if (anonymous()) return Trouble{"a bind mount needs source=/PATH", ""};
    const Value& source = *find("source");
    const std::string propagation = lower(text_of("bind-propagation"));
    if (!propagation.empty() && !contains(kPropagation, propagation)) {
      return at(*find("bind-propagation"),
                quoted(propagation) + " is no propagation, expected " + one_of(kPropagation),
                suggest(did_you_mean(propagation, kPropagation)));
    }
    // The client makes a leading "." absolute; a backslash counts as a slash.
    const char first = source.text.front();
    if (first == '/' || first == '.' || first == '\\') return {};
    return at(source, quoted(source.text) + " is no absolute path on the host",
              suggest(first == '~' ? "" : "./" + source.text));
  }

  Check check_volume() const {
    const std::string_view subpath = text_of("volume-subpath");
    if (!subpath.empty() && anonymous()) {
      return at(*find("volume-subpath"), "volume-subpath needs a source: the volume's name");
    }
    if (!subpath.empty() && !is_local_path(subpath)) {
      return at(*find("volume-subpath"),
                quoted(subpath) + " is no relative path inside the volume");
    }
    if (read_only() && anonymous()) {
      return at(*find("readonly"), "a volume without a source cannot be read-only, it is empty");
    }
    const std::string_view driver = text_of("volume-driver");
    if (!driver.empty() && driver != "local") return {};  // a plugin has rules of its own
    if (!anonymous()) {
      const Value& source = *find("source");
      if (Check wrong = check_volume_name(source.text)) {
        const bool folder = source.text.find('/') != std::string::npos;
        return at(source, wrong->message + (folder ? " of type=bind" : ""));
      }
    }
    return check_volume_options();
  }

  // Source: moby volume/local/local_unix.go validateOpts
  Check check_volume_options() const {
    constexpr std::array<std::string_view, 4> kOptions = {"device", "o", "size", "type"};
    for (const auto& [key, value] : options_) {
      if (!contains(kOptions, key)) {
        return at(*find("volume-opt"),
                  quoted(key) + " is no option of a local volume, expected " + one_of(kOptions),
                  suggest(did_you_mean(key, kOptions)));
      }
      if (key != "size") continue;
      if (Check wrong = check_size(value))
        return at(*find("volume-opt"), wrong->message, wrong->suggestion);
    }
    const bool mounted = options_.contains("device") && options_.contains("type");
    const bool some =
        options_.contains("device") || options_.contains("type") || options_.contains("o");
    if (!some || mounted) return {};
    return at(*find("volume-opt"),
              "a local volume's options \"type\", \"device\" and \"o\" need both "
              "\"type\" and \"device\"");
  }

  Check check_tmpfs_source() const {
    if (anonymous()) return {};
    return at(*find("source"), "a tmpfs mount has no source, it lives in memory");
  }

  Check check_image_mount() const {
    if (anonymous()) return Trouble{"an image mount needs source=IMAGE", ""};
    const std::string_view subpath = text_of("image-subpath");
    if (!subpath.empty() && !is_local_path(subpath)) {
      return at(*find("image-subpath"), quoted(subpath) + " is no relative path inside the image");
    }
    Check wrong = check_image(text_of("source"));
    if (!wrong) return {};
    return at(*find("source"), wrong->message, wrong->suggestion);
  }

  std::string_view text_;
  std::string type_ = "volume";
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> options_;
};

}  // namespace

Check check_mount(std::string_view text, MountPoint* result) {
  Mount mount(text);
  Check wrong = mount.check();
  if (!wrong && result != nullptr) *result = mount.point();
  return wrong;
}

}  // namespace launch::docker
