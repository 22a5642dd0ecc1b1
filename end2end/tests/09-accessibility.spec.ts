import { workday } from "./diary";
import { awake, axe, expect, test } from "./fixtures";

test.describe("the gallery", () => {
  for (const colours of ["light", "dark"] as const) {
    test(`every state of every component, ${colours}`, async ({ page, go }) => {
      await page.emulateMedia({ colorScheme: colours });
      await go("/_gallery");
      const groups = await page.locator("main ul.stack a").evaluateAll((links) => links.map((a) => a.getAttribute("href")!));
      expect(groups.length).toBeGreaterThan(5);
      for (const group of groups) {
        await page.goto(group);
        await awake(page);
        await test.step(group, () => axe(page));
      }
    });
  }
});

test("the pages of a day in dark colours", async ({ page, signIn, go }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn("owner");
  const day = workday();
  const paths = [
    `/diary?day=${day}`,
    `/diary/week?day=${day}`,
    `/diary/list?day=${day}`,
    `/diary/new?day=${day}`,
    "/patients",
    "/patients/new",
    "/account",
    "/account/password",
    "/settings",
    "/settings/import",
    "/settings/tariff",
    "/settings/people",
  ];
  for (const path of paths) {
    await test.step(path, async () => {
      await go(path);
      await axe(page);
    });
  }
  await go(`/diary?day=${day}`);
  await page.locator(".block[data-visit] .block-face").first().press("Enter");
  await expect(page.locator(".panel dl.facts")).toBeVisible();
  await axe(page);
});
