import type { Page } from "@playwright/test";
import { block, quietDay, spot, told } from "./diary";
import { awake, axe, expect, test } from "./fixtures";
import { PEOPLE } from "./people";

async function refused(page: Page, path: string) {
  const answer = await page.goto(path);
  expect(answer!.status(), path).toBe(403);
  await expect(page.getByRole("heading", { level: 1, name: "Not open to you" })).toBeVisible();
  await expect(page.getByText("Ask someone who may")).toBeVisible();
  await axe(page);
}

test("an auditor reads what the practice is, and neither diary nor patients", async ({ page, signIn, quiet }) => {
  quiet.allow(403);
  await signIn("auditor");
  await page.goto("/");
  await expect(page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link")).toHaveText(["Practice"]);
  for (const path of ["/diary", "/diary/list", "/diary/new", "/patients", "/patients/new", "/settings/import"]) await refused(page, path);
});

test("a billing clerk reads the diary and books nothing", async ({ page, signIn, quiet }) => {
  quiet.allow(403);
  await signIn("billing");
  await page.goto(`/diary?day=${await quietDay(page, 26)}`);
  await awake(page);
  await booksNothing(page, "Priya Naidoo");
  await expect(page.getByRole("link", { name: "Book visit" })).toHaveCount(0);
  await axe(page);
  await refused(page, "/diary/new");
});

/** Neither a press nor the keys book in this column. */
async function booksNothing(page: Page, name: string) {
  const at = await spot(page, name, "10:00");
  await page.mouse.click(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.locator(".diary-body [tabindex='0']").focus();
  for (let n = 0; n < 8; n += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(told(page)).toContainText("not yours to book in");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a practitioner books in her own column and in no other", async ({ page, signIn }) => {
  await signIn("practitioner");
  await page.goto(`/diary?day=${await quietDay(page, 26)}`);
  await awake(page);
  await booksNothing(page, "Priya Naidoo");
  const own = await spot(page, PEOPLE.practitioner.name, "10:00");
  await page.mouse.click(own.x, own.y);
  await expect(page.getByRole("dialog", { name: "Book visit" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(block(page)).toHaveCount(0);
});

test("nobody who is signed out sees anything", async ({ page }) => {
  for (const path of ["/", "/diary", "/diary/list", "/diary/new", "/patients", "/patients/new", "/account", "/settings"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
});

test("an address of nothing and one of somebody else's are answered alike", async ({ page, signIn, quiet }) => {
  quiet.allow(404);
  await signIn("reception");
  for (const path of ["/nothing-here", "/diary/visit/00000000-0000-0000-0000-000000000001", "/diary/visit/nonsense"]) {
    const answer = await page.goto(path);
    expect(answer!.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
  }
  await axe(page);
});
