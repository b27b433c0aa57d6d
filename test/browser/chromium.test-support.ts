/**
 * A browser for the tests: Debian's Chromium, or whatever REELSENSE_CHROMIUM names. Where there is none the tests are skipped, with a
 * line. Pages may ask nobody but the server of the test.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

const places = [
  process.env.REELSENSE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = places.find((place) => place !== undefined && existsSync(place));

export interface TestBrowser {
  /** A page of a context of its own. What it writes to the console as an error, or throws, is collected. */
  open(address: string, options?: BrowserContextOptions): Promise<OpenPage>;
}

export interface OpenPage {
  readonly page: Page;
  /** Errors of the page: exceptions, and what the policy or the console complains of. */
  readonly complaints: string[];
  /** Addresses asked for since the list was last emptied. */
  readonly requests: string[];
}

/** A `describe` whose tests share a browser; skipped where there is none. */
export function describeInBrowser(name: string, tests: (browser: TestBrowser) => void): void {
  const because = executablePath === undefined ? ' (no Chromium here; name one in REELSENSE_CHROMIUM)' : '';
  describe.skipIf(executablePath === undefined)(`${name}${because}`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath!, args: [...flags] });
    });
    afterAll(() => browser?.close());
    tests({ open: (address, options) => open(browser, address, options) });
  });
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function open(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const opened: OpenPage = { page, complaints: [], requests: [] };
  page.on('pageerror', ({ message }) => opened.complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') opened.complaints.push(message.text());
  });
  context.on('request', (request) => opened.requests.push(request.url()));
  await page.goto(address);
  return opened;
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rules of axe-core (WCAG 2.2 A and AA, and best practices) that the page breaks, with the first place of each. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // The page's policy allows no script that is added to it; this runs beside it.
  await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async () => {
    type Found = { violations: { id: string; help: string; nodes: { html: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(): Promise<Found> } };
    const { violations } = await axe.run();
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}
