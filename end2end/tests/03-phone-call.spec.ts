import type { Page } from "@playwright/test";
import { block, blockAt, book, finds, quietDay, said, told } from "./diary";
import { awake, axe, expect, test } from "./fixtures";

/** A keyboard that counts. No journey in this file touches a mouse. */
class Keys {
  struck = 0;
  constructor(private readonly page: Page) {}

  async press(...keys: string[]) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.struck += 1;
    }
  }

  async type(text: string) {
    await this.page.keyboard.type(text);
    this.struck += [...text].length;
  }
}

async function openDay(page: Page, day: string) {
  await page.goto(`/diary?day=${day}`);
  await awake(page);
}

/** Walks until the screen reader says that this is where the keys are. */
async function walkTo(keys: Keys, page: Page, ways: string[], words: RegExp) {
  for (const way of ways) await keys.press(way);
  await expect(said(page)).toHaveText(words);
}

test.beforeEach(async ({ signIn }) => signIn("reception"));

test("a patient on file is booked with the keys alone", async ({ page }) => {
  await openDay(page, await quietDay(page, 0));
  const keys = new Keys(page);
  await walkTo(keys, page, ["Home", "PageDown", "ArrowDown"], /09:15.*Priya Naidoo.*free/);
  await keys.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Book visit" });
  await expect(dialog.getByLabel("Patient")).toBeFocused();
  await axe(page);

  await keys.type("mokoe");
  await expect(finds(dialog).first()).toBeVisible();
  await axe(page);
  const name = (await finds(dialog).first().locator("span").first().innerText()).trim();
  await keys.press("ArrowDown", "Enter");
  await expect(dialog.getByLabel("Patient")).toHaveValue(name);
  await keys.press("Enter");

  await expect(dialog).toBeHidden();
  await expect(told(page)).toContainText(`${name} booked for`);
  await expect(await blockAt(page, "Priya Naidoo", "09:15")).toContainText(name);
  await expect((await blockAt(page, "Priya Naidoo", "09:15")).locator(".block-face")).toBeFocused();
  expect(keys.struck).toBeLessThanOrEqual(22);
});

test("a new patient is added on the way, and a likely duplicate is shown first", async ({ page }) => {
  await openDay(page, await quietDay(page, 1));
  const keys = new Keys(page);
  await walkTo(keys, page, ["Home", "PageDown"], /09:00.*Priya Naidoo.*free/);
  await keys.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Book visit" });
  await expect(dialog.getByLabel("Patient")).toBeFocused();

  await keys.type("Quetzal Ibis");
  await expect(dialog.getByRole("link", { name: /Add Quetzal Ibis/ })).toBeVisible();
  await keys.press("Tab");
  await expect(dialog.getByRole("link", { name: /Add Quetzal Ibis/ })).toBeFocused();
  await keys.press("Enter");
  await expect(dialog.getByLabel("First names")).toBeFocused();
  await expect(dialog.getByLabel("First names")).toHaveValue("Quetzal");
  await expect(dialog.getByLabel("Last name")).toHaveValue("Ibis");
  await keys.press("Tab", "Tab");
  await keys.type("0825550143");
  await axe(page);
  await keys.press("Enter");
  await expect(dialog.getByLabel("Type")).toBeFocused();
  await keys.press("Enter");
  await expect(told(page)).toContainText("Quetzal Ibis booked for");
  expect(keys.struck).toBeLessThanOrEqual(40);

  // the same person calls again and is nearly added a second time, as if nobody had been found
  await walkTo(keys, page, ["ArrowDown"], /09:\d\d.*free/);
  await keys.press("Enter");
  await expect(dialog.getByLabel("Patient")).toBeFocused();
  await keys.type("Quetzal Ibis");
  await expect(dialog.getByRole("link", { name: /Add Quetzal Ibis/ })).toBeVisible();
  await dialog.getByRole("link", { name: /Add Quetzal Ibis/ }).focus();
  await keys.press("Enter");
  await expect(dialog.getByLabel("First names")).toBeFocused();
  await keys.press("Tab", "Tab");
  await keys.type("0825550143");
  await keys.press("Enter");
  await expect(dialog.getByText("This may be someone on file.")).toBeVisible();
  await expect(dialog.getByText("Quetzal Ibis")).toBeVisible();
  await axe(page);
  await dialog.getByRole("button", { name: "Use this file" }).focus();
  await keys.press("Enter");
  await expect(dialog.getByLabel("Patient")).toHaveValue("Quetzal Ibis");
  await dialog.getByLabel("Patient").focus();
  await keys.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(block(page, "Quetzal Ibis")).toHaveCount(2);
});

test("a taken time says so and offers others, and one of them is taken with a key", async ({ page, quiet }) => {
  quiet.allow(409);
  const day = await quietDay(page, 2);
  await book(page, { day, starts: "10:00", with: "Priya Naidoo", patient: "naidoo" });
  await openDay(page, day);
  const keys = new Keys(page);
  await walkTo(keys, page, ["Home", "PageDown", "ArrowDown", "ArrowDown", "ArrowDown"], /09:45.*free/);
  // half an hour from here runs into the visit at ten
  await keys.press("Shift+ArrowDown", "Enter");
  const dialog = page.getByRole("dialog", { name: "Book visit" });
  await keys.type("khuma");
  await expect(finds(dialog).first()).toBeVisible();
  await keys.press("ArrowDown", "Enter", "Enter");

  const alert = dialog.getByRole("alert");
  await expect(alert).toContainText("Priya Naidoo is booked until 10:30.");
  await expect(alert.getByRole("button")).not.toHaveCount(0);
  await axe(page);
  const other = alert.getByRole("button").first();
  await other.focus();
  await keys.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(told(page)).toContainText("booked for");
  await expect(block(page)).toHaveCount(2);
});

test("Escape leaves everything as it was", async ({ page }) => {
  await openDay(page, await quietDay(page, 3));
  const keys = new Keys(page);
  await keys.press("Home", "Enter");
  await expect(page.getByRole("dialog", { name: "Book visit" })).toBeVisible();
  await keys.press("Escape");
  await expect(page.getByRole("dialog", { name: "Book visit" })).toBeHidden();
  await expect(page.locator(".diary-body [tabindex='0']")).toBeFocused();
  await expect(block(page)).toHaveCount(0);
});

test("the list of keys opens with a question mark and can switch the letters off", async ({ page }) => {
  await openDay(page, await quietDay(page, 3));
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: /key/i });
  await expect(keys).toBeVisible();
  await axe(page);
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
});
