// The people of the demo practice and how they come in. Everybody starts with the first password that the seed printed
// and chooses one of their own, as in life; from then on their cookies are reused, so that only one journey is about the door.
import { expect, type Page } from "@playwright/test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const PEOPLE = {
  reception: { email: "reception@jacaranda.example", name: "Sipho Mahlangu" },
  desk: { email: "desk@jacaranda.example", name: "Grace Motaung" },
  owner: { email: "owner@jacaranda.example", name: "Priya Naidoo" },
  manager: { email: "manager@jacaranda.example", name: "Nomsa Radebe" },
  billing: { email: "billing@jacaranda.example", name: "Farah Adams" },
  auditor: { email: "auditor@jacaranda.example", name: "Pieter de Wet" },
  practitioner: { email: "thabo@jacaranda.example", name: "Thabo Nkosi" },
  // these come in for the first time in a journey of their own
  newcomer: { email: "johan@jacaranda.example", name: "Johan Botha" },
  plainNewcomer: { email: "lindiwe@jacaranda.example", name: "Lindiwe Khumalo" },
  locker: { email: "elna@jacaranda.example", name: "Elna van Wyk" },
  careful: { email: "siobhan@jacaranda.example", name: "Siobhán O'Neill" },
  plainCareful: { email: "zanele@jacaranda.example", name: "Zanele Dlamini" },
  leaver: { email: "aisha@jacaranda.example", name: "Aisha Patel" },
} as const;

export type Who = keyof typeof PEOPLE;

export const OWN_PASSWORD = "kettle granite umbrella swift";

/** The password that the seed printed for everybody. */
export function firstPassword(): string {
  const folder = process.env.HADADA_DATA;
  if (!folder) throw new Error("HADADA_DATA names the folder of demo-sign-in.txt; scripts/test sets it.");
  const told = readFileSync(join(folder, "demo-sign-in.txt"), "utf8").match(/first password\s+(.+)/);
  if (!told) throw new Error(`There is no first password in ${folder}/demo-sign-in.txt.`);
  return told[1].trim();
}

/** Fills the sign-in form and sends it. */
export async function knock(page: Page, email: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Chooses a password of one's own on the page that asks for it. */
export async function choosePassword(page: Page, password = OWN_PASSWORD) {
  await expect(page.getByRole("heading", { level: 1, name: "Choose your password" })).toBeVisible();
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Save password" }).click();
}

/** Comes in through the door, choosing a password if this is the first time. */
export async function comeIn(page: Page, who: Who) {
  const { email } = PEOPLE[who];
  await knock(page, email, firstPassword());
  const refused = page.getByText("do not match");
  await expect(refused.or(page.getByRole("heading", { name: "Choose your password" }))).toBeVisible();
  if (await refused.isVisible()) {
    // this server was walked over before
    await knock(page, email, OWN_PASSWORD);
  } else {
    await choosePassword(page);
  }
  await expect(page).not.toHaveURL(/sign-in|password/);
}

// Playwright empties this folder before every run
const kept = (who: Who) => join(__dirname, "../results/signed-in", `${who}.json`);

/** Signed in as, with the cookies of an earlier journey if there was one. */
export async function beSignedIn(page: Page, who: Who) {
  const file = kept(who);
  if (existsSync(file)) {
    await page.context().addCookies(JSON.parse(readFileSync(file, "utf8")));
    const answer = await page.request.get("/account", { maxRedirects: 0 });
    if (answer.ok()) return;
    await page.context().clearCookies();
  }
  await comeIn(page, who);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(await page.context().cookies()));
}
