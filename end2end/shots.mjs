// Takes the pictures of the README from a running server with the demo practice on it:
//   HADADA_DATA=.data node end2end/shots.mjs http://127.0.0.1:3000
// HADADA_DATA is the folder of demo-sign-in.txt; HADADA_PASSWORD is given instead once the receptionist has her own.
import { chromium, devices } from "@playwright/test";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const url = process.argv[2] ?? "http://127.0.0.1:3000";
const to = join(import.meta.dirname, "../docs/images");
const email = "reception@jacaranda.example";
const own = process.env.HADADA_PASSWORD ?? "kettle granite umbrella swift";

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined, args: ["--no-sandbox"] });
mkdirSync(to, { recursive: true });

/** A page signed in as the receptionist. */
async function desk(options) {
  const context = await browser.newContext({
    baseURL: url,
    locale: "en-ZA",
    timezoneId: "Africa/Johannesburg",
    deviceScaleFactor: 2,
    ...options,
  });
  const page = await context.newPage();
  const enter = async (password) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await enter(own);
  if (page.url().includes("sign-in")) {
    const text = readFileSync(join(process.env.HADADA_DATA ?? ".data", "demo-sign-in.txt"), "utf8");
    await enter(text.match(/first password\s+(.+)/)[1].trim());
    await page.getByLabel("New password").fill(own);
    await page.getByRole("button", { name: "Save password" }).click();
  }
  await page.waitForURL(/\/diary/);
  return page;
}

/** Takes one picture once the page listens. */
async function shoot(page, path, name) {
  await page.goto(path);
  await page.locator("html[data-awake]").waitFor();
  await page.screenshot({ path: join(to, `${name}.png`) });
}

/** Today, or on a weekend the Monday after it. */
function workday() {
  const day = new Date(new Date().toLocaleString("en-US", { timeZone: "Africa/Johannesburg" }));
  while (day.getDay() === 0 || day.getDay() === 6) day.setDate(day.getDate() + 1);
  const two = (n) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

const day = `/diary?day=${workday()}`;
const wide = { viewport: { width: 1440, height: 900 } };
const light = await desk({ ...wide, colorScheme: "light" });
await shoot(light, day, "diary-light");
const href = await light.locator("[data-visit]").first().getAttribute("data-visit");
await light.goto(`/diary/visit/${href}`);
const file = await light.getByRole("link", { name: "Open the file" }).getAttribute("href");
await shoot(light, file, "patient");
await shoot(await desk({ ...wide, colorScheme: "dark" }), day, "diary-dark");
await shoot(await desk({ ...devices["Pixel 7"], viewport: { width: 390, height: 844 } }), day, "diary-phone");
await browser.close();
