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
