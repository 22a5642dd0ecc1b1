// How long until the diary listens, on a processor slowed four times: from the start of navigation until the grid has its
// handlers, cold cache, the median of eleven.
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, median } from "./lab.mjs";

const ROUNDS = 11;

export async function awake() {
  const require = createRequire(join(process.cwd(), "end2end", "package.json"));
  const { chromium } = require("@playwright/test");
  const server = await Server.start();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined, args: ["--no-sandbox"] });
  try {
    const cookie = await server.signIn();
    const rows = [];
    for (const slower of [1, 4]) {
      const seen = { painted: [], listens: [], clicked: [] };
      for (let n = 0; n < ROUNDS; n += 1) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-ZA", timezoneId: "Africa/Johannesburg" });
        await context.addCookies(cookie.split("; ").map((c) => ({ name: c.slice(0, c.indexOf("=")), value: c.slice(c.indexOf("=") + 1), url: server.url })));
        const page = await context.newPage();
        const line = await context.newCDPSession(page);
        await line.send("Emulation.setCPUThrottlingRate", { rate: slower });
        await page.addInitScript(() => {
          new MutationObserver((_, watcher) => {
            if (!document.documentElement?.hasAttribute("data-awake")) return;
            window.listensAt = performance.now();
            watcher.disconnect();
          }).observe(document, { attributes: true, subtree: true });
        });
        page.on("pageerror", (fault) => console.error(fault.message));
        await page.goto(`${server.url}/diary`);
        await page.waitForFunction(() => window.listensAt);
        seen.listens.push(await page.evaluate(() => window.listensAt));
        seen.painted.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0));
        // the proof that it listens: a key opens the booking dialog
        const began = performance.now();
        await page.locator("[data-visit] .block-face").first().click();
        await page.locator("#visit").waitFor();
        seen.clicked.push(performance.now() - began);
        await context.close();
      }
      rows.push({
        name: `diary, processor ${slower === 1 ? "as it is" : `slowed ${slower} times`}`,
        "painted ms": median(seen.painted).toFixed(0),
        "listens ms": median(seen.listens).toFixed(0),
        "worst ms": Math.max(...seen.listens).toFixed(0),
        "click to panel ms": median(seen.clicked).toFixed(0),
      });
    }
    return { rows };
  } finally {
    await browser.close();
    await server.stop();
  }
}
