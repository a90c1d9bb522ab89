// The image of an entry, built by its agent.
#pragma once

#include <functional>
#include <string>

#include "cli/agent/yard.h"
#include "submit/queue/payload.h"

namespace launch::cli {

// What became of a build. Neither an image nor a reason: it was given up.
struct ImageResult {
  std::string image;
  bool already = false;   // nothing had to be built
  std::string why;        // there is none
  bool may_pass = false;  // it may be had the next time
};

// Builds it as `launch submit` would, with the builder of the job, of its queue or of the agent's
// configuration. It is given up when `gives_up` holds, which is asked whenever the yard's bell
// rings. `order` is of no use afterwards.
ImageResult build_for(queue::Order order, Yard& yard, const std::function<bool()>& gives_up);

}  // namespace launch::cli
