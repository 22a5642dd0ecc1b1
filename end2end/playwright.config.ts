import { defineConfig, devices } from "@playwright/test";

// A journey says by a tag which visitors walk it:
//   (no tag)  a browser as it is
//   @plain    a browser without JavaScript
//   @both     each of the two
//   @phone    a phone of 390 px, by touch
// All share one server and one practice, so they run one after the other, in the order of their files.
export default defineConfig({
  testDir: "./tests",
  outputDir: "./results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.APP_URL ?? "http://127.0.0.1:3000",
    locale: "en-ZA",
    timezoneId: "Africa/Johannesburg",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      // Chromium's own sandbox does not start in a container run by root; the pages are ours
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    },
  },
  projects: [
    {
      name: "browser",
      grepInvert: /@plain|@phone/,
      use: { viewport: { width: 1280, height: 900 } },
    },
    {
      name: "plain",
      grep: /@plain|@both/,
      use: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
    },
    {
      name: "phone",
      grep: /@phone/,
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
    },
  ],
});
