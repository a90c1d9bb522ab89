// What gcloud prints about custom jobs.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

std::string vertex_id(const Finished& finished);  // empty when there is none
Found vertex_found(const Finished& finished);
Observation vertex_state(const Finished& finished);
Failure::Kind vertex_failure_kind(const Finished& finished);

// Entries of Cloud Logging, which come late and again: see LogPiece.
constexpr std::size_t kVertexLogPage = 5000;
LogPiece vertex_log_piece(const Finished& finished, const std::string& cursor);
// Since when the cursor asks for entries; empty: since ever.
std::string vertex_log_time(const std::string& cursor);

}  // namespace launch::submit
