// Prints "PASSED FAILED SKIPPED" of a Playwright JSON report.
import { readFileSync } from "node:fs";

const { stats, errors = [] } = JSON.parse(readFileSync(process.argv[2], "utf8"));
// an error outside any test (a file that does not load) is a failure too
console.log(stats.expected, stats.unexpected + stats.flaky + errors.length, stats.skipped);
