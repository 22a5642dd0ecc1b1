import { block, blockAt, book, drag, finds, quietDay, spot, told } from "./diary";
import { awake, expect, test } from "./fixtures";

const PRIYA = "Priya Naidoo";
const JOHAN = "Johan Botha";
/** What one desk does stands on the other within a second. */
const SOON = { timeout: 1000 };

test.beforeEach(async ({ signIn }) => signIn("reception"));

test("what one desk books, moves and cancels stands on the other within a second", async ({ page, anotherDesk }) => {
  const day = await quietDay(page, 16);
  const other = await anotherDesk("desk");
  for (const desk of [page, other]) {
    await desk.goto(`/diary?day=${day}`);
    await awake(desk);
  }

  const at = await spot(page, PRIYA, "10:00");
  await page.mouse.click(at.x, at.y);
  const dialog = page.getByRole("dialog", { name: "Book visit" });
  await dialog.getByLabel("Patient").fill("mthembu");
  await finds(dialog).first().click();
  const name = await dialog.getByLabel("Patient").inputValue();
  await dialog.getByRole("button", { name: "Book visit" }).click();
  await expect(told(page)).toContainText("booked for");
  await expect(await blockAt(other, PRIYA, "10:00")).toContainText(name, SOON);

  await drag(page, [PRIYA, "10:00"], [JOHAN, "11:00"]);
  await expect(told(page)).toContainText("moved to");
  const moved = await blockAt(other, JOHAN, "11:00");
  await expect(moved).toContainText(name, SOON);
  await expect(moved).toHaveAttribute("data-moved-by", "SM");

  // and the other way round
  await moved.locator(".block-face").focus();
  await other.keyboard.press("c");
  await expect(told(other)).toContainText("confirmed");
  await expect(await blockAt(page, JOHAN, "11:00")).toHaveAttribute("data-status", "confirmed", SOON);

  await (await blockAt(page, JOHAN, "11:00")).locator(".block-face").focus();
  await page.keyboard.press("x");
  const why = page.getByRole("dialog", { name: /Cancel the visit/ });
  await why.getByLabel("Reason").selectOption("pat_work");
  await why.getByRole("button", { name: "Cancel visit" }).click();
  await expect(told(page)).toContainText("cancelled");
  await expect(block(other)).toHaveCount(0, SOON);
});

test("of two desks that book the same time one wins, and the other gets a sentence and free times", async ({ page, anotherDesk, quiet }) => {
  quiet.allow(409);
  const day = await quietDay(page, 17);
  const other = await anotherDesk("desk");
  const desks = [page, other];
  for (const desk of desks) {
    await desk.goto(`/diary?day=${day}`);
    await awake(desk);
  }
  for (const [desk, who] of [[page, "pillay"], [other, "jacobs"]] as const) {
    const at = await spot(desk, PRIYA, "11:00");
    await desk.mouse.click(at.x, at.y);
    const dialog = desk.getByRole("dialog", { name: "Book visit" });
    await dialog.getByLabel("Patient").fill(who);
    await finds(dialog).first().click();
  }
  const press = (desk: typeof page) => desk.getByRole("dialog").getByRole("button", { name: "Book visit" }).click();
  await Promise.all(desks.map(press));

  const lost = (desk: typeof page) => desk.getByRole("dialog").getByRole("alert");
  await expect(lost(page).or(told(page))).toBeVisible();
  await expect(lost(other).or(told(other))).toBeVisible();
  const losers: (typeof page)[] = [];
  for (const desk of desks) if (await lost(desk).isVisible()) losers.push(desk);
  expect(losers).toHaveLength(1);
  const [loser] = losers;
  await expect(lost(loser)).toContainText(/is booked until 11:30|Someone else took this time/);
  await expect(lost(loser).locator(".note-acts").getByRole("button")).toHaveCount(3);
  await lost(loser).locator(".note-acts").getByRole("button").first().click();
  await expect(told(loser)).toContainText("booked for");
  for (const desk of desks) await expect(block(desk)).toHaveCount(2, SOON);
});

test("a desk that lost its connection says so, keeps reading, and catches up", async ({ page, anotherDesk, quiet }) => {
  const day = await quietDay(page, 18);
  await book(page, { day, starts: "10:00", with: PRIYA, patient: "govender" });
  const other = await anotherDesk("desk");
  for (const desk of [page, other]) {
    await desk.goto(`/diary?day=${day}`);
    await awake(desk);
  }
  quiet.allowLost();
  await other.context().setOffline(true);
  await (await blockAt(other, PRIYA, "10:00")).locator(".block-face").focus();
  await other.keyboard.press("c");
  await expect(other.getByText("Not connected").first()).toBeVisible();
  await expect(block(other)).toHaveCount(1);
  await expect(await blockAt(other, PRIYA, "10:00")).toHaveAttribute("data-status", "booked");

  await drag(page, [PRIYA, "10:00"], [PRIYA, "14:00"]);
  await expect(told(page)).toContainText("moved to");
  await other.context().setOffline(false);
  await expect(await blockAt(other, PRIYA, "14:00")).toBeVisible();
  await expect(other.getByText("Not connected")).toHaveCount(0);
});
