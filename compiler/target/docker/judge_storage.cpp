// Volumes and mounts together. Source: moby daemon/volumes.go registerMountPoints
#include <algorithm>
#include <set>
#include <string>

#include "compiler/target/docker/judgement.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

struct Taken {
  std::string destination;
  const Given* given;
};

const Given* taken_by(const std::vector<Taken>& taken, std::string_view destination) {
  const auto found = std::find_if(taken.begin(), taken.end(), [destination](const Taken& one) {
    return one.destination == destination;
  });
  return found == taken.end() ? nullptr : found->given;
}

void report_duplicate(Judgement& judgement, const Given& given, std::string_view destination,
                      const Given* other) {
  judgement.report_flag(given, kDuplicateMount, "a second mount on " + quoted(destination), other);
}

class Storage {
 public:
  explicit Storage(Judgement& judgement) : judgement_(judgement) {}

  void judge() {
    const std::string_view driver = judgement_.text("volume-driver");
    foreign_driver_ = !driver.empty() && driver != "local";
    for (const Given* given : judgement_.all("tmpfs")) read_tmpfs(*given);
    for (const Given* given : judgement_.all("volume")) read_volume(*given);
    for (const Given* given : judgement_.all("mount")) read_mount(*given);
    for (const Given* given : judgement_.all("volumes-from")) read_volumes_from(*given);
    judge_socket();
  }

 private:
  void read_tmpfs(const Given& given) {
    MountPoint point;
    if (Check wrong = check_tmpfs(given.value, &point)) {
      return judgement_.report(given, kBadVolume, std::move(*wrong));
    }
    tmpfs_.push_back({point.destination, &given});
  }

  void read_volume(const Given& given) {
    MountPoint point;
    if (Check wrong = check_volume(given.value, foreign_driver_, &point)) {
      return judgement_.report(given, kBadVolume, std::move(*wrong));
    }
    if (point.anonymous) return advise(given, point);
    // docker keeps one of several equal texts.
    if (!volumes_.insert(given.value).second) return;
    const Given* tmpfs = taken_by(tmpfs_, point.destination);
    const Given* other = tmpfs != nullptr ? tmpfs : taken_by(taken_, point.destination);
    if (other != nullptr) return report_duplicate(judgement_, given, point.destination, other);
    taken_.push_back({point.destination, &given});
  }

  void advise(const Given& given, const MountPoint& point) {
    if (point.drive_letter) {
      return judgement_.report(
          given, kDriveLetter,
          {quoted(given.value) + " is read as one path with a Windows drive: an empty "
                                 "volume is made there and nothing is mounted",
           ""});
    }
    if (given.value.starts_with('/')) return;
    judgement_.report(
        given, kAnonymousVolume,
        {quoted(given.value) + " is an empty volume at that path in the container, expected "
                               "SOURCE:DESTINATION",
         ""});
  }

  void read_mount(const Given& given) {
    MountPoint point;
    if (check_mount(given.value, &point)) return;  // reported with the other values
    const Given* other = taken_by(taken_, point.destination);
    if (other != nullptr) return report_duplicate(judgement_, given, point.destination, other);
    taken_.push_back({point.destination, &given});
  }

  // The client adds a mount of its own. Source: docker/cli container/create.go createContainer
  void judge_socket() {
    constexpr std::string_view kSocket = "/var/run/docker.sock";
    const Given* taken = taken_by(taken_, kSocket);
    if (taken == nullptr || !judgement_.on("use-api-socket")) return;
    report_duplicate(judgement_, *taken, kSocket, judgement_.last("use-api-socket"));
  }

  void read_volumes_from(const Given& given) {
    if (Check wrong = check_volumes_from(given.value)) {
      judgement_.report(given, kBadVolume, std::move(*wrong));
    }
  }

  Judgement& judgement_;
  bool foreign_driver_ = false;
  std::vector<Taken> tmpfs_;
  std::vector<Taken> taken_;
  std::set<std::string_view> volumes_;
};

}  // namespace

void judge_storage(Judgement& judgement) { Storage(judgement).judge(); }

}  // namespace launch::docker
