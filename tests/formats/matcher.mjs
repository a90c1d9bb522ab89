// matcher.mjs MATCHER FILE…: a line of JSON for each file: the findings that a problem matcher sees in it.
import { readFileSync } from "node:fs";

const [{ pattern: patterns }] = JSON.parse(readFileSync(process.argv[2], "utf8")).problemMatcher;
const [pattern] = patterns;
const expression = new RegExp(pattern.regexp);
for (const path of process.argv.slice(3)) {
  const findings = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const match = expression.exec(line);
    if (!match || !match[pattern.file] || !match[pattern.message]) continue;
    findings.push([+match[pattern.line], +match[pattern.column], match[pattern.severity], match[pattern.code]]);
  }
  console.log(JSON.stringify({ path, findings }));
}
