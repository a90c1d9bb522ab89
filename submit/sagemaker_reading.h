// What the aws command line prints about training jobs.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

std::string sagemaker_arn(const Finished& finished);  // empty when there is none
Observation sagemaker_state(const Finished& finished);
// A failed call that says that there is no such job.
bool sagemaker_says_absent(const Finished& finished);
Failure::Kind sagemaker_failure_kind(const Finished& finished);

// Events of CloudWatch, which come late and again: see LogPiece.
LogPiece sagemaker_log_piece(const Finished& finished, const std::string& cursor);
// Flags that ask for what comes after the cursor.
std::vector<std::string> sagemaker_log_flags(const std::string& cursor);

}  // namespace launch::submit
