// What the service says of a CustomJob after it could be read: one function an object of the API.
#pragma once

#include "compiler/target/field.h"

namespace launch::vertex {

void check_custom_job(const Field& job);
void check_job_spec(const Field& spec);
// `number` is the pool's place in the list; -1 when only one is judged, whose place nobody knows.
// `machine_given`: a persistent resource may lend the machines.
void check_worker_pool(const Field& pool, int number, bool machine_given);
void check_machine(const Field& machine);
void check_container(const Field& container);
void check_python_package(const Field& package);
void check_disk(const Field& disk);
void check_mounts(const Field& pool);
void check_scheduling(const Field& scheduling);
void check_network(const Field& spec);

// Reports an empty text, which the API takes for an absent one.
bool check_not_empty(const Field& field);

}  // namespace launch::vertex
