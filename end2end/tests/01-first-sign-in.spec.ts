import { axe, expect, test } from "./fixtures";
import { OWN_PASSWORD, PEOPLE, choosePassword, firstPassword, knock } from "./people";

test.describe("first sign-in @both", () => {
  // one newcomer for each kind of browser: nobody can come for the first time twice
  const newcomer = () => PEOPLE[test.info().project.name === "plain" ? "plainNewcomer" : "newcomer"];

  test("a wrong password and an unknown address are answered in the same words", async ({ page, quiet }) => {
    quiet.allow(422);
    const words: string[] = [];
    for (const email of [newcomer().email, "nobody@jacaranda.example"]) {
      await knock(page, email, "not the password at all");
      const alert = page.getByRole("alert");
      await expect(alert).toContainText("do not match");
      await expect(page.getByLabel("E-mail address")).toHaveValue(email);
      await expect(page.getByLabel("Password")).toHaveValue("");
      words.push(await alert.innerText());
    }
    expect(words[0]).toBe(words[1]);
    await axe(page);
  });

  test("the first password opens only the page on which one chooses one's own", async ({ page, quiet }) => {
    quiet.allow(422);
    const { email, name } = newcomer();
    await page.goto("/sign-in");
    await axe(page);
    await knock(page, email, firstPassword());
    await expect(page).toHaveURL(/\/account\/password$/);
    await expect(page.getByText(`Welcome, ${name}`)).toBeVisible();
    await axe(page);

    await page.goto("/diary");
    await expect(page).toHaveURL(/\/account\/password$/);

    await choosePassword(page, "short");
    await expect(page.getByText("at least 12 characters").first()).toBeVisible();
    await choosePassword(page, "passwordpassword");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page).toHaveURL(/\/account\/password$/);
    await axe(page);

    await choosePassword(page);
    await expect(page).toHaveURL(/\/diary/);

    // from now on the own password is the password
    await page.context().clearCookies();
    await page.goto("/diary");
    await expect(page).toHaveURL(/\/sign-in/);
    await knock(page, email, firstPassword());
    await expect(page.getByRole("alert")).toContainText("do not match");
    await knock(page, email, OWN_PASSWORD);
    await expect(page).toHaveURL(/\/diary/);
  });

  test("whoever asked for a page gets there after signing in", async ({ page }) => {
    await page.goto("/patients");
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel("E-mail address").fill(newcomer().email);
    await page.getByLabel("Password").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/patients/);
  });
});
