import type { Page } from "@playwright/test";
import { block, blockAt, book, drag, finds, pull, quietDay, said, spot, spots, told } from "./diary";
import { awake, axe, expect, test } from "./fixtures";

const PRIYA = "Priya Naidoo";
const JOHAN = "Johan Botha";

test.beforeEach(async ({ signIn }) => signIn("reception"));

/** A visit at ten with Priya Naidoo on a day of its own; says whose. */
async function begin(page: Page, n: number, patient = "mokoena"): Promise<string> {
  const day = await quietDay(page, n);
  const name = await book(page, { day, starts: "10:00", with: PRIYA, patient });
  await page.goto(`/diary?day=${day}`);
  await awake(page);
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
  return name;
}

async function undo(page: Page) {
  await told(page).getByRole("button", { name: "Undo" }).click();
  await expect(told(page)).toContainText("Taken back");
}

test("a visit is dragged to another time and column, and undone", async ({ page }) => {
  const name = await begin(page, 5);
  await drag(page, [PRIYA, "10:00"], [JOHAN, "11:30"]);
  await expect(await blockAt(page, JOHAN, "11:30")).toContainText(name);
  await expect(told(page)).toContainText(`${name} moved to`);
  await expect(block(page)).toHaveCount(1);
  await undo(page);
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
  await page.reload();
  await awake(page);
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
});

test("a press that only trembles opens the visit and moves nothing", async ({ page }) => {
  const name = await begin(page, 6);
  const at = await spot(page, PRIYA, "10:00");
  await page.mouse.move(at.x, at.y + 4);
  await page.mouse.down();
  await page.mouse.move(at.x + 2, at.y + 6);
  await page.mouse.up();
  const panel = page.locator(".panel");
  await expect(panel).toContainText(name);
  await expect(panel.getByText("History")).toBeVisible();
  await axe(page);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
});

test("Escape in the middle of a drag, and leaving the grid, put the visit back", async ({ page }) => {
  const name = await begin(page, 7);
  const [from, to] = await spots(page, [[PRIYA, "10:00"], [JOHAN, "12:00"]]);
  for (const leave of ["Escape", "outside"]) {
    await page.mouse.move(from.x, from.y + 6);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await expect(page.locator(".block[data-moving]")).toBeVisible();
    if (leave === "Escape") await page.keyboard.press("Escape");
    else await page.mouse.move(to.x, 5, { steps: 6 });
    await page.mouse.up();
    await expect(page.locator(".block[data-moving]")).toHaveCount(0);
    await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
  }
  await page.reload();
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
});

test("a visit is moved with M, arrows and Enter, and undone with Ctrl+Z", async ({ page }) => {
  const name = await begin(page, 8);
  await (await blockAt(page, PRIYA, "10:00")).locator(".block-face").focus();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(said(page)).toHaveText(/10:30.*Johan Botha.*free/);
  await page.keyboard.press("Enter");
  await expect(await blockAt(page, JOHAN, "10:30")).toContainText(name);
  await expect(told(page)).toContainText(`${name} moved to`);
  await page.keyboard.press("Control+z");
  await expect(told(page)).toContainText("Taken back");
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);

  await (await blockAt(page, PRIYA, "10:00")).locator(".block-face").focus();
  await page.keyboard.press("m");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Escape");
  await expect(page.locator(".block[data-moving]")).toHaveCount(0);
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
});

test("a visit is made longer by its grip and shorter with R, each undone", async ({ page }) => {
  const name = await begin(page, 9);
  const it = await blockAt(page, PRIYA, "10:00");
  await pull(page, it, PRIYA, "11:00");
  await expect(told(page)).toContainText(`${name} now has 60 minutes.`);
  await expect(it).toHaveAttribute("style", /--len:60/);
  await undo(page);
  await expect(it).toHaveAttribute("style", /--len:30/);

  await it.locator(".block-face").focus();
  await page.keyboard.press("r");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(told(page)).toContainText(`${name} now has 15 minutes.`);
  await expect(it).toHaveAttribute("style", /--len:15/);
  await page.keyboard.press("Control+z");
  await expect(it).toHaveAttribute("style", /--len:30/);
});

test("a visit is moved and made longer with the fields of its panel: no drag is needed", async ({ page }) => {
  const name = await begin(page, 10);
  await (await blockAt(page, PRIYA, "10:00")).locator(".block-face").click();
  const panel = page.locator(".panel");
  await panel.getByRole("button", { name: "Move…" }).click();
  await panel.getByLabel("Start").fill("14:00");
  await panel.getByRole("button", { name: "Move visit" }).click();
  await expect(await blockAt(page, PRIYA, "14:00")).toContainText(name);
  await panel.getByRole("button", { name: "Length…" }).click();
  await panel.getByLabel("Length in minutes").fill("45");
  await axe(page);
  await panel.getByRole("button", { name: "Change length" }).click();
  await expect(await blockAt(page, PRIYA, "14:00")).toHaveAttribute("style", /--len:45/);
});

