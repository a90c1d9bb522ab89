// tap.mjs PACKAGE FILE…: a line of JSON for each file: what is not well formed, and the findings in its blocks.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const { Parser } = createRequire(import.meta.url)(process.argv[2]);

for (const path of process.argv.slice(3)) {
  const findings = [];
  const failures = [];
  const parser = new Parser({ strict: true });
  parser.on("extra", (line) => failures.push("no TAP: " + line));
  parser.on("assert", (result) => {
    for (const each of result.diag?.findings ?? []) findings.push([each.rule, each.message]);
    if (result.todo || result.skip) failures.push("a directive: " + result.name);
  });
  parser.on("complete", (results) => {
    for (const each of results.failures) if (each.tapError) failures.push(each.tapError);
    if (results.plan.end !== results.count) failures.push("the plan is not kept");
  });
  parser.end(readFileSync(path));
  console.log(JSON.stringify({ path, failures, findings }));
}
