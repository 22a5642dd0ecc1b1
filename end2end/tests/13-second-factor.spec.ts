// The second factor as its owner meets it: set up, signed in with, recovered, renewed, ended. The app is worked out here from
// the key that the page shows, as a phone would.
import type { Page } from "@playwright/test";
import { createHmac } from "node:crypto";
import { axe, expect, fitsAcross, test } from "./fixtures";
import { OWN_PASSWORD, PEOPLE, comeIn, knock } from "./people";

const WINDOW = 30_000;

/** The six digits an app shows for a key. */
function code(key: string, at = Date.now()): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replace(/[^A-Z2-7]/g, "")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / WINDOW)));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const from = mac[mac.length - 1] & 15;
  return ((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}

/** A code is good once: the app's next one is accepted a moment early. */
const nextCode = (key: string) => code(key, Date.now() + WINDOW);

async function setUp(page: Page): Promise<{ key: string; codes: string[] }> {
  const key = await page.locator("code.secret").innerText();
  await page.getByLabel("Code", { exact: true }).fill(code(key));
  await page.getByRole("button", { name: "Turn it on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  return { key, codes: await list.getByRole("listitem").allInnerTexts() };
}

async function second(page: Page, typed: string) {
  await expect(page.getByRole("heading", { level: 1, name: "Second step" })).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(typed);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe("second factor @both", () => {
  const who = () => (test.info().project.name === "plain" ? "plainCareful" : "careful");

  test("an app is set up, asked for at the door, lost and ended", async ({ page, quiet }) => {
    // many pages, each looked at by axe
    test.slow();
    quiet.allow(401, 422);
    const { email } = PEOPLE[who()];
    await comeIn(page, who());
    await page.goto("/account");
    await page.getByRole("link", { name: "Second factor" }).click();
    await axe(page);
    await page.getByRole("button", { name: "Set up an app" }).click();
    await expect(page.getByRole("img", { name: /code for a camera/ })).toBeVisible();
    await axe(page);
    await fitsAcross(page);

    await page.getByLabel("Code", { exact: true }).fill("12345");
    await page.getByRole("button", { name: "Turn it on" }).click();
    await expect(page.getByRole("alert")).toContainText("does not match");
    const { key, codes } = await setUp(page);
    await axe(page);
    await page.getByRole("link", { name: "I have kept them" }).click();
    await expect(page.getByText("10 of 10 are not used yet.")).toBeVisible();
    await axe(page);

    // the password alone opens nothing
    await page.context().clearCookies();
    await page.goto("/patients");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Second step" })).toBeVisible();
    await axe(page);
    await page.goto("/diary");
    await expect(page).toHaveURL(/sign-in/);
    await page.goto("/sign-in/second?to=%2Fpatients");
    await second(page, "000000");
    await expect(page.getByRole("alert")).toContainText("does not match");
    await axe(page);
    await second(page, nextCode(key));
    await expect(page).toHaveURL(/\/patients$/);

    // the phone is gone
    await page.context().clearCookies();
    await knock(page, email, OWN_PASSWORD);
    await second(page, codes[0].toUpperCase());
    await expect(page).toHaveURL(/\/diary/);
    await page.goto("/account");
    await expect(page.getByText("A recovery code was used to sign in").first()).toBeVisible();
    await axe(page);
    await page.getByRole("button", { name: "I have seen this" }).click();
    await expect(page.getByText("New", { exact: true })).toHaveCount(0);

    await page.goto("/account/second-factor");
    await expect(page.getByText("9 of 10 are not used yet.")).toBeVisible();
    await page.getByRole("button", { name: "Turn it off" }).click();
    await expect(page.getByRole("button", { name: "Set up an app" })).toBeVisible();
    await page.context().clearCookies();
    await knock(page, email, OWN_PASSWORD);
    await expect(page).toHaveURL(/\/diary/);
  });

  test("a proof of who is at the keys leads back to where it was asked", async ({ page, quiet }) => {
    quiet.allow(422);
    await knock(page, PEOPLE[who()].email, OWN_PASSWORD);
    await expect(page).toHaveURL(/\/diary/);
    await page.goto("/account/prove?to=%2Fpatients");
    await axe(page);
    await page.getByLabel("Your password").fill("not mine at all");
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page.getByRole("alert")).toContainText("does not match");
    await page.getByLabel("Your password").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page).toHaveURL(/\/patients$/);
  });
});
