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

for (const who of ["auditor", "billing"] as const) {
  test(`${PEOPLE[who].name} reads the diary and books nothing`, async ({ page, signIn, quiet }) => {
    quiet.allow(403);
    await signIn(who);
    const day = await quietDay(page, 26);
    await page.goto(`/diary?day=${day}`);
    await awake(page);
    await expect(page.getByRole("link", { name: "Book visit" })).toHaveCount(0);
    const at = await spot(page, "Priya Naidoo", "10:00");
    await page.mouse.click(at.x, at.y);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(told(page)).toContainText("not yours to book in");
    await axe(page);
    await refused(page, "/diary/new");
  });
}

test("a practitioner books in her own column and in no other", async ({ page, signIn }) => {
  await signIn("practitioner");
  await page.goto(`/diary?day=${await quietDay(page, 26)}`);
  await awake(page);
  const other = await spot(page, "Priya Naidoo", "10:00");
  await page.mouse.click(other.x, other.y);
  await expect(told(page)).toContainText("not yours to book in");
  await expect(page.getByRole("dialog")).toHaveCount(0);
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
