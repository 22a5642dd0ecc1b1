import { awake, axe, expect, test } from "./fixtures";
import { book, quietDay } from "./diary";

test.describe("alerts @both", () => {
  test("an alert is raised, known, resolved with a reason and opened again, and its history stays", async ({ page, go, signIn, quiet, anotherDesk }) => {
    quiet.allow(422);
    const plain = test.info().project.name === "plain";
    const words = `Two people for transfers ${plain ? "again" : "please"}`;
    await signIn("practitioner");
    // whoever treats the patient may raise an alert
    const day = await quietDay(page, plain ? 28 : 27);
    const name = await book(page, { day, starts: "11:00", with: "Thabo Nkosi", patient: "mokoena" });
    await go(`/diary/list?day=${day}`);
    await page.locator("a", { hasText: name }).first().click();
    await page.getByRole("link", { name: "Open the file" }).click();
    await awake(page);
    const file = page.url();
    const alerts = page.locator("#alerts");

    await alerts.getByText("Raise an alert").click();
    await alerts.getByLabel("Alert", { exact: true }).fill(words);
    await alerts.getByRole("button", { name: "Raise the alert" }).click();
    await awake(page);
    await expect(alerts.getByText("Choose the kind of alert.")).toBeVisible();
    await expect(alerts.getByLabel("Alert", { exact: true })).toHaveValue(words);
    await axe(page);
    await alerts.getByLabel("Kind of alert").selectOption("safety");
    await alerts.getByLabel("Weight of the alert").selectOption("danger");
    await alerts.getByLabel("The front desk sees it too").check();
    await alerts.getByRole("button", { name: "Raise the alert" }).click();
    await expect(page).toHaveURL(/#alerts$/);
    await awake(page);
    await expect(page.locator("section.banner")).toContainText(words);

    await alerts.getByRole("button", { name: `Acknowledge ${words}` }).click();
    await awake(page);
    await expect(page.locator("section.banner")).toContainText("acknowledged by Thabo Nkosi");
    await expect(alerts.getByRole("button", { name: `Acknowledge ${words}` })).toHaveCount(0);
    await axe(page);

    // the desk is told, and cannot settle it
    const desk = await anotherDesk("reception");
    await desk.goto(file);
    await expect(desk.locator("section.banner")).toContainText(words);
    await expect(desk.locator("#alerts")).toContainText("Acknowledged by Thabo Nkosi.");
    await expect(desk.locator("#alerts").getByRole("button")).toHaveCount(0);
    await axe(desk);

    const one = alerts.locator("li", { hasText: words }).first();
    await one.locator("summary", { hasText: "Resolve" }).click();
    await one.getByRole("button", { name: `Resolve the alert ${words}` }).click();
    await awake(page);
    await expect(one.getByText("Enter the reason.")).toBeVisible();
    await one.getByLabel("Reason").fill("Walks alone now");
    await one.getByRole("button", { name: `Resolve the alert ${words}` }).click();
    await awake(page);
    await expect(page.locator("section.banner")).not.toContainText(words);

    await alerts.locator("summary", { hasText: "Closed alerts" }).click();
    await one.locator("summary", { hasText: "History" }).click();
    await expect(one).toContainText("Resolved: Walks alone now");
    await axe(page);
    await one.locator("summary", { hasText: "Open again" }).click();
    await one.getByLabel("Reason").fill("Fell again");
    await one.getByRole("button", { name: `Open the alert again ${words}` }).click();
    await awake(page);
    await expect(page.locator("section.banner")).toContainText(words);

    // left as it was found
    await one.locator("summary", { hasText: "Resolve" }).click();
    await one.getByLabel("Reason").fill("End of the journey");
    await one.getByRole("button", { name: `Resolve the alert ${words}` }).click();
    await expect(page.locator("section.banner")).not.toContainText(words);
  });
});

test.describe("search @both", () => {
  test.beforeEach(async ({ signIn }) => signIn("reception"));

  test("an empty search says nothing, and what was looked for stays in the field", async ({ page, go }) => {
    await go("/patients");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await awake(page);
    await expect(page.getByText("Nobody found")).toHaveCount(0);
    await page.getByLabel("Find a patient").fill("mokoena");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await awake(page);
    await expect(page.getByRole("table")).toContainText("Mokoena");
    await expect(page.getByLabel("Find a patient")).toHaveValue("mokoena");
  });
});

test("Escape puts back what the search field held", async ({ page, go, signIn }) => {
  await signIn("reception");
  await go("/patients");
  const field = page.getByLabel("Find a patient");
  await field.fill("mokoena");
  await expect(page.getByRole("option").first()).toBeVisible();
  await field.press("Escape");
  await expect(field).toHaveValue("");
  await expect(page.getByRole("option")).toHaveCount(0);
  await field.fill("mokoena");
  await expect(page.getByRole("option").first()).toBeVisible();
  await field.press("Enter");
  await awake(page);
  await expect(page.getByRole("table")).toBeVisible();
  await field.fill("naidoo");
  await field.press("Escape");
  await expect(field).toHaveValue("mokoena");
});

test("what is typed before the page is awake is searched for, and stays", async ({ page, signIn }) => {
  await signIn("reception");
  // the browser half of the page comes late
  let wake = () => {};
  const late = new Promise<void>((go) => (wake = go));
  await page.route(/\.wasm/, async (route) => {
    await late;
    await route.continue();
  });
  await page.goto("/patients", { waitUntil: "commit" });
  const field = page.getByLabel("Find a patient");
  await field.fill("mokoena");
  wake();
  await expect(page.getByRole("option").first()).toBeVisible();
  await expect(field).toHaveValue("mokoena");
});
