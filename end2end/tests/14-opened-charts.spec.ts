// A chart that is closed to a practitioner opens with a written reason, in view of the owner.
import type { Page } from "@playwright/test";
import { axe, expect, fitsAcross, test } from "./fixtures";

/** Goes to a chart that is closed to whoever is signed in. */
async function findClosed(page: Page) {
  // the list as it is without scripts: which charts there are is not what this journey is about
  const found = await (await page.request.post("/patients", { form: { q: "ma" } })).text();
  const charts = [...new Set(found.match(/\/patients\/[0-9a-f-]{36}(?=")/g) ?? [])];
  expect(charts.length).toBeGreaterThan(0);
  for (const chart of charts) {
    await page.goto(chart);
    if (await page.getByRole("heading", { level: 1, name: "This chart is closed to you" }).isVisible()) return;
  }
  throw new Error("every chart that was found is open");
}

test.describe("opened charts @both", () => {
  test("a written reason opens one chart for an hour, and the owner looks at why", async ({ page, signIn, anotherDesk, quiet }) => {
    test.slow();
    quiet.allow(403, 422);
    await signIn("practitioner");
    await findClosed(page);
    await axe(page);
    await page.getByRole("link", { name: "Open it with a reason" }).click();
    await axe(page);
    await page.getByLabel("Reason in words").fill("because");
    await page.getByRole("button", { name: "Open for one hour" }).click();
    await expect(page.getByText("Choose the reason.").first()).toBeVisible();
    await expect(page.getByLabel("Reason in words")).toHaveValue("because");
    await axe(page);
    const why = `Treats the patient for a colleague who fell ill, ${test.info().project.name}`;
    await page.getByLabel("Continuity of care").check();
    await page.getByLabel("Reason in words").fill(why);
    await page.getByRole("button", { name: "Open for one hour" }).click();
    await expect(page.getByText("You opened this chart with a reason.")).toBeVisible();
    await expect(page.getByRole("link", { name: "Change details" })).toHaveCount(0);
    await axe(page);

    const owner = await anotherDesk("owner");
    await owner.goto("/account");
    await expect(owner.getByText("opened a chart that is closed to them").first()).toBeVisible();
    await owner.goto("/patients/openings");
    // the latest that nobody reviewed comes first
    const row = owner.getByRole("row").filter({ hasText: why }).first();
    await expect(row).toContainText("Thabo Nkosi");
    await axe(owner);
    await fitsAcross(owner);
    await row.getByRole("button", { name: /^Accept/ }).click();
    const reviewed = owner.getByRole("row").filter({ hasText: why }).filter({ hasText: "Accepted by Priya Naidoo" });
    await expect(reviewed.first()).toBeVisible();
  });
});
