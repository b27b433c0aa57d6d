import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleReviews as examples } from '../../src/example-reviews/index.js';
import { percent } from '../../src/web/format.js';
import { accessibilityViolations, describeInBrowser } from './chromium.test-support.js';
import {
  explanationOf,
  modelFolder,
  predictionOf,
  type Running,
  root,
  serveFolder,
  serveModel,
} from './serve.test-support.js';

const texts = examples.map(({ text }) => text);

/**
 * The page comes to hold this probability of the second label for `text`. Until the keystroke has been taken in, the
 * verdict before it stands there and waits for nothing, so one look may be too early.
 */
async function showsProbability(page: Page, text: string, expected: number): Promise<void> {
  await page.fill('#text', text);
  const difference = async (): Promise<number> => {
    await page.locator('.why:not(.waiting)').waitFor();
    await page.locator('.verdict-card:not(.waiting) .scale-bar').waitFor();
    const shown = await page
      .locator('.scale-bar')
      .evaluate((element) => Number((element as HTMLElement).style.getPropertyValue('--place')));
    return Math.abs(shown - expected);
  };
  // The page writes four digits: half a unit of the last is its rounding.
  await expect.poll(difference, { timeout: 20_000 }).toBeLessThan(1.5e-4);
}

async function contributionsShown(page: Page): Promise<string[]> {
  return page
    .locator('.word')
    .evaluateAll((words) => words.map((word) => word.getAttribute('aria-label') ?? ''));
}

async function isReady(page: Page): Promise<void> {
  await page.getByText('On: the model reads here').waitFor({ timeout: 60_000 });
}

