// What a client came back with, for tests of those who read it.
#pragma once

#include <string>

#include "submit/process.h"

namespace launch::tests {

// It did what was asked.
inline submit::Finished printed(const std::string& out, const std::string& err = "") {
  submit::Finished finished;
  finished.how = submit::Finished::How::Exited;
  finished.out = out;
  finished.err = err;
  return finished;
}

// It said why not.
inline submit::Finished failed(const std::string& err, int code = 1) {
  submit::Finished finished;
  finished.how = submit::Finished::How::Exited;
  finished.code = code;
  finished.err = err;
  return finished;
}

}  // namespace launch::tests
