// Hands for the diary: where a time is on the screen, which block is whose, and days that nobody has booked yet.
import { expect, type Locator, type Page } from "@playwright/test";

/** The columns of the demo practice, from left to right. */
export const COLUMNS = [
  "Priya Naidoo",
  "Johan Botha",
  "Lindiwe Khumalo",
  "Thabo Nkosi",
  "Aisha Patel",
  "Elna van Wyk",
  "Siobhán O'Neill",
  "Zanele Dlamini",
];

/** "10:15" in minutes after midnight. */
export function minuteOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Minutes after midnight as "10:15". */
export function clock(minute: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Today in the practice. */
export function today(): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Africa/Johannesburg" }).format(new Date());
}

export function plusDays(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Monday is 0. */
export function weekday(day: string): number {
  return (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
}

/** Today, or on a weekend the Monday after it: a day with visits on it. */
export function workday(): string {
  const day = today();
  return weekday(day) < 5 ? day : plusDays(day, 7 - weekday(day));
}

const quiet: string[] = [];

/**
 * The nth working day that the demo practice has not filled, with full hours and no holiday. Every journey that books has
 * one of its own, so that none meets what another left behind.
 */
export async function quietDay(page: Page, n: number): Promise<string> {
  let day = quiet.at(-1) ?? plusDays(workday(), 34);
  while (quiet.length <= n) {
    day = plusDays(day, 1);
    // Fridays are short
    if (weekday(day) > 3) continue;
    // asked for without showing it: there are many days to go through
    const answer = await page.request.get(`/diary/list?day=${day}`);
    expect(answer.ok()).toBe(true);
    if (!/public holiday|is closed on this day/.test(await answer.text())) quiet.push(day);
  }
  return quiet[n];
}

/** All blocks of the grid, or those with this text. */
export function block(page: Page, text?: string | RegExp): Locator {
  return page.locator(".block[data-visit]", text === undefined ? {} : { hasText: text });
}

async function columnOf(page: Page, name: string): Promise<number> {
  const names = await page.locator(".diary-name b").allInnerTexts();
  const at = names.findIndex((text) => text.trim() === name);
  expect(at, `a column of ${name} among ${names.join(", ")}`).toBeGreaterThanOrEqual(0);
  return at;
}

/** The block that begins at this time in this column. */
export async function blockAt(page: Page, name: string, time: string): Promise<Locator> {
  const column = page.locator(".diary-column").nth(await columnOf(page, name));
  return column.locator(`.block[data-visit][style*="--from:${minuteOf(time)};"]`);
}

/** Who was found for what is typed in the patient field. */
export function finds(dialog: Locator): Locator {
  return dialog.locator("[role=listbox] [role=option]");
}

export type Spot = { x: number; y: number };

/** Scrolls so that these times can be seen, and says where they are on the screen. */
export async function spots(page: Page, places: [name: string, time: string][]): Promise<Spot[]> {
  const wanted: { column: number; minute: number }[] = [];
  for (const [name, time] of places) wanted.push({ column: await columnOf(page, name), minute: minuteOf(time) });
  return page.locator(".diary-scroll").evaluate((scroll: HTMLElement, wanted) => {
    const diary = scroll.closest(".diary")!;
    const read = (name: string) => Number(getComputedStyle(diary).getPropertyValue(name));
    const [from, until] = [read("--open-from"), read("--open-until")];
    const body = scroll.querySelector<HTMLElement>(".diary-body")!;
    const columns = [...body.querySelectorAll<HTMLElement>(".diary-column")];
    const mean = (all: number[]) => all.reduce((a, b) => a + b, 0) / all.length;
    const share = (minute: number) => (minute - from) / (until - from);
    scroll.scrollTop = mean(wanted.map((w) => share(w.minute))) * body.offsetHeight - scroll.clientHeight / 2;
    const middle = (at: number) => columns[at].offsetLeft + columns[at].offsetWidth / 2;
    scroll.scrollLeft = mean(wanted.map((w) => middle(w.column))) - scroll.clientWidth / 2;
    return wanted.map((w) => {
      const [rows, strip] = [body.getBoundingClientRect(), columns[w.column].getBoundingClientRect()];
      return { x: strip.left + strip.width / 2, y: rows.top + share(w.minute) * rows.height };
    });
  }, wanted);
}

/** Where a time is on the screen, a little below its line. */
export async function spot(page: Page, name: string, time: string): Promise<Spot> {
  const [at] = await spots(page, [[name, time]]);
  return { x: at.x, y: at.y + 4 };
}

/** Drags a block by its middle from one time to another. */
export async function drag(page: Page, from: [string, string], to: [string, string]) {
  const [a, b] = await spots(page, [from, to]);
  await page.mouse.move(a.x, a.y + 6);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2 + 6, { steps: 5 });
  await page.mouse.move(b.x, b.y + 6, { steps: 5 });
  await page.mouse.up();
}

/** Pulls the lower edge of a block from the time it ends to another. */
export async function pull(page: Page, block: Locator, name: string, to: string) {
  const [there] = await spots(page, [[name, to]]);
  const edge = (await block.locator(".block-grip").boundingBox())!;
  await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2, (edge.y + there.y) / 2, { steps: 4 });
  await page.mouse.move(edge.x + edge.width / 2, there.y, { steps: 4 });
  await page.mouse.up();
}

/** What to book with the plain form. */
export type Wish = { day: string; starts: string; with: string; patient: string; nth?: number; type?: string; minutes?: string };

/** Fills the booking page, with or without scripts, up to its button. Says who was found. */
export async function fillBooking(page: Page, wish: Wish): Promise<string> {
  await page.goto(`/diary/new?day=${wish.day}&starts=${wish.starts}`);
  await page.getByLabel("Find the patient").fill(wish.patient);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  const find = page.locator("a.option, button.option").nth(wish.nth ?? 0);
  const name = (await find.locator("span").first().innerText()).trim();
  await find.click();
  await expect(page.getByText("Choose someone else")).toBeVisible();
  await page.getByLabel("Practitioner").selectOption({ label: wish.with });
  const types = await page.getByLabel("Type").locator("option").allInnerTexts();
  const type = types.find((text) => text.startsWith(wish.type ?? "Treatment"));
  await page.getByLabel("Type").selectOption({ label: type! });
  await page.getByLabel("Length in minutes").fill(wish.minutes ?? "30");
  return name;
}

/** Books a visit for a journey to begin with. Says whose it is. */
export async function book(page: Page, wish: Wish): Promise<string> {
  const name = await fillBooking(page, wish);
  await page.getByRole("button", { name: "Book visit" }).click();
  await expect(page).not.toHaveURL(/\/diary\/new/);
  return name;
}

/** What the page says aloud about where the keys or the hand are. */
export function said(page: Page): Locator {
  return page.locator("p.said[aria-live=polite]");
}

/** The line that tells what was done. */
export function told(page: Page): Locator {
  return page.locator(".toasts .toast");
}