test("a visit is cancelled with a reason, and undone", async ({ page }) => {
  const name = await begin(page, 11);
  await (await blockAt(page, PRIYA, "10:00")).locator(".block-face").focus();
  await page.keyboard.press("x");
  const dialog = page.getByRole("dialog", { name: `Cancel the visit of ${name}` });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel visit" }).click();
  await expect(dialog.getByText("Choose the reason.").first()).toBeVisible();
  await dialog.getByLabel("Reason").selectOption("other");
  await dialog.getByRole("button", { name: "Cancel visit" }).click();
  await expect(dialog.getByText("at least 5 characters").first()).toBeVisible();
  await axe(page);
  await dialog.getByLabel("Reason").selectOption("pat_ill");
  await dialog.getByRole("button", { name: "Cancel visit" }).click();
  await expect(told(page)).toContainText(`Visit of ${name}`);
  await expect(block(page)).toHaveCount(0);
  await undo(page);
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(name);
});

test("letters take a visit through its day, and the step is undone", async ({ page }) => {
  await begin(page, 12);
  const it = await blockAt(page, PRIYA, "10:00");
  await it.locator(".block-face").focus();
  await page.keyboard.press("c");
  await expect(it).toHaveAttribute("data-status", "confirmed");
  await expect(told(page)).toContainText("confirmed");
  await undo(page);
  await expect(it).toHaveAttribute("data-status", "booked");
  await it.locator(".block-next").click();
  await expect(it).toHaveAttribute("data-status", "confirmed");
});

test("a drop on a taken time puts the visit back and offers free ones; nothing is lost by pressing twice", async ({ page, quiet }) => {
  quiet.allow(409);
  const day = await quietDay(page, 13);
  const first = await book(page, { day, starts: "10:00", with: PRIYA, patient: "mokoena" });
  const second = await book(page, { day, starts: "12:00", with: PRIYA, patient: "dlamini" });
  await page.goto(`/diary?day=${day}`);
  await awake(page);
  await drag(page, [PRIYA, "12:00"], [PRIYA, "10:00"]);
  const dialog = page.getByRole("dialog", { name: "That time is taken" });
  await expect(dialog).toContainText(`${PRIYA} is booked until 10:30.`);
  await expect(await blockAt(page, PRIYA, "12:00")).toContainText(second);
  await expect(await blockAt(page, PRIYA, "10:00")).toContainText(first);
  const free = dialog.locator(".note-acts").getByRole("button");
  await expect(free).toHaveCount(3);
  await axe(page);
  await free.first().dblclick();
  await expect(dialog).toBeHidden();
  await expect(told(page)).toContainText(`${second} moved to`);
  await expect(block(page)).toHaveCount(2);
  await page.reload();
  await awake(page);
  await expect(block(page)).toHaveCount(2);
  await expect(await blockAt(page, PRIYA, "12:00")).toHaveCount(0);
});

test("pressing the button twice books once", async ({ page }) => {
  const day = await quietDay(page, 14);
  await page.goto(`/diary?day=${day}`);
  await awake(page);
  const at = await spot(page, JOHAN, "09:00");
  await page.mouse.click(at.x, at.y);
  const dialog = page.getByRole("dialog", { name: "Book visit" });
  await dialog.getByLabel("Patient").fill("botha");
  await finds(dialog).first().click();
  await dialog.getByRole("button", { name: "Book visit" }).dblclick();
  await expect(dialog).toBeHidden();
  await expect(block(page)).toHaveCount(1);
  await page.reload();
  await awake(page);
  await expect(block(page)).toHaveCount(1);
});

test("drawing on free time books a visit of the drawn length", async ({ page }) => {
  const day = await quietDay(page, 15);
  await page.goto(`/diary?day=${day}`);
  await awake(page);
  const [from, to] = await spots(page, [[JOHAN, "09:00"], [JOHAN, "10:00"]]);
  await page.mouse.move(from.x, from.y + 3);
  await page.mouse.down();
  await page.mouse.move(to.x, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y - 3, { steps: 4 });
  await page.mouse.up();
  const dialog = page.getByRole("dialog", { name: "Book visit" });
  await expect(dialog.getByLabel("Start")).toHaveValue("09:00");
  await expect(dialog.getByLabel("Length in minutes")).toHaveValue("60");
  await dialog.getByLabel("Patient").fill("botha");
  await finds(dialog).first().click();
  await dialog.getByRole("button", { name: "Book visit" }).click();
  await expect(await blockAt(page, JOHAN, "09:00")).toHaveAttribute("style", /--len:60/);
});
