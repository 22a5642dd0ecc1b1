// What every journey walks with: a page that must stay silent, a way in, and axe.
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { beSignedIn, type Who } from "./people";

/** Hears everything a page should not say. */
export class Quiet {
  private readonly heard: string[] = [];
  private readonly allowed = new Set<number>();
  private lost = false;

  /** Answers with these statuses are part of the journey: a form sent back, a page that is not open to its visitor. */
  allow(...statuses: number[]) {
    for (const status of statuses) this.allowed.add(status);
  }

  /** From here on requests may fail: the journey cuts the connection itself. */
  allowLost() {
    this.lost = true;
  }

  /** Begins to listen. */
  watch(page: Page, home: string) {
    const unscripted = test.info().project.use.javaScriptEnabled === false;
    page.on("console", (line) => {
      // what could not be loaded is judged below, by its status
      const judged = line.text().startsWith("Failed to load resource");
      const early = unscripted && line.text().includes("was preloaded using link preload but not used");
      if (["error", "warning", "assert"].includes(line.type()) && !judged && !early) {
        this.heard.push(`console ${line.type()} on ${page.url()}: ${line.text()}`);
      }
    });
    page.on("pageerror", (error) => this.heard.push(`error on ${page.url()}: ${error.stack ?? error.message}`));
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith("http") && host !== new URL(home).host) this.heard.push(`foreign host: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      // leaving a page ends what it was still loading, and its stream
      const why = request.failure()?.errorText ?? "";
      // a browser without scripts refuses the script that the page would load early
      const early = unscripted && why === "csp";
      if (why !== "net::ERR_ABORTED" && !early && !this.lost) this.heard.push(`${request.method()} ${request.url()} failed: ${why}`);
    });
    page.on("response", (response) => {
      const status = response.status();
      if (status >= 400 && !this.allowed.has(status)) {
        this.heard.push(`${response.request().method()} ${response.url()} answered ${status}`);
      }
    });
  }

  /** Nothing was said. */
  check() {
    expect(this.heard, "a journey leaves console, network and policy silent").toEqual([]);
  }
}

type Fixtures = {
  quiet: Quiet;
  /** Signed in as this person. */
  signIn: (who: Who) => Promise<void>;
  /** Opens an address and waits until the page listens. */
  go: (path: string) => Promise<void>;
  /** A desk of its own: another browser, another person, as quiet as the first. */
  anotherDesk: (who: Who) => Promise<Page>;
};

export const test = base.extend<Fixtures>({
  quiet: async ({}, use) => {
    const quiet = new Quiet();
    await use(quiet);
    quiet.check();
  },
  page: async ({ page, quiet, baseURL }, use) => {
    quiet.watch(page, baseURL!);
    await use(page);
  },
  signIn: async ({ page }, use) => {
    await use((who) => beSignedIn(page, who));
  },
  go: async ({ page }, use) => {
    await use(async (path) => {
      await page.goto(path);
      await awake(page);
    });
  },
  anotherDesk: async ({ browser, quiet, baseURL }: { browser: Browser; quiet: Quiet; baseURL: string | undefined }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (who) => {
      const context = await browser.newContext();
      opened.push(context);
      const page = await context.newPage();
      quiet.watch(page, baseURL!);
      await beSignedIn(page, who);
      return page;
    });
    for (const context of opened) await context.close();
  },
});

export { expect };

/** Whether this page runs scripts at all. */
export async function scripted(page: Page): Promise<boolean> {
  const enabled = test.info().project.use.javaScriptEnabled !== false;
  return enabled && (await page.locator("script").count()) > 0;
}

/** Waits until every island listens. Pages without scripts are awake from the start. */
export async function awake(page: Page) {
  if (await scripted(page)) await expect(page.locator("html")).toHaveAttribute("data-awake", "");
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** axe finds nothing on this page as it is now. */
export async function axe(page: Page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const scripts = test.info().project.use.javaScriptEnabled !== false;
  const looked = scripts ? page : await twinOf(page);
  const { violations } = await new AxeBuilder({ page: looked }).withTags(RULES).analyze();
  if (!scripts) await looked.context().close();
  const said = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(" ")).join(" | ")}`);
  expect(said, `axe on ${page.url()}`).toEqual([]);
}

/** The same document where axe can run, which is a script itself. The page's own scripts stay out of it. */
async function twinOf(page: Page): Promise<Page> {
  const body = (await page.content()).replace(/<script[\s\S]*?<\/script>/g, "");
  const context = await page.context().browser()!.newContext({ javaScriptEnabled: true });
  const twin = await context.newPage();
  await twin.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
  await twin.goto(page.url());
  return twin;
}

/** Nothing is wider than the screen. */
export async function fitsAcross(page: Page) {
  // an address changes before the style sheet is there
  await page.waitForLoadState("load");
  const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(needs, `width of ${page.url()}`).toBeLessThanOrEqual(has);
}
