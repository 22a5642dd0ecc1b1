import { book, quietDay } from "./diary";
import { axe, awake, expect, fitsAcross, test } from "./fixtures";

test.describe("on a phone @phone", () => {
  test.beforeEach(async ({ signIn }) => signIn("reception"));

  for (const width of [320, 390]) {
    test(`the day is a list that opens and steps on at ${width} px`, async ({ page, go }) => {
      await page.setViewportSize({ width, height: 780 });
      const day = await quietDay(page, width === 320 ? 24 : 25);
      const name = await book(page, { day, starts: "10:00", with: "Priya Naidoo", patient: "mokoena" });
      await go(`/diary?day=${day}`);
      await expect(page.locator(".agenda")).toBeVisible();
      await expect(page.locator(".diary")).toBeHidden();
      await fitsAcross(page);
      await axe(page);
      const row = page.locator("a.agenda-row", { hasText: name });
      expect((await row.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      await row.tap();
      await awake(page);
      await expect(page.getByRole("heading", { name })).toBeVisible();
      await fitsAcross(page);
      await axe(page);
      await page.getByRole("button", { name: "Confirm" }).tap();
      await expect(page.locator("dl.facts")).toContainText("Confirmed");
    });

    test(`no page is wider than ${width} px`, async ({ page, go }) => {
      await page.setViewportSize({ width, height: 780 });
      for (const path of ["/diary", "/diary/list", "/diary/week", "/diary/new", "/patients", "/patients/new", "/account"]) {
        await test.step(path, async () => {
          await go(path);
          await expect(page.locator("h1")).toBeVisible();
          await fitsAcross(page);
        });
      }
    });
  }

  test("the folded menu leads everywhere", async ({ page, go }) => {
    await go("/diary");
    await page.getByLabel("Menu", { exact: true }).tap();
    await page.getByRole("navigation", { name: "Main, folded" }).getByRole("link", { name: "Patients" }).tap();
    await expect(page).toHaveURL(/\/patients/);
  });
});
