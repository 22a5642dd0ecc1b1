import { awake, axe, expect, fitsAcross, test } from "./fixtures";
import { comeIn, knock } from "./people";

const PASSWORD = "lantern gravel meadow harp";

test.describe("colleagues @both", () => {
  test("somebody is invited by a link, comes in with a password of their own, and is suspended", async ({ page, go, browser, quiet, baseURL }) => {
    quiet.allow(404, 422, 401);
    // one long way, through two doors and eight pages
    test.slow();
    const plain = test.info().project.name === "plain";
    // one newcomer for each walk: an address signs in for one person
    const mark = `${plain ? "plain" : "scripted"}-${Date.now().toString(36)}`;
    const [name, email] = [plain ? "Lerato Molefe" : "Bongani Sithole", `${mark}@jacaranda.example`];
    // through the door: giving roles asks whoever came in a while ago to prove it again
    await comeIn(page, "owner");
    await go("/settings/people");
    await axe(page);
    await page.getByRole("link", { name: "Invite somebody" }).click();
    await axe(page);

    await page.getByRole("button", { name: "Make the invitation" }).click();
    await expect(page.locator("#error-summary")).toContainText("Enter the name.");
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Make the invitation" }).click();
    await expect(page.locator("#error-summary")).toContainText("Choose the role.");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await axe(page);
    await page.getByRole("checkbox", { name: "Receptionist" }).check();
    await page.getByRole("button", { name: "Make the invitation" }).click();

    await expect(page.getByRole("heading", { name: "The invitation is ready" })).toBeVisible();
    await expect(page.getByText("once, within 24 hours")).toBeVisible();
    const link = await page.getByLabel("Link").inputValue();
    await axe(page);
    await page.getByRole("link", { name: "Back to people" }).click();
    await expect(page.getByRole("table", { name: "Invited" })).toContainText(email);

    // the newcomer, at a screen of their own
    const context = await browser.newContext({ javaScriptEnabled: !plain });
    const theirs = await context.newPage();
    quiet.watch(theirs, baseURL!);
    const path = new URL(link).pathname;
    await theirs.goto(path);
    await axe(theirs);
    await theirs.getByLabel("Password").fill("short");
    await theirs.getByRole("button").last().click();
    await expect(theirs.getByText("at least 12 characters").first()).toBeVisible();
    await theirs.getByLabel("Password").fill(PASSWORD);
    await theirs.getByRole("button").last().click();
    await expect(theirs).toHaveURL(/\/diary/);
    // the link worked once
    const again = await browser.newContext({ javaScriptEnabled: !plain });
    const second = await again.newPage();
    await second.goto(path);
    await expect(second.getByText("within 24 hours")).toBeVisible();
    await again.close();

    // somebody else is what they were made, at once
    await page.goto("/settings/people");
    await page.getByRole("row", { name: email }).getByRole("link").click();
    await awake(page);
    await axe(page);
    await page.getByRole("checkbox", { name: "Receptionist" }).uncheck();
    await page.getByRole("checkbox", { name: "Billing clerk" }).check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await theirs.goto("/patients/new");
    await expect(theirs).toHaveURL(/\/sign-in/);
    await knock(theirs, email, PASSWORD);
    await expect(theirs).not.toHaveURL(/sign-in/);
    await theirs.goto("/patients");
    await expect(theirs.getByRole("link", { name: "Add a patient" })).toHaveCount(0);

    // and nobody at all once suspended
    await page.goto("/settings/people");
    await page.getByRole("row", { name: email }).getByRole("link").click();
    await page.getByRole("button", { name: `Suspend ${name}` }).click();
    await expect(page.getByRole("row", { name: email })).toContainText("Suspended");
    await theirs.goto("/patients");
    await expect(theirs).toHaveURL(/\/sign-in/);
    await knock(theirs, email, PASSWORD);
    await expect(theirs.getByRole("alert")).toContainText("do not match");
    await context.close();
  });

  test("every screen one is signed in on is listed, and another one can be ended from here", async ({ page, go, browser, quiet }) => {
    quiet.allow(401, 422);
    const plain = test.info().project.name === "plain";
    await comeIn(page, "desk");
    const context = await browser.newContext({ javaScriptEnabled: !plain });
    const elsewhere = await context.newPage();
    await comeIn(elsewhere, "desk");
    await go("/account");
    await expect(page.getByText("This screen")).toHaveCount(1);
    const others = await page.getByRole("button", { name: /^End/ }).count();
    expect(others).toBeGreaterThan(0);
    // the latest of the others is the one that was opened here
    await page.getByRole("button", { name: /^End/ }).first().click();
    await expect(page.getByRole("button", { name: /^End/ })).toHaveCount(others - 1);
    await elsewhere.goto("/diary");
    await expect(elsewhere).toHaveURL(/\/sign-in/);
    await page.getByRole("button", { name: /Sign out/ }).last().click();
    await expect(page).toHaveURL(/\/sign-in/);
    await context.close();
  });
});

test.describe("colleagues on a phone @phone", () => {
  test("the people pages fit and can be used by touch", async ({ page, go, signIn, quiet }) => {
    // a walk before this one may have given the owner a password of her own
    quiet.allow(422);
    await signIn("owner");
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 780 });
      for (const path of ["/settings/people", "/settings/people/invite", "/account", "/settings"]) {
        await go(path);
        await expect(page.locator("h1")).toBeVisible();
        await fitsAcross(page);
        await axe(page);
      }
    }
  });
});
