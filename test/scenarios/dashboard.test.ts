import { existsSync, mkdirSync } from "node:fs";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startDashboard, type Dashboard, type ServerOptions } from "../../src/dashboard/index.ts";
import type { BreakerOptions } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const chromiumPath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const isHere = existsSync(chromiumPath);
if (!isHere) {
  const reason = `the dashboard's page is not tried out in a browser: there is no ${chromiumPath} (set CHROMIUM_PATH)`;
  if (process.env["CI"] !== undefined) throw new Error(reason);
  process.stderr.write(`${reason}\n`);
}

const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"],
  ...["--disable-component-update", "--disable-sync"],
];
const token = "correct-horse-battery";
const wide = { width: 1_000, height: 720 };
const phone = { width: 320, height: 640 };

/** A client, its simulator and its dashboard; time moves by hand. */
async function aSituation(options: BreakerOptions = {}, dashboardOptions: ServerOptions = {}) {
  const clock = new ManualClock({ epochMs: Date.UTC(2026, 5, 1, 12) });
  const simulator = await startSimulator({ seedApps: 3 });
  const resets = { resetTimeout: 30_000, resetBackoff: { factor: 1, jitter: 0, maxMs: 30_000 } };
  const client = protectedClient(
    simulator,
    { consecutiveFailures: 3, failureSpanMs: 0, ...resets, ...options, clock },
    { maxAttempts: 1 },
  );
  const dashboard = await startDashboard(client.breakers, { clock, ...dashboardOptions });
  onTestFinished(() => dashboard.close());
  const call = async (count: number, send: () => Promise<unknown> = () => client.listApps({})) => {
    for (let made = 0; made < count; made++) await send().catch(() => {});
  };
  return { clock, simulator, client, dashboard, call };
}

