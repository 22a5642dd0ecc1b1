import { book, fillBooking, plusDays, quietDay } from "./diary";
import { axe, expect, test } from "./fixtures";

test.describe("the day without JavaScript @plain", () => {
  test.beforeEach(async ({ signIn }) => signIn("reception"));

  test("the day is a list, and its neighbours are links", async ({ page, go }) => {
    const day = await quietDay(page, 19);
    await go(`/diary?day=${day}`);
    const list = page.locator(".agenda");
    await expect(list).toBeVisible();
    await expect(list.getByRole("heading", { name: /Priya Naidoo/ })).toBeVisible();
    await axe(page);
    await page.getByRole("link", { name: "Next day" }).click();
    await expect(page).toHaveURL(new RegExp(`day=${plusDays(day, 1)}`));
    await page.getByRole("link", { name: "Today", exact: true }).click();
    await expect(page.locator("h1")).toBeVisible();
    await page.getByRole("link", { name: "Week", exact: true }).click();
    await expect(page).toHaveURL(/\/diary\/week/);
    await expect(page.locator(".agenda")).toBeVisible();
    await axe(page);
  });

  test("a visit is booked, stepped on, moved, cancelled and brought back with forms alone", async ({ page, go }) => {
    const day = await quietDay(page, 20);
    const name = await book(page, { day, starts: "10:00", with: "Priya Naidoo", patient: "mokoena" });
    await go(`/diary/list?day=${day}`);
    await page.locator("a.agenda-row", { hasText: name }).click();
    await expect(page).toHaveURL(/\/diary\/visit\//);
    await expect(page.locator("h1")).toContainText(name.split(" ").at(-1)!);
    await axe(page);

    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.locator("dl.facts")).toContainText("Confirmed");

    await page.getByLabel("Start").fill("11:30");
    await page.getByLabel("Length in minutes").fill("45");
    await page.getByRole("button", { name: "Move visit" }).click();
    await expect(page.getByText("11:30 to 12:15").first()).toBeVisible();

    await page.getByLabel("Reason").last().selectOption("pat_transport");
    await page.getByRole("button", { name: "Cancel visit" }).click();
    await expect(page.locator("dl.facts")).toContainText("Cancelled");
    await expect(page.locator("dl.facts")).toContainText("Transport");

    // at another time nobody has confirmed it yet
    await page.getByRole("button", { name: "Undo" }).first().click();
    await expect(page.locator("dl.facts")).toContainText("Booked");
  });

  test("a form sent back has everything that was typed and says what to do", async ({ page, quiet }) => {
    quiet.allow(409, 422);
    const day = await quietDay(page, 21);
    await fillBooking(page, { day, starts: "09:00", with: "Johan Botha", patient: "nkosi" });
    await page.getByLabel("Note for the desk").fill("Bring the old splint – Zoë's");
    await page.getByLabel("Length in minutes").fill("7");
    await page.getByRole("button", { name: "Book visit" }).click();
    await expect(page.getByRole("alert")).toContainText("Enter a length from 5 to 480 minutes, in steps of 5.");
    await expect(page.getByLabel("Note for the desk")).toHaveValue("Bring the old splint – Zoë's");
    await expect(page.getByLabel("Length in minutes")).toHaveValue("7");
    await expect(page.getByLabel("Practitioner")).toHaveValue(/.+/);
    await expect(page.getByText("Choose someone else")).toBeVisible();
    await axe(page);
    await page.getByLabel("Length in minutes").fill("30");
    await page.getByRole("button", { name: "Book visit" }).click();
    await expect(page).not.toHaveURL(/\/diary\/new/);
  });

  test("a taken time offers others, and the note survives taking one", async ({ page, quiet }) => {
    quiet.allow(409, 422);
    const day = await quietDay(page, 22);
    await book(page, { day, starts: "10:00", with: "Priya Naidoo", patient: "mokoena" });
    await fillBooking(page, { day, starts: "10:00", with: "Priya Naidoo", patient: "dlamini" });
    await page.getByLabel("Note for the desk").fill("Second visit this week");
    await page.getByRole("button", { name: "Book visit" }).click();
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("Priya Naidoo is booked until 10:30.");
    const others = alert.locator(".note-acts").getByRole("button");
    await expect(others).toHaveCount(3);
    await axe(page);
    await others.first().click();
    await expect(page).toHaveURL(/\/diary\/visit\//);
    await expect(page.getByText("Second visit this week")).toBeVisible();
  });

  test("outside the hours it asks, and one press says yes", async ({ page, quiet }) => {
    quiet.allow(409, 422);
    const day = await quietDay(page, 23);
    await fillBooking(page, { day, starts: "18:00", with: "Thabo Nkosi", patient: "zulu" });
    await page.getByRole("button", { name: "Book visit" }).click();
    await expect(page.getByText("This is outside the practitioner's hours.")).toBeVisible();
    await page.getByRole("button", { name: "Yes, book visit" }).click();
    await expect(page).not.toHaveURL(/\/diary\/new/);
  });

  test("searching for a patient leaves no name in an address", async ({ page }) => {
    const addresses: string[] = [];
    page.on("request", (request) => addresses.push(request.url()));
    await fillBooking(page, { day: await quietDay(page, 23), starts: "12:00", with: "Elna van Wyk", patient: "govender" });
    await page.goto("/patients");
    await page.getByRole("searchbox").or(page.getByRole("combobox")).first().fill("govender");
    await page.keyboard.press("Enter");
    await expect(page.getByText(/Govender/).first()).toBeVisible();
    expect(addresses.filter((url) => /govender/i.test(url))).toEqual([]);
  });
});
