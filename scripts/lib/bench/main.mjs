// Runs the parts and prints a table of each, as Markdown.
import { cpus, totalmem } from "node:os";
import { readFileSync } from "node:fs";
import { awake } from "./awake.mjs";
import { crowd } from "./crowd.mjs";
import { psql } from "./lab.mjs";
import { load } from "./load.mjs";

const PARTS = { load, crowd, awake };
const asked = process.argv.slice(2);

const counts = psql("select (select count(*) from patient) || ' patients, ' || (select count(*) from appointment) || ' visits'");
const busy = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
console.log(`\n${counts}; ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${busy} before; PostgreSQL ${psql("show server_version")}`);

for (const part of asked) {
  if (!PARTS[part]) {
    console.error(`scripts/bench has no part '${part}': it has ${Object.keys(PARTS).join(", ")}.`);
    process.exit(1);
  }
  const { rows, peak } = await PARTS[part]();
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  console.log(`\n${part}\n\n| ${heads.join(" | ")} |\n|${heads.map((_, n) => (n ? "--:" : "---")).join("|")}|`);
  for (const row of rows) console.log(`| ${heads.map((head) => row[head] ?? "").join(" | ")} |`);
  if (peak) console.log(`\nMost memory the server held: ${peak.toFixed(0)} MB`);
}
