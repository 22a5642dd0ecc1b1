import type { Page } from "@playwright/test";
import { awake, axe, expect, fitsAcross, scripted, test } from "./fixtures";

/** An ID number with a right check digit: born on this day, female. */
function idNumber(born: string, serial: string): string {
  const twelve = `${born.slice(2).replaceAll("-", "")}${serial}08`;
  const sum = [...twelve].reverse().reduce((all, digit, at) => {
    const n = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return all + (n > 9 ? n - 9 : n);
  }, 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

async function save(page: Page) {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await awake(page);
}

test.describe("registration @both", () => {
  test.beforeEach(async ({ signIn, quiet }) => {
    quiet.allow(409, 422);
    await signIn("reception");
  });

  test("an empty form says what is missing, above and at the field, in the same words", async ({ page, go }) => {
    await go("/patients/new");
    await expect(page.getByRole("heading", { level: 1, name: "New patient" })).toBeVisible();
    await axe(page);
    await save(page);
    const summary = page.locator("#error-summary");
    await expect(summary).toContainText("Enter the first names.");
    await expect(summary).toContainText("Enter the last name.");
    await expect(page.locator("#first_names-error")).toContainText("Enter the first names.");
    await axe(page);
    await fitsAcross(page);
    await summary.getByRole("link", { name: "Enter the first names." }).click();
    await expect(page.getByLabel("First names")).toBeFocused();
  });

  test("an ID number is checked against the birth date, and nothing typed is lost on the way", async ({ page, go }) => {
    // born on different days, so that neither browser's patient is the other's double
    const plain = test.info().project.name === "plain";
    const [born, wrong, last] = plain ? ["1985-05-05", "1985-05-06", "Fynbos"] : ["1979-02-17", "1979-02-18", "Karoo"];
    const number = idNumber(born, plain ? "0417" : "0532");
    await go("/patients/new");
    await page.getByLabel("First names").fill("Zoë");
    await page.getByLabel("Last name", { exact: true }).fill(last);
    await page.getByLabel("Phone", { exact: true }).fill(plain ? "082 555 0171" : "082 555 0172");
    await page.getByLabel("Kind of identity document").selectOption("sa_id");
    await page.getByLabel("Save now and complete the rest later").check();

    // one digit is wrong
    const slip = number.slice(0, 12) + String((Number(number[12]) + 1) % 10);
    await page.getByLabel("ID number", { exact: true }).fill(slip);
    if (await scripted(page)) await expect(page.getByRole("status").filter({ hasText: "one digit is wrong" })).toBeVisible();
    await save(page);
    await expect(page.locator("#error-summary")).toContainText("one digit is wrong");
    await expect(page.getByLabel("First names")).toHaveValue("Zoë");
    await expect(page.getByLabel("Last name", { exact: true })).toHaveValue(last);
    await expect(page.getByLabel("ID number", { exact: true })).toHaveValue(slip);
    await expect(page.getByLabel("Save now and complete the rest later")).toBeChecked();

    // the number is right, the birth date is not
    await page.getByLabel("ID number", { exact: true }).fill(number);
    if (await scripted(page)) {
      await expect(page.getByRole("status").filter({ hasText: "Female, born" })).toContainText("South African citizen");
      await expect(page.getByLabel("Date of birth", { exact: true })).toHaveValue(born);
    }
    await page.getByLabel("Date of birth", { exact: true }).fill(wrong);
    await save(page);
    await expect(page.locator("#error-summary")).toContainText("The date of birth differs from the ID number.");
    await expect(page.getByLabel("Confirmed with the patient")).toBeVisible();
    await axe(page);
    await page.getByLabel("Date of birth", { exact: true }).fill(born);
    await save(page);

    await expect(page).toHaveURL(/\/patients\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("heading", { name: `Zoë ${last}` }).first()).toBeVisible();
    await expect(page.getByText(number)).toHaveCount(0);
    await axe(page);
    await fitsAcross(page);

    // the same person a second time is stopped, and gets in only with a reason
    await go("/patients/new");
    await page.getByLabel("First names").fill("Zoe");
    await page.getByLabel("Last name", { exact: true }).fill(last);
    await page.getByLabel("Phone", { exact: true }).fill("083 555 0199");
    await page.getByLabel("Kind of identity document").selectOption("sa_id");
    await page.getByLabel("ID number", { exact: true }).fill(number);
    await page.getByLabel("Save now and complete the rest later").check();
    await save(page);
    await expect(page.getByRole("alert")).toContainText("This person is almost certainly on file");
    await expect(page.getByRole("alert").getByRole("link", { name: `Zoë ${last}` })).toBeVisible();
    await axe(page);
    await page.getByLabel("This is another person: save anyway").check();
    await save(page);
    await expect(page.getByText("Enter a reason with at least 5 characters.").first()).toBeVisible();
    await expect(page.getByLabel("ID number", { exact: true })).toHaveValue(number);
  });

  test("a patient is found by name, phone and file number, with the accents left out", async ({ page, go }) => {
    const last = test.info().project.name === "plain" ? "Fynbos" : "Karoo";
    const phone = test.info().project.name === "plain" ? "0825550171" : "0825550172";
    for (const typed of [`zoe ${last.toLowerCase()}`, phone]) {
      await go("/patients");
      const field = page.getByRole("search").locator("input[type=text], input[type=search], input[role=combobox]").first();
      await field.fill(typed);
      if (await scripted(page)) {
        await expect(page.getByRole("option", { name: new RegExp(`Zoë ${last}`) })).toBeVisible();
      }
      // nobody is chosen until someone is: Enter asks for all of them
      await field.press("Enter");
      await expect(page.getByRole("row").filter({ hasText: `Zoë ${last}` })).toBeVisible();
      await axe(page);
    }
    await page.getByRole("link", { name: `Zoë ${last}` }).click();
    await expect(page).toHaveURL(/\/patients\/[0-9a-f-]{36}$/);
  });

  test("names in every script go in and come out as they were typed", async ({ page, go }) => {
    const plain = test.info().project.name === "plain";
    await go("/patients/new");
    const name = plain ? "محمد" : "ǂxoa";
    await page.getByLabel("First names").fill(name);
    await page.getByLabel("Last name", { exact: true }).fill(plain ? "الشريف" : "ǃKhũ");
    await page.getByLabel("Phone", { exact: true }).fill(plain ? "082 555 0181" : "082 555 0182");
    await page.getByLabel("Save now and complete the rest later").check();
    await save(page);
    await expect(page).toHaveURL(/\/patients\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  });
});

test.describe("registration on a phone @phone", () => {
  test("a patient is put on file by touch at 320 and 390 px", async ({ page, go, signIn, quiet }) => {
    quiet.allow(409, 422);
    await signIn("reception");
    for (const [width, last, phone, born] of [
      [320, "Skaapstekers", "082 555 0191", "1961-07-09"],
      [390, "Mossiebaai", "082 555 0192", "1988-03-14"],
    ] as const) {
      await page.setViewportSize({ width, height: 780 });
      await go("/patients/new");
      await fitsAcross(page);
      await axe(page);
      await page.getByRole("button", { name: "Save", exact: true }).tap();
      await awake(page);
      await fitsAcross(page);
      const summary = page.locator("#error-summary");
      await summary.getByRole("link", { name: "Enter the first names." }).tap();
      const first = page.getByLabel("First names");
      await expect(first).toBeFocused();
      // nothing sticks over the field that the summary leads to
      const [field, head] = [(await first.boundingBox())!, (await page.locator("header").first().boundingBox())!];
      expect(field.y).toBeGreaterThanOrEqual(Math.min(head.y + head.height, 780 - field.height) - 1);
      for (const control of await page.locator("form .control:visible, form button:visible").all()) {
        expect((await control.boundingBox())!.height).toBeGreaterThanOrEqual(40);
      }
      await first.fill("Anna Maria");
      await page.getByLabel("Last name", { exact: true }).fill(last);
      await page.getByLabel("Date of birth", { exact: true }).fill(born);
      await page.getByLabel("Phone", { exact: true }).fill(phone);
      await page.getByLabel("Save now and complete the rest later").check();
      await page.getByRole("button", { name: "Save", exact: true }).tap();
      await expect(page).toHaveURL(/\/patients\/[0-9a-f-]{36}(#.*)?$/);
      await fitsAcross(page);
      await axe(page);
      await page.getByRole("link", { name: "Change details" }).tap();
      await awake(page);
      await fitsAcross(page);
      await expect(page.getByLabel("Last name", { exact: true })).toHaveValue(last);
    }
  });
});
