// Requests under load, each beside the same statements sent by pgbench: A B A B, five pairs, the median of the ratios.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Server, median, oha, pgbench, psql, twin } from "./lab.mjs";

const PAIRS = 5;
const SECONDS = 4;

const columns = () => psql("select id from practitioner order by id limit 100").split("\n");

/** Days on which nobody has a visit yet, one Monday after the other, within what may be booked ahead. */
function freeSlots(wanted) {
  const columns = psql(
    `select p.id || ' ' || t.id || ' ' || (select id from patient limit 1) from practitioner p, appointment_type t
      where t.key = 'patient.treatment' order by p.id limit 400`,
  ).split("\n");
  const last = psql("select (max(starts_at) at time zone 'Africa/Johannesburg')::date + 3 from appointment");
  const slots = [];
  for (let week = 0; week < 20; week += 1) {
    for (let offset = 0; offset < 5; offset += 1) {
      const day = new Date(`${last}T00:00:00Z`);
      day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7) + week * 7 + offset);
      for (const column of columns) {
        for (let starts = 480; starts <= 690; starts += 60) {
          slots.push({ column, day: day.toISOString().slice(0, 10), starts });
          if (slots.length === wanted) return slots;
        }
      }
    }
  }
  return slots;
}

const booking = ({ column, day, starts }) => {
  const [practitioner, type_id, patient] = column.split(" ");
  const visit = { key: crypto.randomUUID(), practitioner, site: null, room: null, equipment: null, patient, type_id, day, starts };
  return JSON.stringify({ visit: { ...visit, minutes: 30, note: "", confirmed: ["patient_busy", "outside_hours", "closed", "public_holiday"], overbook_reason: null } });
};

/** What is measured: a name, a request, and how often at most. */
async function requests(server, cookie) {
  const headers = server.headers(cookie);
  const day = psql("select (now() at time zone 'Africa/Johannesburg')::date + (8 - extract(isodow from now())::int) % 7");
  const name = psql("select left(last_name, 5) from patient order by id limit 1");
  const api = (path, body) => ({ url: `${server.url}/api/hadada/${path}`, method: "POST", headers, body: JSON.stringify(body) });
  const slots = freeSlots(60_000);
  const take = () => booking(slots.pop());
  return [
    { name: "diary page", url: `${server.url}/diary?day=${day}`, headers: { ...headers, accept: "text/html" } },
    { name: "diary data", ...api("scheduling/api/day", { query: { day, site: null, show_cancelled: false } }) },
    { name: "patient search", ...api("patients/api/search", { query: name }) },
    { name: "booking", ...api("scheduling/api/book", {}), body: null, take, spread: columns(), most: 2000 },
  ];
}

function once(it) {
  return async () => {
    const answer = await fetch(it.url, { method: it.method ?? "GET", headers: it.headers, body: it.take ? it.take() : it.body, redirect: "manual" });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${it.name} answered ${answer.status}: ${text.slice(0, 300)}`);
  };
}

function shoot(it, count) {
  if (!it.take) return oha({ ...it, count });
  const lines = join(process.env.BENCH_RUN, "bodies.txt");
  writeFileSync(lines, `${Array.from({ length: count }, it.take).join("\n")}\n`);
  return oha({ ...it, lines, count });
}

/** Measures; rows for the table. */
export async function load() {
  const server = await Server.start();
  const rows = [];
  try {
    const cookie = await server.signIn();
    for (const it of await requests(server, cookie)) {
      const { path, queries, statements } = await twin(it.name.replace(" ", "-"), once(it), it.spread);
      const most = it.most ?? 100_000;
      const trial = shoot(it, 100);
      const count = Math.min(most, Math.max(100, Math.round(trial.rate * SECONDS)));
      const bare = Math.min(most, Math.max(160, Math.round(pgbench(path, 160) * SECONDS)));
      const rounds = [];
      for (let n = 0; n < PAIRS; n += 1) {
        const before = server.used().cpu;
        const ours = shoot(it, count);
        const cpu = (server.used().cpu - before) / count;
        const theirs = pgbench(path, bare);
        rounds.push({ ...ours, cpu, theirs, ratio: ours.rate / theirs });
      }
      const of = (key) => median(rounds.map((r) => r[key]));
      rows.push({
        name: it.name,
        "requests/s": of("rate").toFixed(0),
        "pgbench/s": of("theirs").toFixed(0),
        ratio: of("ratio").toFixed(2),
        "p50 ms": of("p50").toFixed(1),
        "p95 ms": of("p95").toFixed(1),
        "p99 ms": of("p99").toFixed(1),
        "CPU µs": of("cpu").toFixed(0),
        queries: `${queries} of ${statements}`,
        errors: rounds.reduce((n, r) => n + r.failed, 0),
      });
      console.log(JSON.stringify(rows.at(-1)));
    }
    rows.push(await signingIn(server));
    console.log(JSON.stringify(rows.at(-1)));
    return { rows, peak: server.used().peak };
  } finally {
    await server.stop();
  }
}

/** Signing in is a password hash and little else, so it has no twin. One after the other: it is slow on purpose. */
async function signingIn(server) {
  const times = [];
  const before = server.used().cpu;
  for (let n = 0; n < 20; n += 1) {
    const began = performance.now();
    await server.signIn();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const cpu = (server.used().cpu - before) / times.length;
  return { name: "sign-in, page and answer", "requests/s": (1000 / median(times)).toFixed(1), "p50 ms": median(times).toFixed(1), "p95 ms": times[18].toFixed(1), "CPU µs": cpu.toFixed(0), errors: 0 };
}
