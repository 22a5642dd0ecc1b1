// What befalls the house meanwhile. Kills are counted; the rest comes between them.
import { database, psql, wait } from "./world.mjs";

/** One blow; its name. */
export async function blow(server, dice, kind) {
  switch (kind) {
    case "kill server":
      await server.killed();
      await wait(dice.below(300));
      server.start();
      break;
    case "kill backend":
      if (!(await database.killBackend().catch(() => false))) return null;
      break;
    case "restart database":
      await database.restartAtOnce();
      break;
    case "cut lines":
      await database.cutLines().catch(() => {});
      break;
    case "stop server":
      server.signal("SIGSTOP");
      await wait(3000);
      server.signal("SIGCONT");
      break;
    case "stop database":
      database.freeze(true);
      await wait(3000);
      database.freeze(false);
      break;
    case "fill disk":
      await database.fillDisk();
      break;
    default:
      throw new Error(`no blow ${kind}`);
  }
  return kind;
}

const KILLS = ["kill server", "kill server", "kill server", "kill backend", "restart database"];
const OTHERS = ["cut lines", "cut lines", "stop server", "stop database", ...(process.env.TORTURE_DISK === "yes" ? ["fill disk"] : [])];

/** Deals blows until the time is up; `kills` of them kill. Waits for the house to stand again between them. */
export async function nemesis(server, dice, kills, until, tally) {
  const pause = Math.max(500, (until - Date.now()) / kills - 3500);
  for (let n = 0; n < kills && Date.now() < until; n += 1) {
    await wait(pause * (0.5 + dice.next()));
    for (const kind of n % 2 ? [dice.any(KILLS), dice.any(OTHERS)] : [dice.any(KILLS)]) {
      const done = await blow(server, dice, kind);
      if (done) tally.set(done, (tally.get(done) ?? 0) + 1);
      await psql("select 1");
      await server.ready();
    }
  }
}
