// Entries as rows.
#pragma once

#include "submit/queue/database.h"
#include "submit/queue/entry.h"

namespace launch::queue {

// For SELECT and RETURNING; read by entry_of().
inline constexpr std::string_view kEntryColumns =
    "id, queue, priority, state, entity, job, file, target, digest, run_id, attempt, resumes, "
    "stop_asked, token, agent, submission, words, put_at, taken_at, ended_at, lease_end, again";

// `ahead` is how far the store's own time is ahead of the clock.
Entry entry_of(const Row& row, std::int64_t ahead);

}  // namespace launch::queue
