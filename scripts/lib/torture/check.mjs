// Afterwards: every acknowledged deed exactly once, nothing refused that is there, and nothing that contradicts itself.
import { spawnSync } from "node:child_process";
import { psql } from "./world.mjs";

const rows = async (sql) => (await psql(sql)).split("\n").filter(Boolean).map((line) => line.split("|"));
const count = async (sql) => Number(await psql(sql));

/** Invariants that need no history: a sentence and how often it is broken. */
const ALWAYS = [
  ["two visits hold one practitioner, room or device at one time",
    `select count(*) from resource_claim a join resource_claim b on a.practice = b.practice and a.resource = b.resource and a.id < b.id
      where a.active and b.active and a.exclusive and b.exclusive and a.starts_at < b.ends_at and b.starts_at < a.ends_at`],
  ["a visit that is on does not hold its claims",
    `select count(*) from appointment a where a.status not in ('cancelled', 'no_show') and
      (select count(*) from resource_claim c where c.practice = a.practice and c.ref = a.id and c.active)
        <> 1 + (a.room is not null)::int + (a.equipment is not null)::int + (a.patient is not null)::int`],
  ["a cancelled visit still holds something",
    "select count(*) from appointment a join resource_claim c on c.practice = a.practice and c.ref = a.id and c.active where a.status in ('cancelled', 'no_show')"],
  ["a claim belongs to no visit",
    "select count(*) from resource_claim c where c.kind = 'appointment' and not exists (select 1 from appointment a where a.practice = c.practice and a.id = c.ref)"],
  ["a visit booked under torture has no event, or two", `select count(*) from appointment a where a.note like 'torture %' and
      (select count(*) from event e where e.practice = a.practice and e.subject = a.id and e.kind = 'appointment.booked') <> 1`],
  ["a version and its events disagree", `select count(*) from appointment a where a.note like 'torture %' and
      a.version <> (select count(*) from event e where e.practice = a.practice and e.subject = a.id)`],
  ["a transaction is open for a minute", "select count(*) from pg_stat_activity where xact_start < now() - interval '60 seconds' and backend_type = 'client backend'"],
];

export async function check(history) {
  const found = [...new Set(history.wrong)].slice(0, 20);
  const booked = new Map((await rows("select substr(note, 9), count(*), min(id::text) from appointment where note like 'torture %' group by 1")).map(([key, n, id]) => [key, { n: Number(n), id }]));
  const patients = new Map((await rows("select last_name, count(*) from patient where last_name like 'Torture%' group by 1")).map(([last, n]) => [last, Number(n)]));
  for (const deed of history.deeds) {
    if (deed.what === "book") {
      const there = booked.get(deed.key)?.n ?? 0;
      if (deed.outcome === "done" && (there !== 1 || booked.get(deed.key).id !== deed.id)) found.push(`a booking was acknowledged and is there ${there} times: ${deed.key}`);
      if (deed.outcome === "refused" && there !== 0) found.push(`a booking was refused and is there: ${deed.key}`);
      if (there > 1) found.push(`a booking is there ${there} times: ${deed.key}`);
    }
    if (deed.what === "patient") {
      const there = patients.get(deed.last) ?? 0;
      if (deed.outcome === "done" && there !== 1) found.push(`a patient was acknowledged and is there ${there} times: ${deed.last}`);
      if (there > 1) found.push(`a patient is there ${there} times: ${deed.last}`);
    }
  }
  const states = new Map(
    (await rows(`select id, version, status, practitioner, to_char(local_start, 'YYYY-MM-DD'), extract(hour from local_start) * 60 + extract(minute from local_start)
                   from appointment where note like 'torture %'`)).map(([id, version, status, practitioner, day, starts]) => [id, { version: Number(version), status, practitioner, day, starts: Number(starts) }]),
  );
  for (const [id, card] of history.final) {
    const is = states.get(id);
    for (const key of ["version", "status", "practitioner", "day", "starts"]) {
      if (is?.[key] !== card[key]) found.push(`a visit differs from what was last acknowledged, ${key} ${is?.[key]} instead of ${card[key]}: ${id}`);
    }
  }
  for (const [sentence, sql] of ALWAYS) {
    const broken = await count(sql);
    if (broken) found.push(`${sentence}: ${broken}`);
  }
  for (const command of ["check", "verify-audit"]) {
    const { status, stdout, stderr } = spawnSync(process.env.TORTURE_PROGRAM, [command], { encoding: "utf8" });
    if (status !== 0) found.push(`hadada ${command}: ${(stdout + stderr).trim().slice(-600)}`);
  }
  return found;
}
