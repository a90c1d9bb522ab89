// `launch local-process`: the client by which launch itself submits to this machine. It is not for
// people, and in no help.
#include "submit/local_process.h"

#include <poll.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "submit/supervisor.h"

namespace launch::cli {
namespace {

using submit::ProcessFolder;

struct LocalOptions {
  std::string verb, folder, digest;
};

int start(const ProcessFolder& folder) {
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  std::printf("%d\n", submit::start_supervised(folder, submit::program_in(text)));
  return kOk;
}

int find(const ProcessFolder& folder, const std::string& digest) {
  const auto record = folder.record();
  if (!record) return kOk;
  if (record->digest != digest)
    throw submit::RecordError{folder.path() + " is of another job: its digest is " +
                              record->digest};
  std::printf("%d\n", record->process.pid);
  return kOk;
}

submit::Observation seen_in(const ProcessFolder& folder) {
  const auto seen = folder.observe();
  if (!seen) throw submit::RecordError{"nothing is kept of it in " + folder.path()};
  return *seen;
}

// Asked before it is read: what is printed last is there by the time that it has ended.
int show(const ProcessFolder& folder, bool follow) {
  std::ifstream output(folder.output(), std::ios::binary);
  for (;;) {
    const bool runs = seen_in(folder).state == submit::State::Running;
    char buffer[1 << 16];
    while (output.read(buffer, sizeof buffer), output.gcount() > 0) {
      std::fwrite(buffer, 1, static_cast<std::size_t>(output.gcount()), stdout);
    }
    if (std::fflush(stdout) != 0) return kUnreachable;
    if (!follow || !runs) return kOk;
    output.clear();
    constexpr int kPause = 200;
    poll(nullptr, 0, kPause);
  }
}

int remove(const ProcessFolder& folder) {
  if (seen_in(folder).state == submit::State::Running) throw submit::RecordError{"it still runs"};
  folder.remove();
  return kOk;
}

int serve(const LocalOptions& options) {
  const ProcessFolder folder(options.folder);
  if (options.verb == "start") return start(folder);
  if (options.verb == "find") return find(folder, options.digest);
  if (options.verb == "logs") return show(folder, false);
  if (options.verb == "follow") return show(folder, true);
  if (options.verb == "remove") return remove(folder);
  if (options.verb == "cancel") {
    submit::stop_supervised(folder);
    return kOk;
  }
  std::fputs(submit::json_of(seen_in(folder)).c_str(), stdout);
  return kOk;
}

int local_process(const LocalOptions& options) {
  try {
    return serve(options);
  } catch (const submit::RecordError& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return kRefused;
  }
}

}  // namespace

void add_local_process(Program& program) {
  auto [command, options] = program.add<LocalOptions>(
      "local-process", "The client for jobs on this machine", local_process);
  command.group("");
  command.add_option("VERB", options.verb)
      ->required()
      ->check(CLI::IsMember({"start", "find", "observe", "logs", "follow", "cancel", "remove"}));
  command.add_option("FOLDER", options.folder)->required();
  command.add_option("DIGEST", options.digest);
}

}  // namespace launch::cli
