import { awake, axe, expect, test } from "./fixtures";
import { OWN_PASSWORD, PEOPLE, comeIn, knock } from "./people";

const MINUTE = 60_000;

test("a screen warns before it locks, and one press keeps it open", async ({ page, signIn }) => {
  await signIn("reception");
  await page.clock.install();
  // the server's own clock goes on: it is asked how long is left, and here it has 100 seconds
  await page.route(/\/api\/.*how_long/, (route) => route.fulfill({ json: { seconds: 100, for_good: false } }));
  await page.goto("/diary");
  await awake(page);
  await page.clock.fastForward(13 * MINUTE + 2000);
  const warning = page.getByRole("dialog", { name: "Your screen locks in 2 minutes" });
  await expect(warning).toBeVisible();
  await axe(page);
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await expect(warning).toBeHidden();
});

test("a locked screen keeps what was typed and opens with the password", async ({ page, quiet }) => {
  quiet.allow(401, 422);
  await comeIn(page, "locker");
  await page.clock.install();
  await page.goto("/patients/new");
  await awake(page);
  await page.getByLabel("Last name").first().fill("Half typed");
  await page.route(/\/api\/.*how_long/, (route) => route.fulfill({ json: { seconds: 0, for_good: false } }));
  await page.clock.fastForward(13 * MINUTE + 2000);
  await page.clock.runFor(5000);
  await page.unroute(/\/api\/.*how_long/);
  await page.route(/\/api\/.*how_long/, (route) => route.fulfill({ status: 401, json: "SignedOut" }));
  await page.clock.runFor(12_000);
  const lock = page.getByRole("dialog", { name: "This screen is locked" });
  await expect(lock).toBeVisible();
  await axe(page);
  await lock.getByLabel("Password").fill("not mine");
  await lock.getByRole("button", { name: "Unlock" }).click();
  await expect(lock.getByText(/does not match/)).toBeVisible();
  await lock.getByLabel("Password").fill(OWN_PASSWORD);
  await lock.getByRole("button", { name: "Unlock" }).click();
  await expect(lock).toBeHidden();
  await expect(page.getByLabel("Last name").first()).toHaveValue("Half typed");
});

test("signing out everywhere ends every screen, and going back shows nothing", async ({ page, browser, quiet, baseURL }) => {
  quiet.allow(401);
  await comeIn(page, "leaver");
  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  quiet.watch(elsewhere, baseURL!);
  await knock(elsewhere, PEOPLE.leaver.email, OWN_PASSWORD);
  await expect(elsewhere).toHaveURL(/\/diary/);

  await page.goto("/account");
  await awake(page);
  await expect(page.getByRole("row")).toHaveCount(3);
  await axe(page);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.goBack();
  await expect(page.getByText(PEOPLE.leaver.name)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await context.close();
});

test("signing out from the menu asks for no more than a press", async ({ page }) => {
  await knock(page, PEOPLE.leaver.email, OWN_PASSWORD);
  await expect(page).toHaveURL(/\/diary/);
  await awake(page);
  await page.locator(".frame-tools summary").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/diary");
  await expect(page).toHaveURL(/\/sign-in/);
});
