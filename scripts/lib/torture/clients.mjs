// The people at work. Each deed has a key or an identity of its own, and is asked again with the same key until an answer is
// definite: done, or refused. The history they write is what the checker holds the database to.
import { randomUUID } from "node:crypto";
import { URL_OF_SERVER, wait } from "./world.mjs";

/** Answers that settle nothing: the line broke, or the server says that it cannot just now. */
const UNSETTLED = new Set([502, 503, 504]);

export class Client {
  constructor(name, cookie, dice, house, history) {
    Object.assign(this, { name, cookie, dice, house, history, mine: [] });
  }

  /** One question. `null` when nothing definite came back. */
  async ask(path, body) {
    try {
      const answer = await fetch(`${URL_OF_SERVER}/api/hadada/${path}`, {
        method: "POST",
        signal: AbortSignal.timeout(15_000),
        headers: { cookie: this.cookie, origin: URL_OF_SERVER, "sec-fetch-site": "same-origin", accept: "application/json", "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (UNSETTLED.has(answer.status)) {
        if (!answer.headers.get("retry-after")) this.history.wrong.push(`${path} answered ${answer.status} without Retry-After`);
        return null;
      }
      if (answer.status >= 500) {
        this.history.wrong.push(`${path} answered ${answer.status}: ${text.slice(0, 200)}`);
        return null;
      }
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    } catch (fault) {
      if (fault instanceof SyntaxError) this.history.wrong.push(`${path}: an answer that is no JSON`);
      return null;
    }
  }

  /** The same question until it is settled; `null` only when the campaign is over first. */
  async settle(path, body, until) {
    for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
      const answer = await this.ask(path, body);
      if (answer) return answer;
      if (Date.now() > until) return null;
      await wait(pause);
    }
  }

  async work(until) {
    while (Date.now() < until) {
      const roll = this.dice.below(10);
      if (roll < 5 || this.mine.length === 0) await this.book(until);
      else if (roll < 7) await this.move(until);
      else if (roll < 8) await this.cancel(until);
      else if (roll < 9) await this.addPatient(until);
      else await this.look(until);
      await wait(this.dice.below(40));
    }
  }

  time() {
    return { day: this.dice.any(this.house.days), starts: 480 + 15 * this.dice.below(30) };
  }

  async book(until) {
    const key = randomUUID();
    const visit = {
      key,
      practitioner: this.dice.any(this.house.practitioners),
      site: null,
      room: null,
      equipment: null,
      patient: this.dice.any(this.house.patients),
      type_id: this.house.kind,
      ...this.time(),
      minutes: 30,
      note: `torture ${key}`,
      confirmed: ["patient_busy", "outside_hours", "closed", "public_holiday"],
      overbook_reason: null,
    };
    const deed = { what: "book", key, outcome: "open" };
    this.history.deeds.push(deed);
    const answer = await this.settle("scheduling/api/book", { visit }, until + 60_000);
    if (!answer) return;
    deed.outcome = answer.status === 200 ? "done" : "refused";
    if (answer.status !== 200) return void this.refusal("book", answer);
    const card = answer.body.card;
    deed.id = card.id;
    this.mine.push({ deed, card });
    if (this.mine.length > 60) this.mine.shift();
  }

  refusal(what, answer) {
    this.history.refused += 1;
    if (![409, 422].includes(answer.status)) this.history.wrong.push(`${what} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 200)}`);
  }

  /** What the visit is by the server's word, after a change whose answer was lost or refused. */
  async again(mine, until) {
    const answer = await this.settle("scheduling/api/visit", { id: mine.card.id }, until + 60_000);
    if (answer?.status === 200) mine.card = answer.body.card;
    return answer?.status === 200;
  }

  /** A change that carries the version on screen: a second try after a lost answer is told that it is stale, and looks. */
  async change(what, mine, path, body, wished, until) {
    const deed = { what, id: mine.card.id, outcome: "open", before: mine.card, wished };
    this.history.deeds.push(deed);
    const answer = await this.settle(path, body, until + 60_000);
    if (!answer) {
      mine.unsure = true;
      return;
    }
    if (answer.status === 200) {
      mine.card = answer.body.card;
      deed.outcome = "done";
    } else if (answer.status === 409 && (await this.again(mine, until))) {
      deed.outcome = wished(mine.card) ? "done" : "refused";
    } else {
      deed.outcome = "refused";
      this.refusal(what, answer);
    }
    deed.version = mine.card.version;
  }

  async move(until) {
    const mine = this.dice.any(this.mine);
    if (mine.card.status === "cancelled" || mine.unsure) return;
    const { day, starts } = this.time();
    const it = { id: mine.card.id, version: mine.card.version, practitioner: mine.card.practitioner, room: null, day, starts, minutes: 30 };
    const confirmed = ["patient_busy", "outside_hours", "closed", "public_holiday"];
    await this.change("move", mine, "scheduling/api/move_to", { it: { ...it, confirmed, overbook_reason: null } }, (card) => card.day === day && card.starts === starts, until);
  }

  async cancel(until) {
    const mine = this.dice.any(this.mine);
    if (mine.card.status === "cancelled" || mine.unsure) return;
    const it = { id: mine.card.id, version: mine.card.version, reason: "pat_ill", words: "" };
    await this.change("cancel", mine, "scheduling/api/cancel", { it }, (card) => card.status === "cancelled", until);
  }

  async addPatient(until) {
    const key = randomUUID();
    // letters only: a name is made of letters
    const last = `Torture${[...key.replaceAll("-", "")].map((c) => "abcdefghijklmnop"[parseInt(c, 16)]).join("")}`;
    const phone = `08${this.dice.below(10)}${String(this.dice.below(10_000_000)).padStart(7, "0")}`.replace(/^080/, "082").replace(/^08[5-9]/, "083");
    const deed = { what: "patient", key, last, outcome: "open" };
    this.history.deeds.push(deed);
    const answer = await this.settle("patients/api/quick_add", { draft: { key, first_names: "Tess", last_name: last, phone } }, until + 60_000);
    if (!answer) return;
    const added = answer.status === 200 && !JSON.stringify(answer.body).includes("Duplicates");
    deed.outcome = added ? "done" : "refused";
    if (answer.status !== 200) this.refusal("patient", answer);
  }

  async look(until) {
    await this.settle("scheduling/api/day", { query: { day: this.dice.any(this.house.days), site: null, show_cancelled: false } }, until);
    this.history.looks += 1;
  }

  /** At the end: what each visit this client knows is by the server's word. */
  async last(until) {
    for (const mine of this.mine) {
      if (mine.unsure) await this.again(mine, until);
      this.history.final.set(mine.card.id, mine.card);
    }
  }
}
