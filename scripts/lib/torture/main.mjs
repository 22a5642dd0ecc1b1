// The campaign: clients and blows side by side, then the check.
import { check } from "./check.mjs";
import { Client } from "./clients.mjs";
import { nemesis } from "./blows.mjs";
import { Server, dice, psql, signIn, wait } from "./world.mjs";

const minutes = Number(process.env.TORTURE_MINUTES);
const kills = Number(process.env.TORTURE_KILLS);
const seed = Number(process.env.TORTURE_SEED);
const CLIENTS = 24;

const server = new Server();
server.start();
await server.ready();
const list = async (sql) => (await psql(sql)).split("\n").filter(Boolean);
const house = {
  practitioners: await list("select id from practitioner order by id"),
  patients: await list("select id from patient order by id limit 200"),
  kind: await psql("select id from appointment_type where key = 'patient.treatment'"),
  days: await list("select d::date from generate_series(current_date + 40, current_date + 160, interval '1 day') d where extract(isodow from d) < 6"),
};
const history = { deeds: [], final: new Map(), wrong: [], refused: 0, looks: 0 };
const cookie = await signIn("reception@jacaranda.example");
const clients = Array.from({ length: CLIENTS }, (_, n) => new Client(`client ${n}`, cookie, dice(seed * 1000 + n), house, history));

const until = Date.now() + minutes * 60_000;
const tally = new Map();
const atWork = clients.map((client) => client.work(until));
await nemesis(server, dice(seed), kills, until, tally);
// after the last blow everything is answered soon, or something holds on to what it should have let go
const patience = wait(Math.max(0, until - Date.now()) + 20_000);
if ((await Promise.race([Promise.all(atWork), patience.then(() => "late")])) === "late") {
  const activity = await psql("select pid, state, wait_event_type, wait_event, now() - xact_start, left(query, 160) from pg_stat_activity where backend_type = 'client backend' order by xact_start nulls last");
  history.wrong.push(`no definite answer twenty seconds after the last blow; the database was doing\n${activity}`);
}
await Promise.all(atWork);
await server.ready();
for (const client of clients) await client.last(Date.now() + 60_000);
await server.killed();

const found = await check(history);
const done = (what) => history.deeds.filter((deed) => deed.what === what && deed.outcome === "done").length;
const open = history.deeds.filter((deed) => deed.outcome === "open").length;
console.log(`${[...tally].map(([kind, n]) => `${kind} ${n}`).join(", ")}`);
console.log(
  `${history.deeds.length} deeds: booked ${done("book")}, moved ${done("move")}, cancelled ${done("cancel")}, patients ${done("patient")}, refused ${history.refused}, never settled ${open}; looked ${history.looks} times`,
);
if (found.length > 0) {
  console.error(`\nNot as it must be:\n${found.slice(0, 40).map((line) => `- ${line}`).join("\n")}`);
  process.exit(1);
}
console.log("Every acknowledged deed is there exactly once, nothing overlaps, nothing is missing.");