describe.skipIf(!isHere)("the dashboard in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  }, 60_000);
  afterAll(() => browser.close());

  /** A page, and what its console complained of: a thing the policy forbids, or an error in the code. */
  async function open(
    { url }: Pick<Dashboard, "url">,
    settings: Parameters<Browser["newContext"]>[0] = { viewport: wide },
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext(settings);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith("data:"))
        complaints.push(request.url());
    });
    await page.goto(url);
    return { page, complaints };
  }

  /** Moves time on until the page shows what it is to show: a second brings the next message. */
  async function until(clock: ManualClock, page: Page, shows: string): Promise<void> {
    clock.advance(1_000);
    await page.getByText(shows).first().waitFor({ timeout: 5_000 });
  }

  test("turns a tile when an outage begins, and back when it is over", { timeout: 60_000 }, async () => {
    const { clock, simulator, dashboard, call } = await aSituation();
    await call(3);
    const { page, complaints } = await open(dashboard);
    await page.getByText("Live").waitFor();
    const tile = page.locator("#circuits > li");
    expect(await tile.locator("h3").textContent()).toBe("ListApps");
    expect(await tile.getAttribute("class")).toBe("tile closed");
    expect(await page.locator("#summary").textContent()).toBe("Healthy: 1 in use, all closed.");

    const fault = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    await call(5);
    await until(clock, page, "next probe in 29 s");
    expect(await tile.getAttribute("class")).toBe("tile open");
    expect(await tile.locator(".error").textContent()).toContain("InternalFailureException");
    expect(await tile.getByRole("img").getAttribute("aria-label")).toBe(
      "The last 15 minutes: 8 calls, 3 failures, 2 rejections",
    );
    expect(await page.locator("#summary").textContent()).toBe(
      "Unhealthy: 1 of 1 not closed: ListApps (open).",
    );
    expect(await page.locator("#announcement").textContent()).toBe("ListApps: open");
    expect(await page.locator("#timeline li").first().textContent()).toContain(
      "opened: consecutive: InternalFailureException",
    );
    await until(clock, page, "next probe in 28 s");
    const incident = page.locator("#incidents li");
    await incident.getByText("3 failed calls").waitFor();
    expect(await incident.textContent()).toMatch(
      /^ListApps .*out since .*: InternalFailureException, 3 failed calls\./,
    );
    expect(await incident.locator("time").getAttribute("datetime")).toMatch(/^2026-06-01T12:00:\d\d/);
    const report = page.getByRole("link", { name: /^Report of ListApps since Jun 1, 2026/ });
    const json = page.getByRole("link", { name: /^JSON of ListApps since/ });
    const answer = await page.request.get(
      new URL((await json.getAttribute("href")) ?? "", dashboard.url).href,
    );
    expect(await answer.json()).toMatchObject({ version: 1, circuit: "ListApps", status: "ongoing" });
    const markdown = await page.request.get(
      new URL((await report.getAttribute("href")) ?? "", dashboard.url).href,
    );
    expect(await markdown.text()).toContain("# AWS Amplify ListApps");

    clock.advance(29_000);
    await call(1);
    await report.focus();
    clock.advance(1_000);
    await incident.getByText("4 failed calls").waitFor();
    expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toMatch(/^Report of/u);

    fault.remove();
    clock.advance(29_000);
    await call(1);
    await until(clock, page, "Healthy: 1 in use, all closed.");
    expect(await tile.getAttribute("class")).toBe("tile closed");
    expect(await page.locator("#announcement").textContent()).toBe("ListApps: closed");
    expect(await page.locator("#timeline li .state").allTextContents()).toEqual([
      "closed",
      "half-open: the next call is a probe",
      "probe failed",
      "half-open: the next call is a probe",
      "opened",
    ]);
    await incident.getByText("over").waitFor();
    expect(await incident.textContent()).toMatch(/ over since .*, for \d+ s: .*, 4 failed calls\./u);
    expect(await page.locator("#no-incidents").textContent()).toBe("");
    expect(await tile.locator("canvas").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("draws calls, failures and rejections, each in its colour", { timeout: 60_000 }, async () => {
    const { clock, simulator, dashboard, call } = await aSituation();
    for (let bin = 0; bin < 30; bin++) {
      await call(3 + (bin % 3));
      clock.advance(5_000);
    }
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    await call(9);
    const { page } = await open(dashboard);
    const canvas = page.locator("#circuits canvas");
    await canvas.waitFor();
    const colours = await canvas.evaluate((element) => {
      const drawn = element as unknown as {
        width: number;
        height: number;
        getContext(kind: "2d"): {
          getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
        };
      };
      const { data } = drawn.getContext("2d").getImageData(0, 0, drawn.width, drawn.height);
      // Edges are blurred: what is near to a colour counts.
      const wanted = { calls: [47, 111, 222], failures: [198, 40, 40], rejections: [154, 91, 0] };
      return Object.entries(wanted).map(([line, colour]) => {
        let pixels = 0;
        for (let at = 0; at < data.length; at += 4) {
          const isNear = colour.every((part, index) => Math.abs(part - (data[at + index] ?? 0)) < 24);
          if (isNear && (data[at + 3] ?? 0) > 100) pixels++;
        }
        return { line, isDrawn: pixels > 10 };
      });
    });
    expect(colours).toEqual(["calls", "failures", "rejections"].map((line) => ({ line, isDrawn: true })));
  });

  test(
    "lets nobody in without the token, and whoever has it without its address",
    { timeout: 60_000 },
    async () => {
      const { dashboard } = await aSituation({}, { token });
      const { page } = await open(dashboard);
      expect(await page.textContent("body")).toContain("This dashboard asks for its token");
      await page.goto(`${dashboard.url}?token=${token}`);
      await page.getByText("Live").waitFor();
      expect(page.url()).toBe(dashboard.url);
      expect(await page.context().cookies()).toMatchObject([
        { httpOnly: true, sameSite: "Strict", path: "/" },
      ]);
      await page.reload();
      await page.getByText("Live").waitFor();
    },
  );

  test("shows names and messages as what they are, however hostile", { timeout: 60_000 }, async () => {
    const hostile = `<img src=x onerror="document.title='got you'"><script>document.title='got you'</script>`;
    const { clock, simulator, client, dashboard, call } = await aSituation({ circuit: () => hostile });
    const message = `</p>${hostile}\n\ndata: {}\u2028`;
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", message });
    await call(3);
    const { page, complaints } = await open(dashboard);
    await page.getByText("Live").waitFor();
    client.breakers.circuit("ListApps").isolate(hostile);
    await until(clock, page, "isolated");
    expect(await page.locator("#circuits h3").textContent()).toBe(hostile);
    expect(await page.locator("#circuits .error").textContent()).toContain(hostile);
    expect(await page.locator("#timeline li").first().textContent()).toContain(hostile);
    expect(await page.locator("#summary a").textContent()).toBe(hostile);
    expect(await page.locator("#incidents strong").textContent()).toBe(hostile);
    expect(await page.locator("img, body script, main script").count()).toBe(0);
    expect(await page.title()).toBe("Circuits – amplify-breaker");
    expect(complaints).toEqual([]);
  });

  test("lists fifty incidents, and says how many more there are", { timeout: 60_000 }, async () => {
    let name = "";
    const { simulator, dashboard, call } = await aSituation({ circuit: () => name });
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    for (let count = 1; count <= 52; count++) {
      name = `c${count}`;
      await call(3);
    }
    const { page, complaints } = await open(dashboard);
    await page.getByText("… and 2 earlier ones.").waitFor();
    const names = await page.locator("#incidents strong").allTextContents();
    expect(names).toHaveLength(50);
    expect([names[0], names[49]]).toEqual(["c52", "c3"]);
    expect(complaints).toEqual([]);
  });

  test("forbids scripts and styles of others, and sends nothing elsewhere", { timeout: 60_000 }, async () => {
    const { dashboard } = await aSituation();
    const { page } = await open(dashboard);
    const outcome = await page.evaluate(async () => {
      const { document } = globalThis as unknown as {
        document: {
          title: string;
          head: { append(node: unknown): void };
          createElement(tag: string): { textContent: string };
        };
      };
      const script = document.createElement("script");
      script.textContent = "document.title = 'got you'";
      document.head.append(script);
      const elsewhere = await fetch("http://127.0.0.1:9/").then(
        () => "sent",
        () => "refused",
      );
      return { title: document.title, elsewhere };
    });
    expect(outcome).toEqual({ title: "Circuits – amplify-breaker", elsewhere: "refused" });
  });

  test("says that what it shows is old when the process is gone", { timeout: 60_000 }, async () => {
    const { dashboard } = await aSituation();
    const { page } = await open(dashboard);
    await page.getByText("Live").waitFor();
    await dashboard.close();
    await page.getByText(/Connection lost|Not connected/u).waitFor({ timeout: 5_000 });
  });

  test.each(["light", "dark"] as const)(
    "is within everybody's reach in %s, on a desk and on a phone",
    { timeout: 90_000 },
    async (colorScheme) => {
      const { clock, simulator, client, dashboard, call } = await aSituation({
        rollingCountTimeout: 900_000,
      });
      const { apps: [{ appId } = {}] = [] } = await rawClient(simulator).listApps({});
      const jobs = () => client.startJob({ appId, branchName: "main", jobType: "RELEASE" });
      const apps = () => client.getApp({ appId });
      for (let bin = 0; bin < 120; bin++) {
        await call(4 + ((bin * bin) % 5) + (bin > 60 ? 3 : 0));
        await call(1 + ((bin >> 3) % 3), apps);
        clock.advance(5_000);
      }
      const fault = simulator.faults.inject({
        kind: "error",
        error: "InternalFailureException",
        operations: "ListApps",
      });
      for (let bin = 0; bin < 12; bin++) {
        await call(8);
        await call(2, apps);
        await call(1, jobs);
        clock.advance(5_000);
      }
      client.breakers.circuit("StartJob").isolate("deploy freeze until 14:00");
      await call(2);
      const { page, complaints } = await open(dashboard, { colorScheme, viewport: wide });
      await page.getByText("Live").waitFor();
      await page.locator("#circuits canvas").first().waitFor();
      await checkAccess(page);
      if (process.env["SCREENSHOTS"] === "1") {
        mkdirSync("docs", { recursive: true });
        await page.screenshot({ path: `docs/dashboard-${colorScheme}.png` });
      }
      await page.setViewportSize(phone);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(phone.width);
      if (process.env["SCREENSHOTS"] === "1" && colorScheme === "dark") {
        await page.screenshot({ path: "docs/dashboard-phone.png" });
      }
      // By keyboard alone: to the circuit that is named in the summary.
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement?.className ?? ''")).toMatch(/tile|^$/u);
      expect(new URL(page.url()).hash).toMatch(/^#c[\da-f]{16}$/u);
      expect(complaints).toEqual([]);
      fault.remove();
    },
  );
});

/** What axe-core finds that is serious. */
async function checkAccess(page: Page): Promise<void> {
  // As a debugger does: the policy would refuse a script element.
  await page.evaluate(axe.source);
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, impact, nodes }) => `${impact}: ${id} ${nodes[0].html}`) }))",
  )) as { passes: number; violations: string[] };
  expect(found.passes).toBeGreaterThan(10);
  expect(found.violations.filter((violation) => /^(?:serious|critical)/u.test(violation))).toEqual([]);
}
