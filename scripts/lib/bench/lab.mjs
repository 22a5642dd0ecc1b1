// What every measurement needs: a running server, somebody signed in, the processor time it took, and the statements a request
// makes, as a script for pgbench.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const { BENCH_PROGRAM, BENCH_RUN, BENCH_PG, BENCH_SOCKET, HADADA_DEMO_PASSWORD } = process.env;
const LOG = join(BENCH_RUN, "log", "statements.json");

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** One line of SQL, as the owner. */
export function psql(sql) {
  const { status, stdout, stderr } = spawnSync(
    join(BENCH_PG, "psql"),
    ["-h", BENCH_SOCKET, "-U", "hadada", "-d", "hadada", "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", sql],
    { encoding: "utf8", cwd: "/" },
  );
  if (status !== 0) throw new Error(`psql: ${stderr}`);
  return stdout.trim();
}

/** The release, serving on a port of its own. */
export class Server {
  static async start(env = {}) {
    const it = new Server();
    const port = await freePort();
    it.url = `http://127.0.0.1:${port}`;
    const out = openSync(join(BENCH_RUN, "server.log"), "a");
    it.process = spawn(BENCH_PROGRAM, ["serve"], {
      stdio: ["ignore", out, out],
      env: { ...process.env, LEPTOS_SITE_ADDR: `127.0.0.1:${port}`, ...env },
    });
    closeSync(out);
    for (let n = 0; n < 300; n += 1) {
      if (it.process.exitCode !== null) throw new Error(`the server ended: ${readFileSync(join(BENCH_RUN, "server.log"), "utf8").slice(-800)}`);
      const up = await fetch(`${it.url}/readyz`).then((a) => a.ok, () => false);
      if (up) return it;
      await wait(100);
    }
    throw new Error("the server did not get ready within 30 seconds");
  }

