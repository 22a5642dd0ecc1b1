// A thousand connections at once: no answer may be an error, and memory stays small.
import { Server, oha, psql } from "./lab.mjs";

export async function crowd() {
  const server = await Server.start();
  try {
    const cookie = await server.signIn();
    const day = psql("select (now() at time zone 'Africa/Johannesburg')::date");
    const body = JSON.stringify({ query: { day, site: null, show_cancelled: false } });
    const url = `${server.url}/api/hadada/scheduling/api/day`;
    const it = oha({ url, method: "POST", headers: server.headers(cookie), body, count: 10_000, connections: 1000 });
    return {
      rows: [{ name: "diary data, 1 000 connections", "requests/s": it.rate.toFixed(0), "p50 ms": it.p50.toFixed(0), "p95 ms": it.p95.toFixed(0), "p99 ms": it.p99.toFixed(0), errors: it.failed, answers: JSON.stringify(it.codes) }],
      peak: server.used().peak,
    };
  } finally {
    await server.stop();
  }
}
