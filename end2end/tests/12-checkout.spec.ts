import { axe, expect, test } from "./fixtures";
import type { Page } from "@playwright/test";

/** Opens the checkout of a completed treatment by a physiotherapist that has no invoice yet. */
async function openCheckout(page: Page) {
  await page.goto("/billing");
  await page.locator("summary", { hasText: "invoice" }).click();
  const row = page.getByRole("row", { name: /Treatment.*(Naidoo|Botha|Khumalo)/ }).first();
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: /^Checkout of/ })).toBeVisible();
  // where another tariff was imported too, a person says which
  const tariff = page.getByLabel("Tariff", { exact: true });
  if (await tariff.count()) {
    await tariff.selectOption({ label: (await tariff.locator("option", { hasText: "Demo tariff" }).first().textContent())! });
    await recalculate(page);
  }
}

async function recalculate(page: Page) {
  await page.getByRole("button", { name: "Recalculate" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Checkout of/ })).toBeVisible();
}

const total = (page: Page) => page.locator("[data-total]");

test.describe("from a visit to money @both", () => {
  test.beforeEach(async ({ signIn }) => signIn("billing"));

  test("a visit is charged, part is paid, a line is taken back, and every document says the same", async ({ page, quiet }) => {
    quiet.allow(422);
    await openCheckout(page);
    await expect(page.getByText("72303 ").first()).toBeVisible();
    await axe(page);
    // a checkout that was left half done comes back as it was left
    await page.getByLabel("Quantity").first().fill("1");
    await recalculate(page);
    const before = await total(page).textContent();

    // a code is looked for and added; its price comes from the server, with its reason
    await page.getByLabel("Add a code").fill("movement");
    await page.getByRole("button", { name: "Look for codes" }).click();
    await page.getByRole("button", { name: /^Add 72305/ }).click();
    await expect(page.getByRole("cell", { name: /0008, additional procedure/ }).first()).toBeVisible();
    expect(await total(page).textContent()).not.toBe(before);

    // what cannot be read comes back as it was typed, with what to do
    await page.getByLabel("Quantity").first().fill("xx");
    await recalculate(page);
    await expect(page.getByRole("alert")).toContainText("Enter the quantity of 72303 as a number.");
    await expect(page.getByLabel("Quantity").first()).toHaveValue("xx");
    await page.getByLabel("Quantity").first().fill("1");
    await recalculate(page);

    const sum = (await total(page).textContent())!;
    await page.getByRole("button", { name: /^Issue invoice of/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: /Invoice INV-\d{5}/ })).toBeVisible();
    await expect(page.getByText("Issued", { exact: true }).first()).toBeVisible();
    await expect(page.locator(".charge-sum")).toContainText(sum);
    const invoice = page.url();
    await axe(page);

    // more than is owed is asked about, and nothing typed is lost
    await page.getByLabel("Amount").fill("100000");
    await page.getByLabel("Slip or bank reference").fill(`S${Date.now()}`);
    await page.getByRole("button", { name: "Take payment" }).click();
    await expect(page.getByRole("alert")).toContainText("more than is owed");
    await expect(page.getByLabel("Amount")).toHaveValue("100000");
    await page.getByLabel("Cash", { exact: true }).check();
    await page.getByLabel("Amount").fill("100,50");
    await page.getByRole("button", { name: "Take payment" }).click();
    await expect(page.getByText("Part paid", { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("row", { name: /RC-\d{5}/ })).toContainText("100.50");

    // a line is taken back
    await page.getByText("Correct this invoice").click();
    await page.getByLabel("Only the lines ticked below").check();
    await page.getByRole("button", { name: "Issue credit note" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByRole("checkbox", { name: /^72305/ }).first().check();
    await page.getByLabel("Reason").first().fill("Not done that day");
    await page.getByRole("button", { name: "Issue credit note" }).click();
    await page.getByRole("link", { name: /CN-\d{5}/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: /Credit note CN-\d{5}/ })).toBeVisible();
    await axe(page);

    // on paper and as a file
    await page.goto(`${invoice}/print`);
    await expect(page.getByRole("heading", { level: 1, name: /Invoice INV-\d{5}/ })).toBeVisible();
    await expect(page.locator(".paper")).toContainText(sum);
    await axe(page);
    const file = await page.request.get(`${invoice}/pdf`);
    expect([file.status(), file.headers()["content-type"]]).toEqual([200, "application/pdf"]);

    // the account says it all
    await page.goto(invoice);
    await page.getByRole("link", { name: "Account" }).click();
    await expect(page.getByRole("table")).toContainText("Credit note CN-");
    await axe(page);
  });

  test("invoices are found by number, by name and by state", async ({ page }) => {
    await page.goto("/billing");
    await axe(page);
    await page.getByLabel("Number or name of the patient").fill("INV-1");
    await page.getByRole("button", { name: "Show invoices" }).click();
    await expect(page.getByRole("link", { name: "INV-00001" })).toBeVisible();
    expect(page.url()).not.toContain("INV-1");
    await page.getByLabel("Number or name of the patient").fill("");
    await page.getByLabel("State").selectOption("credited");
    await page.getByRole("button", { name: "Show invoices" }).click();
    await expect(page.getByRole("row", { name: /Credited/ }).first()).toBeVisible();
    await page.getByLabel("Number or name of the patient").fill("zzzz nobody");
    await page.getByRole("button", { name: "Show invoices" }).click();
    await expect(page.getByText("No invoice matches.")).toBeVisible();
  });
});
