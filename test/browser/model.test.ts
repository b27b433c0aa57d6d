import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityViolations, describeInBrowser } from './chromium.test-support.js';
import { modelFolder, type Running, root, serveModel } from './serve.test-support.js';

interface Metrics {
  readonly evaluations: readonly {
    readonly figures: { readonly accuracy: number; readonly confusion: number[][] };
  }[];
}

describeInBrowser('the page "Model"', (browser) => {
  let server: Running;
  beforeAll(async () => {
    server = await serveModel('--threads', '1');
  });
  afterAll(() => server?.stop());

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'shows figures, plots and tables (%s, %i px), accessible and without overflow',
    async (colorScheme, width) => {
      const { page, complaints } = await browser.open(`${server.url}/about-model`, {
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      const { figures } = (
        JSON.parse(readFileSync(`${modelFolder}/metrics.json`, 'utf8')) as Metrics
      ).evaluations.at(-1)!;
      const headline = page.locator('.model-headline');
      await headline.waitFor();
      expect(await headline.textContent()).toContain(`${(figures.accuracy * 100).toFixed(2)} %`);
      const cells = await page.locator('.model-confusion td strong').allTextContents();
      expect(cells.map((cell) => Number(cell.replaceAll(',', '')))).toEqual(figures.confusion.flat());
      const charts = await page
        .locator('svg[role=img]')
        .evaluateAll((all) => all.map((svg) => svg.getAttribute('aria-label') ?? ''));
      for (const title of ['Reliability', 'ROC', 'Loss by epoch', 'Development accuracy by epoch']) {
        expect(charts.find((label) => label.startsWith(`${title}.`))?.length).toBeGreaterThan(
          title.length + 20,
        );
      }
      for (const summary of await page.locator('details summary').all()) await summary.click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const tooWide = await page
        .locator('.model-data .table-frame')
        .evaluateAll((frames) => frames.filter((frame) => frame.scrollWidth > frame.clientWidth).length);
      expect(tooWide).toBe(0);
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('sets the model among the baselines, best first, each with where its figure comes from', async () => {
    const { page } = await browser.open(`${server.url}/about-model`);
    const { baselines } = JSON.parse(readFileSync(`${root}/models/baselines.json`, 'utf8')) as {
      baselines: { name: string; source: string }[];
    };
    const table = page.locator('.model-comparison').first();
    await table.waitFor();
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => row.textContent ?? ''));
    expect(rows).toHaveLength(baselines.length + 1);
    const accuracies = await table
      .locator('tbody td.number')
      .evaluateAll((all) => all.map((cell) => Number.parseFloat(cell.textContent ?? '')));
    expect(accuracies).toHaveLength(rows.length);
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
    for (const { name, source } of baselines) {
      const row = rows.find((text) => text.startsWith(name));
      expect(row).toMatch(source === 'measured' ? /measured here$/ : /published$/);
    }
    await page.context().close();
  });
});
