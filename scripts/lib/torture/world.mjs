// The server and the database as the campaign sees them: both can be started, killed and asked.
import { execFile, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { TORTURE_PROGRAM, TORTURE_RUN, TORTURE_PG, TORTURE_AS, TORTURE_PG_OPTIONS, HADADA_DEMO_PASSWORD } = process.env;
export const PORT = 20_000 + (process.pid % 20_000);
export const URL_OF_SERVER = `http://127.0.0.1:${PORT}`;
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Numbers by chance that a seed decides: mulberry32. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), any: (list) => list[Math.floor(next() * list.length)], next };
}

const asPostgres = (program, args) => (TORTURE_AS ? ["runuser", ["-u", TORTURE_AS, "--", program, ...args]] : [program, args]);

/** Rows of a question, as the owner, once the database answers. */
export async function psql(sql, patience = 60_000) {
  const until = Date.now() + patience;
  for (;;) {
    const { status, stdout, stderr } = spawnSync(
      join(TORTURE_PG, "psql"),
      ["-h", join(TORTURE_RUN, "socket"), "-U", "hadada", "-d", "hadada", "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", sql],
      { encoding: "utf8", cwd: "/", maxBuffer: 1 << 28 },
    );
    if (status === 0) return stdout.trim();
    if (Date.now() > until || /^ERROR/m.test(stderr)) throw new Error(`psql: ${stderr}`);
    await wait(200);
  }
}

export class Server {
  start() {
    const out = openSync(join(TORTURE_RUN, "server.log"), "a");
    const child = spawn(TORTURE_PROGRAM, ["serve"], {
      stdio: ["ignore", out, out],
      env: { ...process.env, LEPTOS_SITE_ADDR: `127.0.0.1:${PORT}`, LEPTOS_ENV: "DEV", HADADA_LOG_FORMAT: "json" },
    });
    closeSync(out);
    this.child = child;
    writeFileSync(join(TORTURE_RUN, "server.pid"), String(child.pid));
  }

  /** Until it says that it is ready. It may have ended because the database was away: then it is started again. */
  async ready(patience = 60_000) {
    const until = Date.now() + patience;
    while (Date.now() < until) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) this.start();
      const up = await fetch(`${URL_OF_SERVER}/readyz`, { signal: AbortSignal.timeout(2000) }).then((a) => a.ok, () => false);
      if (up) return;
      await wait(100);
    }
    throw new Error("the server did not get ready within a minute");
  }

  signal(name) {
    this.child.kill(name);
  }

  async killed() {
    const ended = new Promise((done) => (this.child.exitCode !== null || this.child.signalCode !== null ? done() : this.child.once("exit", done)));
    this.child.kill("SIGKILL");
    await ended;
  }

  /** Dies by itself only when told to: a panic that takes the process down is a finding. */
  get ended() {
    return this.child.exitCode !== null;
  }

  log() {
    return readFileSync(join(TORTURE_RUN, "server.log"), "utf8");
  }
}

const run = (program, args) => new Promise((done) => execFile(...asPostgres(program, args), { cwd: "/" }, (_fault, out) => done(out)));
const PG_CTL = join(TORTURE_PG, "pg_ctl");
const PG_DATA = join(TORTURE_RUN, "pg");

export const database = {
  postmaster: () => Number(readFileSync(join(PG_DATA, "postmaster.pid"), "utf8").split("\n")[0]),
  /** `kill -9` of one process that serves the application: the database restarts all of itself. */
  async killBackend() {
    const pid = await psql("select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 1", 5000);
    if (pid) spawnSync("kill", ["-9", pid]);
    return Boolean(pid);
  },
  async restartAtOnce() {
    await run(PG_CTL, ["-D", PG_DATA, "-l", join(PG_DATA, "log"), "-w", "-t", "60", "-m", "immediate", "restart", "-o", TORTURE_PG_OPTIONS]);
  },
  /** Every line between application and database is cut in the middle of whatever it carries. */
  async cutLines() {
    await psql("select count(pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()", 5000);
  },
  freeze(on) {
    const pids = spawnSync("pgrep", ["-P", String(this.postmaster())], { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
    spawnSync("kill", [on ? "-STOP" : "-CONT", String(this.postmaster()), ...pids]);
  },
  /** No room left where the database writes, for a while. It may give up altogether, and is started again. */
  async fillDisk() {
    const filler = join(PG_DATA, "filler");
    spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=64k"], { stdio: "ignore" });
    await wait(2000);
    rmSync(filler, { force: true });
    await wait(500);
    const alive = await run(PG_CTL, ["-D", PG_DATA, "status"]);
    if (!alive.includes("server is running")) await run(PG_CTL, ["-D", PG_DATA, "-l", join(PG_DATA, "log"), "-w", "-t", "60", "start", "-o", TORTURE_PG_OPTIONS]);
  },
};

/** Signs in; the `Cookie` header from then on. Keeps trying: the server may be away. */
export async function signIn(email, patience = 60_000) {
  const until = Date.now() + patience;
  for (;;) {
    try {
      const html = await (await fetch(`${URL_OF_SERVER}/sign-in`, { signal: AbortSignal.timeout(5000) })).text();
      const form = new URLSearchParams();
      for (const [, tag] of html.matchAll(/<input([^>]*type="hidden"[^>]*)>/g)) {
        const name = tag.match(/name="([^"]*)"/)?.[1];
        if (name) form.set(name, tag.match(/value="([^"]*)"/)?.[1] ?? "");
      }
      form.set("email", email);
      form.set("password", HADADA_DEMO_PASSWORD);
      const answer = await fetch(`${URL_OF_SERVER}/sign-in`, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(10_000),
        headers: { origin: URL_OF_SERVER, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
        body: form,
      });
      const cookies = answer.headers.getSetCookie().map((c) => c.split(";")[0]);
      if (answer.status < 400 && cookies.length > 0) return cookies.join("; ");
      if (answer.status < 500) throw Object.assign(new Error(`signing in answered ${answer.status}`), { final: true });
    } catch (fault) {
      if (fault.final || Date.now() > until) throw fault;
    }
    await wait(300);
  }
}
