import { awake, axe, expect, fitsAcross, test } from "./fixtures";
import { PEOPLE } from "./people";

test("an owner sees who opened a record, and an auditor finds the look", async ({ page, signIn, anotherDesk }) => {
  await signIn("owner");
  await page.goto("/patients");
  await awake(page);
  const field = page.getByRole("search").locator("input[role=combobox]").first();
  await field.fill("govender");
  await field.press("Enter");
  await page.getByRole("row").filter({ hasText: "Govender" }).first().waitFor();
  const href = await page.locator('main a[href^="/patients/"]:not([href$="/new"])').first().getAttribute("href");
  await page.goto(href!);
  await page.getByRole("link", { name: "Who opened this record" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Who opened this record" })).toBeVisible();
  const rows = page.getByRole("row");
  // the page shows what several features know, and each look is a row
  const looked = rows.filter({ hasText: PEOPLE.owner.name }).filter({ hasText: "See demographics, contact and funding" });
  await expect(looked.first()).toBeVisible();
  await axe(page);
  const auditor = await anotherDesk("auditor");
  await auditor.goto("/settings");
  await auditor.getByRole("link", { name: "Audit trail" }).click();
  await expect(auditor.getByRole("heading", { level: 1, name: "Audit trail" })).toBeVisible();
  await auditor.getByLabel("Person").selectOption({ label: PEOPLE.owner.name });
  await auditor.getByLabel("Kind").selectOption({ label: "Look" });
  await auditor.getByRole("button", { name: "Show rows" }).click();
  // what was asked stands in no address, and stays in the form
  await expect(auditor).toHaveURL(/\/settings\/audit$/);
  await expect(auditor.getByLabel("Kind")).toHaveValue("read");
  const look = auditor.getByRole("row").filter({ hasText: "See who opened a patient's record" });
  await expect(look.first()).toContainText(PEOPLE.owner.name);
  await axe(auditor);
  await fitsAcross(auditor);
});

test("@both a question that cannot be asked comes back as typed", async ({ page, signIn, quiet }) => {
  quiet.allow(422);
  await signIn("auditor");
  await page.goto("/settings/audit");
  await page.getByLabel("File number").fill("no such file");
  await page.getByRole("button", { name: "Show rows" }).click();
  await expect(page.getByText("Check the file number: no patient here has it.").first()).toBeVisible();
  await expect(page.getByLabel("File number")).toHaveValue("no such file");
  await axe(page);
});

test("the front desk sees neither", async ({ page, signIn, quiet }) => {
  quiet.allow(403);
  await signIn("reception");
  const answer = await page.goto("/settings/audit");
  expect(answer!.status()).toBe(403);
});