describeInBrowser('reading on the device', (browser) => {
  let server: Running;
  let small: Running; // serves what the pages of the other run on the device
  beforeAll(async () => {
    [server, small] = await Promise.all([
      serveModel('--threads', '1'),
      serveModel('--threads', '1', '--model', 'imdb-tiny'),
    ]);
  });
  afterAll(() => Promise.all([server?.stop(), small?.stop()]));

  it('gives the probabilities of the small model to 1e-4, and the same reasons, and sends nothing', async () => {
    const { page, requests, complaints } = await browser.open(`${server.url}/`);
    await page.getByText(/A smaller model, imdb-tiny, right on 9\d\.\d % of its test reviews/).waitFor();
    await page.getByText(/It downloads at most [\d.]+ MB once/).waitFor();
    await page.getByRole('switch').click();
    await isReady(page);
    requests.length = 0;
    for (const text of texts) {
      await showsProbability(page, text, (await predictionOf(small, text)).scores.positive!);
      const expected = (await explanationOf(small, text)).words.map(({ contribution }) => contribution);
      await expect
        .poll(async () => (await contributionsShown(page)).length, { timeout: 20_000 })
        .toBe(expected.length);
      const labels = await contributionsShown(page);
      labels.forEach((label, index) => {
        const value = Number(/([+−]?[\d.]+)(?:, unknown)?$/.exec(label)![1]!.replace('−', '-'));
        expect(Math.abs(value - expected[index]!)).toBeLessThan(0.012);
      });
    }
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.locator('.model-note').innerText()).toContain('imdb-tiny');
    await page.getByRole('switch').click();
    await page.fill('#text', 'Back to the server.');
    await page.locator('.verdict-card:not(.waiting)', { hasText: 'on the server' }).waitFor();
    expect(requests.some((address) => address.endsWith('/api/v1/predict'))).toBe(true);
    await page.context().close();
  });

  it('reads the kept version again, so that one model gives both verdicts of a comparison', async () => {
    const [text, changed] = ['A slow film.', 'A slow film, and a fine one.'];
    const shares = async (by: Running): Promise<string> => {
      const of = async (some: string) => percent((await predictionOf(by, some)).scores.positive!);
      return `from ${await of(text!)} to ${await of(changed!)}`;
    };
    const [byServer, byDevice] = [await shares(server), await shares(small)];
    expect(byServer).not.toBe(byDevice);
    const { page } = await browser.open(`${server.url}/`);
    await page.fill('#text', text!);
    await page.getByRole('button', { name: 'Keep, then edit' }).click();
    await page.fill('#text', changed!);
    await page.locator('.comparison', { hasText: byServer }).waitFor();
    await page.getByRole('switch').click();
    await isReady(page);
    await page.locator('.comparison', { hasText: byDevice }).waitFor();
    await page.getByRole('switch').click();
    await page.locator('.comparison', { hasText: byServer }).waitFor();
    await page.context().close();
  });

  it('keeps what it has downloaded for the next visit', async () => {
    const { page, requests } = await browser.open(`${server.url}/`);
    await page.getByRole('switch').click();
    await isReady(page);
    const next = await page.context().newPage();
    await next.goto(`${server.url}/`);
    await next.getByText('Everything is here from last time').waitFor();
    requests.length = 0;
    await next.getByRole('switch').click();
    await isReady(next);
    expect(requests.filter((address) => /model\/|\.wasm/.test(address))).toEqual([]);
    await page.context().close();
  });

  it('refuses a file that is not the one that the model names', async () => {
    const { page, requests } = await browser.open(`${server.url}/`);
    const { size } = statSync(join(root, 'models', 'imdb-tiny', 'config.json'));
    await page
      .context()
      .route('**/device-model/config.json*', (route) => route.fulfill({ body: ' '.repeat(size) }));
    await page.getByRole('switch').click();
    await page.getByText('is not the file that the model names').waitFor();

    // Who wanted to keep the text here decides who reads it.
    requests.length = 0;
    await page.fill('#text', 'Not for the server.');
    await page.getByText('Nothing is read, and nothing is sent').waitFor();
    await page.waitForTimeout(1000); // well over the longest delay of a verdict
    expect(requests).toEqual([]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Let the server read' }).click();
    expect(await page.evaluate(() => document.activeElement?.role)).toBe('switch');
    await page.locator('.verdict-card:not(.waiting)', { hasText: 'on the server' }).waitFor();
    await page.context().close();
  });

  it('goes on after a reload and after Back, and sends nothing of what was written for it', async () => {
    const { page } = await browser.open(`${server.url}/`);
    const sent: string[] = [];
    page.context().on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.postData() ?? '');
    });
    await page.getByRole('switch').click();
    await isReady(page);
    await page.fill('#text', 'For this device alone.');
    await expect
      .poll(() => page.evaluate(() => history.state), { timeout: 10_000 })
      .toEqual({ text: 'For this device alone.', device: true });
    const comesBack = async (): Promise<void> => {
      await isReady(page);
      expect(await page.inputValue('#text')).toBe('For this device alone.');
      await page.locator('.verdict-card:not(.waiting)', { hasText: 'on this device' }).waitFor();
    };
    await page.reload();
    await comesBack();
    await page.goto(`${server.url}/about-model`);
    await page.goBack();
    await comesBack();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.waitForFunction(() => location.hash !== '');
    await page.goto(page.url()); // as a press of Enter in the address does
    await page.reload();
    await comesBack();
    expect(sent).toEqual([]);

    // Where it does not begin again nobody reads.
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await page.context().route('**/device-model/**', (route) => route.abort());
    await page.reload();
    await page.getByText('Nothing is read, and nothing is sent').waitFor();
    await page.waitForTimeout(1000); // well over the longest delay of a verdict
    expect(sent).toEqual([]);
    await page.getByRole('button', { name: 'Let the server read' }).click();
    await page.locator('.verdict-card:not(.waiting)', { hasText: 'on the server' }).waitFor();
    await page.reload();
    await page.locator('.verdict-card:not(.waiting)', { hasText: 'on the server' }).waitFor();
    await page.context().close();
  });

  it('is not offered where the model has no files, as one that a program made, or the browser keeps none', async () => {
    const { page, complaints } = await browser.open('about:blank');
    await page.route('**/api/v1/model', async (route) => {
      const facts = (await (await route.fetch()).json()) as { device: object };
      await route.fulfill({ json: { ...facts, device: { ...facts.device, files: [] } } });
    });
    const isRefused = async (reason: string): Promise<void> => {
      await page.getByText(`Not available here. ${reason}`).waitFor();
      expect(await page.getByRole('switch').isDisabled()).toBe(true);
      await page.fill('#text', 'A fine film.');
      await page.locator('.verdict-card:not(.waiting)', { hasText: 'on the server' }).waitFor();
      expect(complaints).toEqual([]);
    };
    await page.goto(`${server.url}/`);
    await isRefused('There is no config.json of this model to download.');
    await page.unroute('**/api/v1/model');
    await page.addInitScript(() => {
      Object.getPrototypeOf(caches).has = () => Promise.reject(new Error('Storage is switched off.'));
    });
    await page.goto(`${server.url}/?again`);
    await isRefused('Storage is switched off.');
    await page.context().close();
  });

  it('downloads no further when it is switched off meanwhile', async () => {
    const { page, requests } = await browser.open(`${server.url}/`);
    let release = (): void => undefined;
    const held = new Promise<void>((asked) => {
      void page.context().route('**/device-model/**', async (route) => {
        await new Promise<void>((resolve) => {
          release = resolve;
          asked();
        });
        await route.continue().catch(() => undefined);
      });
    });
    await page.getByRole('switch').click();
    await held;
    await page.getByRole('switch').click();
    await page.waitForTimeout(200);
    const downloads = () => requests.filter((address) => /device-model|\.wasm/.test(address)).length;
    const before = downloads();
    release();
    await page.waitForTimeout(1000);
    expect(downloads()).toBe(before);
    await page.context().close();
  });
});

describeInBrowser('the static site', (browser) => {
  const folder = mkdtempSync(join(tmpdir(), 'reelsense-site-'));
  let site: Running;
  let server: Running;
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build-site.mjs'), modelFolder, folder], {
      cwd: root,
    });
    [site, server] = await Promise.all([serveFolder(folder, '/some/path/'), serveModel('--threads', '1')]);
  });
  afterAll(async () => {
    await Promise.all([site?.stop(), server?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads as the server does, from plain files under any path', async () => {
    const { page, requests, complaints } = await browser.open(site.url);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Download/ }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('switch');
    await isReady(page);
    requests.length = 0;
    for (const text of texts.slice(0, 3)) {
      await showsProbability(page, text, (await predictionOf(server, text)).scores.positive!);
    }
    expect(requests).toEqual([]);
    await expect.poll(() => page.evaluate(() => history.state?.text), { timeout: 10_000 }).toBe(texts[2]); // kept for a reload
    await page.reload();
    await isReady(page); // It is here from last time, so it begins by itself.
    expect(await page.locator('#text').inputValue()).toBe(texts[2]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
