// Each subcommand adds itself to the command line: its name, its options, and what it does.
#pragma once

#include "cli/program.h"

namespace launch::cli {

void add_init(Program& program);
void add_validate(Program& program);
void add_render(Program& program);
void add_explain(Program& program);
void add_graph(Program& program);
void add_diff(Program& program);
void add_submit(Program& program);
void add_sweep(Program& program);
void add_status(Program& program);
void add_logs(Program& program);
void add_wait(Program& program);
void add_cancel(Program& program);
void add_list(Program& program);
void add_prune(Program& program);
void add_queue(Program& program);
void add_agent(Program& program);
void add_local_process(Program& program);
void add_polled_logs(Program& program);
void add_lock(Program& program);
void add_import(Program& program);
void add_rules(Program& program);
void add_schema(Program& program);
void add_build(Program& program);
void add_lsp(Program& program);
void add_version(Program& program);
void add_help(Program& program);
void add_man(Program& program);
void add_completion(Program& program);

}  // namespace launch::cli
