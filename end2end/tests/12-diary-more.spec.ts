import type { Page } from "@playwright/test";
import { block, blockAt, book, drag, finds, quietDay, spot, spots, told, weekday } from "./diary";
import { awake, axe, expect, test } from "./fixtures";

const PRIYA = "Priya Naidoo";
const JOHAN = "Johan Botha";

async function openDay(page: Page, day: string, more = "") {
  await page.goto(`/diary?day=${day}${more}`);
  await awake(page);
}

test("“Book visit” in the bar opens the dialog, with equipment that is in one place at a time", async ({ page, signIn, quiet }) => {
  quiet.allow(409);
  await signIn("reception");
  const day = await quietDay(page, 30);
  await openDay(page, day);
  const bookFromBar = async (who: string, patient: string, start: string) => {
    await page.locator(".diary-bar").getByRole("link", { name: "Book visit" }).click();
    const dialog = page.getByRole("dialog", { name: "Book visit" });
    await dialog.getByLabel("Practitioner").selectOption({ label: who });
    await dialog.getByLabel("Start").fill(start);
    await dialog.getByLabel("Patient").fill(patient);
    await finds(dialog).first().click();
    const equipment = dialog.getByLabel("Equipment").locator("option");
    await expect(equipment.nth(1)).toBeAttached();
    await dialog.getByLabel("Equipment").selectOption({ index: 1 });
    await dialog.getByRole("button", { name: "Book visit" }).click();
    return dialog;
  };
  const first = await bookFromBar(PRIYA, "mokoena", "10:00");
  await expect(first).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/diary\\?day=${day}`));
  await expect(await blockAt(page, PRIYA, "10:00")).toBeVisible();

  const second = await bookFromBar(JOHAN, "dlamini", "10:15");
  await expect(second.getByText(/is in use until 10:30/)).toBeVisible();
  await axe(page);
  await second.locator(".note-acts").getByRole("button").first().click();
  await expect(second).toBeHidden();
  await expect(block(page)).toHaveCount(2);
});

/** A visit called off, and the same patient booked elsewhere at that time since. */
async function busyElsewhere(page: Page, n: number) {
  const day = await quietDay(page, n);
  const name = await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  return { day, name };
}

test("taking back a cancellation asks when the patient is elsewhere by now, and no leaves it", async ({ page, signIn, quiet, anotherDesk }) => {
  quiet.allow(409);
  await signIn("reception");
  const { day, name } = await busyElsewhere(page, 31);
  const other = await anotherDesk("desk");
  await openDay(page, day);
  await (await blockAt(page, PRIYA, "10:00")).locator(".block-face").focus();
  await page.keyboard.press("x");
  const dialog = page.getByRole("dialog", { name: `Cancel the visit of ${name}` });
  await dialog.getByLabel("Reason").selectOption("pat_ill");
  await dialog.getByRole("button", { name: "Cancel visit" }).click();
  await expect(told(page)).toContainText(`Visit of ${name}`);
  await book(other, { day, starts: "10:00", with: JOHAN, patient: "mokoena" });
  await expect(await blockAt(page, JOHAN, "10:00")).toBeVisible();
  await told(page).getByRole("button", { name: "Undo" }).click();
  const asks = page.getByRole("dialog", { name: "Check first" });
  await expect(asks).toContainText("The patient has another visit at this time.");
  await axe(page);
  await asks.getByRole("button", { name: "Leave it as it was" }).click();
  await expect(asks).toBeHidden();
  await expect(await blockAt(page, PRIYA, "10:00")).toHaveCount(0);
});

test("yes with the keys takes it back all the same", async ({ page, signIn, quiet, anotherDesk }) => {
  quiet.allow(409);
  await signIn("reception");
  const { day, name } = await busyElsewhere(page, 32);
  const other = await anotherDesk("desk");
  await openDay(page, day);
  await drag(page, [PRIYA, "10:00"], [PRIYA, "14:00"]);
  await expect(told(page)).toContainText(`${name} moved to`);
  await book(other, { day, starts: "10:00", with: JOHAN, patient: "mokoena" });
  await expect(await blockAt(page, JOHAN, "10:00")).toBeVisible();
  await page.keyboard.press("Control+z");
  const asks = page.getByRole("dialog", { name: "Check first" });
  await expect(asks).toContainText("The patient has another visit at this time.");
  await asks.getByRole("button", { name: "Yes, take back" }).press("Enter");
  await expect(asks).toBeHidden();
  await expect(told(page)).toContainText("Taken back");
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
});

test("the same without JavaScript: the question stands above the visit, with a yes and a no @plain", async ({ page, signIn, quiet }) => {
  quiet.allow(409);
  await signIn("reception");
  const { day } = await busyElsewhere(page, 33);
  const visit = page.url();
  await page.getByLabel("Reason").last().selectOption("pat_ill");
  await page.getByRole("button", { name: "Cancel visit" }).click();
  await expect(page.locator("dl.facts")).toContainText("Cancelled");
  await book(page, { day, starts: "10:00", with: JOHAN, patient: "mokoena" });
  await page.goto(visit);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(page.getByRole("alert")).toContainText("The patient has another visit at this time.");
  await axe(page);
  await page.getByRole("link", { name: "Leave it as it was" }).click();
  await expect(page.locator("dl.facts")).toContainText("Cancelled");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.getByRole("button", { name: "Yes, undo" }).click();
  await expect(page.locator("dl.facts")).toContainText("Booked");
});

test("a move to a taken time offers others, and what else was typed survives taking one @plain", async ({ page, signIn, quiet }) => {
  quiet.allow(409);
  await signIn("reception");
  const day = await quietDay(page, 34);
  await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  await book(page, { day, starts: "12:00", with: PRIYA, patient: "dlamini" });
  await page.getByLabel("Start").fill("10:00");
  await page.getByLabel("Length in minutes").fill("45");
  await page.getByLabel("Equipment").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Move visit" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText(`${PRIYA} is booked until 10:30.`);
  await alert.locator(".note-acts").getByRole("button").first().click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.getByLabel("Length in minutes")).toHaveValue("45");
  await expect(page.locator("dl.facts")).toContainText("Equipment");
});

test("a manager books over a visit with a reason, and it carries a mark", async ({ page, signIn, quiet }) => {
  quiet.allow(409);
  await signIn("manager");
  const day = await quietDay(page, 35);
  await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  const name = await book(page, { day, starts: "12:00", with: PRIYA, patient: "dlamini" });
  await openDay(page, day);
  await drag(page, [PRIYA, "12:00"], [PRIYA, "10:00"]);
  const dialog = page.getByRole("dialog", { name: "That time is taken" });
  await dialog.getByRole("button", { name: "Move over it" }).click();
  await expect(dialog.getByText("at least 5 characters")).toBeVisible();
  await dialog.getByLabel("Or over what is there, because").fill("Both agreed to share the hour");
  await axe(page);
  await dialog.getByRole("button", { name: "Move over it" }).click();
  await expect(dialog).toBeHidden();
  const moved = (await blockAt(page, PRIYA, "10:00")).filter({ hasText: name });
  await expect(moved.locator(".block-face")).toHaveAccessibleName(/booked over another visit/);
  await moved.locator(".block-face").click();
  await expect(page.locator(".panel")).toContainText("Both agreed to share the hour");
});

test("letters can be switched off, and this desk remembers", async ({ page, signIn }) => {
  await signIn("reception");
  const day = await quietDay(page, 36);
  await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  await openDay(page, day);
  const it = await blockAt(page, PRIYA, "10:00");
  await it.locator(".block-face").focus();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys.getByRole("switch", { name: /Letters alone do things/ })).toBeChecked();
  await axe(page);
  await keys.getByRole("switch", { name: /Letters alone do things/ }).press("Space");
  await page.keyboard.press("Escape");
  await page.reload();
  await awake(page);
  await it.locator(".block-face").focus();
  await page.keyboard.press("c");
  await page.keyboard.press("m");
  await page.keyboard.press("Enter");
  await expect(page.locator(".panel")).toBeVisible();
  await expect(it).toHaveAttribute("data-status", "booked");
  await page.evaluate(() => localStorage.removeItem("hadada-single-keys"));
});

test("in the week a visit is moved to another day, and undone", async ({ page, signIn }) => {
  await signIn("reception");
  const day = await quietDay(page, 37);
  // at a time that no other journey has on the day beside it
  const name = await book(page, { day, starts: "15:30", with: PRIYA, patient: "mokoena" });
  await page.goto(`/diary/week?day=${day}`);
  await awake(page);
  await page.locator(".diary-bar summary").filter({ hasText: /Naidoo|Botha|Practitioner/ }).first().click();
  await page.getByRole("link", { name: PRIYA, exact: true }).click();
  await awake(page);
  const column = page.locator(".diary-column").nth(weekday(day));
  const it = column.locator('.block[data-visit][style*="--from:930;"]');
  await expect(it).toContainText(name);
  await it.locator(".block-face").focus();
  await page.keyboard.press("m");
  // towards the middle of the week, so that it lands on a working day
  const right = weekday(day) < 3;
  await page.keyboard.press(right ? "ArrowRight" : "ArrowLeft");
  await page.keyboard.press("Enter");
  const next = page.locator(".diary-column").nth(weekday(day) + (right ? 1 : -1));
  await expect(next.locator('.block[data-visit][style*="--from:930;"]').filter({ hasText: name })).toBeVisible();
  await expect(told(page)).toContainText(`${name} moved to`);
  await page.keyboard.press("Control+z");
  await expect(it).toContainText(name);
});

test("a press where one may not book says why", async ({ page, signIn }) => {
  await signIn("practitioner");
  await openDay(page, await quietDay(page, 38));
  const at = await spot(page, PRIYA, "10:00");
  await page.mouse.click(at.x, at.y);
  await expect(told(page)).toContainText("not yours to book in");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a day on paper: a sheet for each practitioner with times, patients, types and rooms @both", async ({ page, signIn, go }) => {
  await signIn("reception");
  const day = await quietDay(page, test.info().project.name === "plain" ? 40 : 39);
  const first = await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  const second = await book(page, { day, starts: "11:00", with: JOHAN, patient: "dlamini" });
  await go(`/diary?day=${day}`);
  await page.locator(".diary-bar summary").filter({ hasText: "View" }).click();
  await page.getByRole("link", { name: "Day sheets to print" }).click();
  await awake(page);
  await axe(page);
  await page.emulateMedia({ media: "print" });
  const sheets = page.locator(".day-sheet");
  await expect(sheets).toHaveCount(2);
  await expect(sheets.nth(0)).toContainText(PRIYA);
  await expect(sheets.nth(0).getByRole("row", { name: /10:00–10:30/ })).toContainText(first);
  await expect(sheets.nth(0)).toContainText("Treatment");
  await expect(sheets.nth(1)).toContainText(second);
  await expect(sheets.nth(1).getByRole("columnheader", { name: "Room" })).toBeVisible();
  await expect(page.locator(".frame-head")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
  expect(await pages(page)).toBe(2);

  // the screen page itself prints as lists, a page for each
  await go(`/diary?day=${day}`);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".agenda-group").filter({ hasText: PRIYA })).toBeVisible();
  await expect(page.locator(".diary")).toBeHidden();
  await expect(page.locator(".agenda-group").filter({ hasText: "Zanele Dlamini" })).toBeHidden();
  await page.emulateMedia({ media: null });
});

/** How many sheets of paper the page takes. */
async function pages(page: Page): Promise<number> {
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  return pdf.match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
}

test("forced colours: every status is told by line and sign, and axe finds nothing", async ({ page, signIn }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signIn("reception");
  const day = await quietDay(page, 41);
  await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  await openDay(page, day);
  const it = await blockAt(page, PRIYA, "10:00");
  const border = await it.evaluate((block) => getComputedStyle(block).borderTopWidth !== "0px" || getComputedStyle(block).outlineWidth !== "0px");
  expect(border, "a block has an edge").toBe(true);
  await axe(page);
  await it.locator(".block-face").press("Enter");
  await expect(page.locator(".panel dl.facts")).toBeVisible();
  await axe(page);
});

test.describe("by touch on a tablet @phone", () => {
  test("a finger that rests picks the visit up and carries it; one that moves at once scrolls", async ({ page, signIn }) => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await signIn("reception");
    const day = await quietDay(page, 43);
    const name = await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
    await openDay(page, day);
    const [from, to] = await spots(page, [[PRIYA, "10:00"], [JOHAN, "11:30"]]);
    const finger = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number, y: number) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });

    await touch("touchStart", from.x, from.y + 6);
    for (let n = 1; n <= 6; n += 1) await touch("touchMove", from.x, from.y + 6 - n * 8);
    await touch("touchEnd", 0, 0);
    await expect(page.locator(".block[data-moving]")).toHaveCount(0);
    await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);

    const [a, b] = await spots(page, [[PRIYA, "10:00"], [JOHAN, "11:30"]]);
    await touch("touchStart", a.x, a.y + 6);
    await expect(page.locator(".block[data-moving]")).toBeVisible();
    for (let n = 1; n <= 8; n += 1) await touch("touchMove", a.x + ((b.x - a.x) * n) / 8, a.y + 6 + ((b.y - a.y) * n) / 8);
    await touch("touchEnd", 0, 0);
    await expect(await blockAt(page, JOHAN, "11:30")).toContainText(name);
    await expect(told(page)).toContainText(`${name} moved to`);
    await told(page).getByRole("button", { name: "Undo" }).tap();
    await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
  });
});
