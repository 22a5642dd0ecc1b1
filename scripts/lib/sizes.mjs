// What a browser fetches on its first visit, as it travels: each file of the site compressed as the release precompresses it.
// With a budget (in KB of 1024 bytes) it fails when all of it together is over it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [site, budget] = process.argv.slice(2);
const kb = (bytes) => (bytes / 1024).toFixed(1).padStart(8);
// woff2 is compressed already; favicons and pictures are not needed to begin
const wanted = /\.(wasm|js|css|svg|woff2)$/;
const squeeze = (name, data) =>
  name.endsWith(".woff2")
    ? data.length
    : brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;

let total = 0;
let script = 0;
console.log("      KB   brotli  file");
for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !wanted.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const data = readFileSync(path);
  const small = squeeze(entry.name, data);
  total += small;
  if (/\.(wasm|js)$/.test(entry.name)) script += small;
  if (entry.name.endsWith(".wasm") && !WebAssembly.validate(data)) {
    console.error(`${path} is no WASM that a browser takes: look at the passes in scripts/lib/browser/wasm-opt.`);
    process.exit(1);
  }
  console.log(`${kb(data.length)} ${kb(small)}  ${path.slice(site.length + 1)}`);
}
console.log(`         ${kb(script)}  script`);
console.log(`         ${kb(total)}  in all${budget ? `, of ${budget} KB` : ""}`);
if (budget && total > budget * 1024) {
  console.error(`A first load is ${kb(total).trim()} KB and the budget is ${budget} KB: make it smaller, or change the budget with a decision record.`);
  process.exit(1);
}
