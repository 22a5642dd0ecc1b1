import type { Page } from "@playwright/test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { awake, axe, expect, fitsAcross, test } from "./fixtures";

// The real files are licensed for practices, not for this repository: they lie beside it, or where HADADA_SHARED says.
const shared = process.env.HADADA_SHARED ?? join(__dirname, "../../../shared");
const file = (name: string) => join(shared, "data", name);
const there = existsSync(file("tariff_codes.csv"));
if (!there) console.warn(`SKIPPED: no data files in ${shared}/data, so the import of real files is not tested.`);

/** Sends a file to be looked at. */
async function send(page: Page, kind: string, name: string, book?: [name: string, since: string, until: string]) {
  await page.goto("/settings/import");
  await page.getByLabel("What the file holds").selectOption({ label: kind });
  await page.getByLabel("File", { exact: true }).setInputFiles(file(name));
  if (book) {
    await page.getByLabel("Name of the book").fill(book[0]);
    await page.getByLabel("First day").fill(book[1]);
    await page.getByLabel("Last day").fill(book[2]);
  }
  await page.getByRole("button", { name: "Look at the file" }).click();
  await expect(page).toHaveURL(/\/settings\/import\/[0-9a-f-]{36}$/);
  await awake(page);
}

/** Waits for the end: the page says it by itself, or without scripts when one looks again. */
async function untilImported(page: Page, words: RegExp) {
  await expect(async () => {
    const again = page.getByRole("link", { name: "See how far it is" });
    if (await again.isVisible()) await again.click();
    await expect(page.getByText(words)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
}

/** How many rows of the file became what. */
async function counts(page: Page): Promise<Record<string, number>> {
  const rows = page.getByRole("table", { name: "Every row of the file" }).getByRole("row");
  const said: Record<string, number> = {};
  for (const row of (await rows.all()).slice(1)) {
    said[await row.getByRole("rowheader").innerText()] = Number(await row.getByRole("cell").innerText());
  }
  return said;
}

const nothing = {
  Accepted: 0,
  "Unchanged, there already": 0,
  "Skipped as duplicates": 0,
  "Waiting for a choice": 0,
  Rejected: 0,
  "Empty lines, ignored": 0,
};

test.describe("import @both", () => {
  test.skip(!there, "the real data files are not here");
  test.describe.configure({ timeout: 120_000 });
  test.beforeEach(async ({ signIn }) => signIn("owner"));

  const year = new Date().getFullYear();
  const book: [string, string, string] = [`Tariff ${year}`, `${year}-01-01`, `${year}-12-31`];
  for (const [kind, name, rows, into] of [
    ["Scheme administrators", "scheme_administrators.csv", 34, undefined],
    ["Medical schemes", "medical_schemes.csv", 72, undefined],
    ["Appointment types", "appointment_types.csv", 18, undefined],
    ["Tariff codes", "tariff_codes.csv", 258, book],
    ["Modifiers", "modifiers.csv", 13, book],
  ] as const) {
    test(`all of ${name} goes in, and a second time changes nothing`, async ({ page }) => {
      await send(page, kind, name, into && [...into]);
      let said = await counts(page);
      expect(said.Accepted + said["Unchanged, there already"]).toBe(rows);
      expect(said.Rejected + said["Waiting for a choice"] + said["Skipped as duplicates"]).toBe(0);
      await axe(page);
      if (said.Accepted > 0) {
        await page.getByRole("button", { name: new RegExp(`Import ${said.Accepted} rows?`) }).click();
        await untilImported(page, /rows? imported\./);
      }
      await send(page, kind, name, into && [...into]);
      said = await counts(page);
      expect(said).toEqual({ ...nothing, "Unchanged, there already": rows });
      await expect(page.getByText("There is nothing new in this file.")).toBeVisible();
    });
  }

  test("a file with faults is answered row by row, in words and as a file", async ({ page }) => {
    // a book of its own for each kind of browser
    const name = `Foreign layout, ${test.info().project.name}`;
    const years = test.info().project.name === "plain" ? 2041 : 2040;
    const into: [string, string, string] = [name, `${years}-01-01`, `${years}-12-31`];
    await send(page, "Tariff codes", "tariff_codes_dirty.csv", into);
    expect(await counts(page)).toEqual({
      ...nothing,
      Accepted: 44,
      "Skipped as duplicates": 2,
      "Waiting for a choice": 2,
      Rejected: 11,
      "Empty lines, ignored": 1,
    });
    const lines = page.getByRole("table", { name: "What to know about rows" });
    const line = (n: number) => lines.getByRole("row").filter({ has: page.getByRole("rowheader", { name: String(n), exact: true }) });
    for (const n of [37, 38, 39, 41, 42, 43, 49, 50, 52, 56, 62]) await expect(line(n).first(), `line ${n}`).toContainText("rejected");
    for (const n of [34, 40]) await expect(line(n).filter({ hasText: "skipped" }), `line ${n}`).toHaveCount(1);
    for (const n of [4, 35]) await expect(line(n).first(), `line ${n}`).toContainText("waiting for a choice");
    for (const n of [36, 44, 60, 61]) await expect(line(n).first(), `line ${n}`).toContainText("accepted");
    await axe(page);
    await fitsAcross(page);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /Download the rows that do not go in/ }).click(),
    ]);
    const text = readFileSync(await download.path(), "utf8");
    expect(text.trim().split("\n").length).toBeGreaterThanOrEqual(1 + 15);
    expect(text).not.toMatch(/^[=+@-]/m);

    // nothing is in before the yes
    await page.getByRole("group", { name: /Which is right\?/ }).getByLabel(/^Line 35/).check();
    await page.getByRole("button", { name: /Import/ }).click();
    await untilImported(page, /^45 rows imported\.$/);
    await page.getByRole("link", { name: "See the tariff" }).click();
    await page.getByLabel("Book").selectOption({ label: (await labelOf(page, name))! });
    await page.getByLabel("Code or words").fill("72302");
    await page.getByRole("button", { name: "Show codes" }).click();
    await expect(page.getByRole("row").filter({ hasText: "72302" })).toContainText("143.60");
    await page.getByLabel("Code or words").fill("script");
    await page.getByRole("button", { name: "Show codes" }).click();
    await expect(page.getByText("<script>alert(1)</script> Suction")).toBeVisible();
    await axe(page);

    await send(page, "Tariff codes", "tariff_codes_dirty.csv", into);
    expect((await counts(page)).Accepted).toBe(0);
  });

  test("what cannot be read is said kindly, and nothing is imported", async ({ page }) => {
    await page.goto("/settings/import");
    await page.getByRole("button", { name: "Look at the file" }).click();
    await expect(page.getByText("Choose a file to import.")).toBeVisible();
    await page.getByLabel("File", { exact: true }).setInputFiles({
      name: "notes.csv",
      mimeType: "text/csv",
      buffer: Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x42, 0x80, 0x81]),
    });
    await page.getByRole("button", { name: "Look at the file" }).click();
    await expect(page.getByText("This file cannot be imported.")).toBeVisible();
    await axe(page);
  });
});

test("whoever may not import is told who may", async ({ page, signIn, quiet }) => {
  quiet.allow(403);
  await signIn("reception");
  const answer = await page.goto("/settings/import");
  expect(answer!.status()).toBe(403);
  await expect(page.getByText("Ask someone who may")).toBeVisible();
});

async function labelOf(page: Page, name: string): Promise<string | undefined> {
  const labels = await page.getByLabel("Book").locator("option").allInnerTexts();
  return labels.find((text) => text.startsWith(name));
}