  /** Signs in as a person of the demo practice; the `Cookie` header from then on. */
  async signIn(email = "reception@jacaranda.example") {
    const page = await fetch(`${this.url}/sign-in`);
    const html = await page.text();
    const form = new URLSearchParams();
    for (const [, tag] of html.matchAll(/<input([^>]*type="hidden"[^>]*)>/g)) {
      const name = tag.match(/name="([^"]*)"/)?.[1];
      if (name) form.set(name, tag.match(/value="([^"]*)"/)?.[1] ?? "");
    }
    form.set("email", email);
    form.set("password", HADADA_DEMO_PASSWORD);
    const answer = await fetch(`${this.url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: this.url, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      body: form,
    });
    const cookies = answer.headers.getSetCookie().map((c) => c.split(";")[0]);
    if (answer.status >= 400 || cookies.length === 0) throw new Error(`signing in answered ${answer.status}`);
    return cookies.join("; ");
  }

  headers(cookie) {
    return { cookie, origin: this.url, "sec-fetch-site": "same-origin", accept: "application/json", "content-type": "application/json" };
  }

  /** Microseconds of processor time so far, and the most memory it held, in MB. */
  used() {
    const stat = readFileSync(`/proc/${this.process.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    const status = readFileSync(`/proc/${this.process.pid}/status`, "utf8");
    return { cpu: ticks * 10_000, peak: Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024 };
  }

  async stop() {
    const ended = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGTERM");
    await ended;
  }
}

// -- the statements of one request -------------------------------------------------------------------------------------

/** Runs `deed` with the statement log on; what the server asked the database meanwhile, in order. */
async function statementsOf(deed) {
  psql("alter system set log_statement = 'all'");
  psql("select pg_reload_conf()");
  await wait(600);
  const from = statSync(LOG).size;
  await deed();
  await wait(300);
  psql("alter system reset log_statement");
  psql("select pg_reload_conf()");
  const size = statSync(LOG).size - from;
  const buffer = Buffer.alloc(size);
  const file = openSync(LOG, "r");
  readSync(file, buffer, 0, size, from);
  closeSync(file);
  const found = [];
  for (const line of buffer.toString("utf8").split("\n")) {
    if (!line.trim()) continue;
    const entry = JSON.parse(line);
    const text = entry.message?.match(/^(?:statement|execute [^:]*): ([\s\S]*)$/)?.[1];
    if (!text || entry.application_name === "psql" || /pg_reload_conf|alter system/i.test(text)) continue;
    const values = new Map();
    for (const [, n, value] of (entry.detail ?? "").matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g)) {
      values.set(Number(n), value === "NULL" ? null : value.slice(1, -1).replaceAll("''", "'"));
    }
    found.push({ text: text.trim().replace(/;$/, ""), values });
  }
  return found;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const BYTES = /^\\x([0-9a-f]+)$/;

// pgbench takes a colon and a word for a variable, also within quotes
const literal = (text) => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''").replaceAll(":", "\\x3a")}'`;

/** A value of the first look, as an expression that fits every transaction of pgbench. */
function expression(value, other, spread) {
  if (value === null) return "null";
  const list = value.match(/^\{([^{}"]+)\}$/)?.[1].split(",");
  if (list?.every((it) => UUID.test(it))) {
    const others = other?.match(/^\{([^{}"]+)\}$/)?.[1].split(",") ?? [];
    return `array[${list.map((it, n) => expression(it, others[n], spread)).join(", ")}]::uuid[]`;
  }
  // the keys of locks: every client its own, as different columns have
  if (list?.every((it) => /^-?\d{6,}$/.test(it))) return `array[${list.map((it) => `${it} / 2 + :client_id`).join(", ")}]::bigint[]`;
  if (spread.includes(value)) return `(${literal(`{${spread.join(",")}}`)}::uuid[])[1 + :client_id % ${spread.length}]`;
  if (value === other) return literal(value);
  if (UUID.test(value)) return `(lpad(to_hex(:n::bigint), 16, '0') || '${value.replaceAll("-", "").slice(16)}')::uuid`;
  // the present stays the present; a time that was asked for comes some weeks later
  if (MOMENT.test(value) && Math.abs(new Date(value.replace(" ", "T").replace(/\+00$/, "Z")) - Date.now()) > 86_400_000) {
    return `(${literal(value)}::timestamptz + :n * interval '7 days')`;
  }
  if (DAY.test(value)) return `(${literal(value)}::date + 7 * :n::int)`;
  const bytes = value.match(BYTES)?.[1];
  return bytes ? `decode(lpad(to_hex(:n::bigint), ${bytes.length}, '0'), 'hex')` : literal(value);
}

/**
 * The same statements as a script for pgbench. What differs between two runs of the request (new ids, times) is made anew for
 * every transaction there too: an id from the transaction's own number, a time a number of weeks later. `spread` are ids of
 * which each client takes its own, as the requests do.
 */
function scriptOf(first, second, spread) {
  if (first.length !== second.length) throw new Error(`two runs made ${first.length} and ${second.length} statements`);
  const lines = ["\\set k :k + 1", "\\set n :client_id * 1000 + :k"];
  first.forEach(({ text, values }, at) => {
    const other = second[at].values;
    lines.push(`${text.replace(/\$(\d+)/g, (whole, n) => (values.has(Number(n)) ? expression(values.get(Number(n)), other.get(Number(n)), spread) : whole))};`);
  });
  return `${lines.join("\n")}\n`;
}

/** Two looks at a request: its statements, and the script that makes them again. */
export async function twin(name, deed, spread = []) {
  await deed();
  await deed();
  const first = await statementsOf(deed);
  const second = await statementsOf(deed);
  const path = join(BENCH_RUN, `${name}.sql`);
  writeFileSync(path, scriptOf(first, second, spread));
  const queries = first.filter((s) => !/^(begin|commit|rollback|set transaction|set local)/i.test(s.text)).length;
  return { path, statements: first.length, queries };
}

/** Transactions per second of a script, as the application's role, with `count` of them by 16 clients. */
export function pgbench(path, count) {
  const { status, stdout, stderr } = spawnSync(
    join(BENCH_PG, "pgbench"),
    ["-h", BENCH_SOCKET, "-U", "hadada", "-n", "-M", "prepared", "-c", "16", "-j", "2", "-t", String(Math.max(1, Math.ceil(count / 16))), "-D", `k=${pgbench.next}`, "-f", path, "hadada"],
    { encoding: "utf8", cwd: "/", env: { ...process.env, PGOPTIONS: "-c role=hadada_app -c timezone=UTC" } },
  );
  pgbench.next += Math.ceil(count / 16) + 1;
  const rate = stdout.match(/tps = ([\d.]+)/)?.[1];
  const failed = /aborted|number of failed transactions: [1-9]/.test(stdout + stderr);
  if (status !== 0 || !rate || failed) throw new Error(`pgbench: ${stderr.slice(0, 600)}`);
  return Number(rate);
}
pgbench.next = 1;

/** A load of `count` requests by `connections`; oha's own report. */
export function oha({ url, headers, method = "GET", body, lines, count, connections = 16 }) {
  const args = ["--no-tui", "--output-format", "json", "--redirect", "0", "-n", String(count), "-c", String(connections), "-m", method];
  for (const [name, value] of Object.entries(headers ?? {})) args.push("-H", `${name}: ${value}`);
  if (body) args.push("-d", body);
  if (lines) args.push("-Z", lines);
  const { status, stdout, stderr } = spawnSync("oha", [...args, url], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`oha: ${stderr.slice(0, 600)}`);
  const report = JSON.parse(stdout);
  const codes = report.statusCodeDistribution ?? {};
  const good = Object.entries(codes).reduce((n, [code, m]) => n + (Number(code) < 400 ? m : 0), 0);
  return {
    rate: report.summary.requestsPerSec,
    p50: report.latencyPercentiles.p50 * 1000,
    p95: report.latencyPercentiles.p95 * 1000,
    p99: report.latencyPercentiles.p99 * 1000,
    failed: count - good,
    codes,
  };
}
