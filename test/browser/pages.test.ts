import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleReviews as examples } from '../../src/example-reviews/index.js';
import { createApiKey } from '../../src/server/index.js';
import { accessibilityViolations, describeInBrowser } from './chromium.test-support.js';
import { type Running, serveModel, serveUnder } from './serve.test-support.js';

const addresses = ['/', '/many', '/about-model', '/docs'];

describeInBrowser('every page', (browser) => {
  let server: Running;
  beforeAll(async () => {
    server = await serveModel('--threads', '1');
  });
  afterAll(() => server?.stop());

  const looks = addresses.flatMap((address) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [360, 1280].map((width) => ({ address, colorScheme, width })),
    ),
  );

  it.each(looks)(
    'is accessible and fits: $address, $colorScheme, $width px',
    async ({ address, colorScheme, width }) => {
      const { page, complaints } = await browser.open(`${server.url}${address}`, {
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      await page.locator('h1').first().waitFor();
      if (address === '/') {
        const name = width === 360 ? 'Very long' : 'Mixed feelings';
        await page.getByRole('button', { name }).click();
        await page.locator('.why:not(.waiting) .word').first().waitFor();
        await page.locator('.sum summary').click();
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('fits a word of any length, and writes from the right what is written so', async () => {
    const { page } = await browser.open(`${server.url}/`, { viewport: { width: 360, height: 800 } });
    await page.fill(
      '#text',
      `הסרט היה נפלא. ${'ß'.repeat(400)}! אהבתי כל רגע. A film, https://${'x/'.repeat(99)}`,
    );
    await page.locator('.why:not(.waiting) .word').first().waitFor();
    await page.locator('.facts', { hasText: 'ßßß' }).waitFor();
    for (const summary of await page.locator('.why summary').all()) await summary.click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await accessibilityViolations(page)).toEqual([]);
    for (const place of ['#text', '.word-text', '.sentence'])
      expect(
        await page
          .locator(place)
          .first()
          .evaluate((at) => getComputedStyle(at).direction),
      ).toBe('rtl');
    await page.context().close();
  });

  it('shows what is on and what is pressed also in the colours of the system', async () => {
    const { page } = await browser.open(`${server.url}/`, {
      forcedColors: 'active',
      reducedMotion: 'reduce',
    });
    const ground = (place: string) =>
      page
        .locator(place)
        .first()
        .evaluate((at) => getComputedStyle(at).backgroundColor);
    const pressed = await ground('.program .button[aria-pressed="true"]');
    expect(pressed).not.toBe(await ground('.program .button[aria-pressed="false"]'));
    expect(await ground('.switch .track')).not.toBe(await ground('body'));
    await page.context().close();
  });

  it('is dark where the system is, and as the visitor chooses, also next time', async () => {
    const { page } = await browser.open(`${server.url}/`, { colorScheme: 'dark' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.getByRole('button', { name: 'Use light colours' }).click();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.goto(`${server.url}/many`);
    await page.getByRole('button', { name: 'Use dark colours' }).waitFor();
    expect(await ground()).toBe(light);
    await page.context().close();
  });

  it('works as a form without JavaScript', async () => {
    const { page, complaints } = await browser.open(`${server.url}/`, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 800 },
    });
    await page.fill('textarea[name="text"]', 'An awful, boring, stupid film.');
    await page.click('form [type="submit"]');
    expect(await page.locator('#result').textContent()).toMatch(/negative/i);
    await page.goto(`${server.url}/many`);
    expect(await page.locator('main').textContent()).toContain('curl');
    await page.goto(`${server.url}/about-model`);
    expect(await page.locator('main').textContent()).toMatch(/accuracy/i);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes over what the form was given when a script runs', async () => {
    const text = examples[1]!.text;
    const { page } = await browser.open('about:blank');
    await page.setContent(
      `<form method="post" action="${server.url}/"><textarea name="text">${text}</textarea><button>Go</button></form>`,
    );
    await page.click('button');
    await page.locator('.verdict-card .verdict').waitFor();
    expect(await page.locator('#text').inputValue()).toBe(text);
    await page.context().close();
  });
});

describeInBrowser('under a path of a host', (browser) => {
  let server: Running;
  let proxy: Awaited<ReturnType<typeof serveUnder>>;
  beforeAll(async () => {
    server = await serveModel('--threads', '1', '--model', 'imdb-tiny');
    proxy = await serveUnder('/tools/reelsense/', server);
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  it('reads one review and many, shows the model, and reads on the device', async () => {
    const { page, complaints } = await browser.open(proxy.url);
    await page.fill('#text', 'A warm, funny film.');
    await page.locator('.verdict-card .verdict').waitFor();
    expect(await page.locator('textarea.code').inputValue()).toContain(`curl ${proxy.url}api/v1/predict`);
    await page.getByRole('switch').click();
    await page.getByText('On: the model reads here').waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Many reviews' }).click();
    await page.getByLabel('Reviews, one a line').fill('A warm, funny film.\nAn awful, boring film.');
    await page.getByRole('button', { name: 'Take 2 lines' }).click();
    await page.getByRole('button', { name: 'Read them' }).click();
    await page.getByRole('heading', { name: 'Done: pasted lines' }).waitFor();
    const [row] = await Promise.all([
      page.context().waitForEvent('page'),
      page.locator('.many-row a').first().click(),
    ]);
    await row.locator('.verdict-card .verdict').waitFor();
    expect(row.url()).toMatch(new RegExp(`^${proxy.url}#text=A%20`));
    await page.getByRole('link', { name: 'Model', exact: true }).click();
    await page.locator('.model-file-list').waitFor();
    expect(page.url()).toBe(`${proxy.url}about-model`);
    await page.getByRole('link', { name: 'Reelsense' }).click();
    await page.locator('#text').waitFor();
    expect(page.url()).toBe(proxy.url);
    expect(proxy.strays).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describeInBrowser('a server with keys', (browser) => {
  const { key, sha256 } = createApiKey();
  let server: Running;
  beforeAll(async () => {
    server = await serveModel('--threads', '1', '--model', 'imdb-tiny', '--api-keys', sha256);
  });
  afterAll(() => server?.stop());

  it('asks for one on the page, and keeps what was written', async () => {
    const { page } = await browser.open(`${server.url}/`);
    await page.fill('#text', 'A warm, funny film.');
    await page.getByText('This server asks for a key').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await page.getByLabel('Key', { exact: true }).fill(`${key}\u200b`);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByText(`Character ${key.length + 1} of the key (U+200B)`).waitFor();
    for (const typed of ['wrong', key]) {
      await page.getByLabel('Key', { exact: true }).fill(typed);
      await page.getByRole('button', { name: 'Use it' }).click();
      if (typed === key) continue;
      await page.getByText('The key is not known here').first().waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('key');
    }
    await page.locator('.verdict-card .verdict').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await page.locator('#text').inputValue()).toBe('A warm, funny film.');
    expect(await page.getByText('This server asks for a key').count()).toBe(0);
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
    expect(await page.locator('textarea.code').inputValue()).toContain('Bearer $REELSENSE_KEY');
    await page.context().close();
  });

  it('goes on with many reviews once it has the key, and loses none of them', async () => {
    const { page } = await browser.open(`${server.url}/many`);
    await page.getByLabel('Reviews, one a line').fill('A warm, funny film.\nAn awful, boring film.');
    await page.getByRole('button', { name: 'Take 2 lines' }).click();
    await page.getByRole('button', { name: 'Read them' }).click();
    await page.getByText('The request bears no key').waitFor();
    for (const typed of ['wrong', key]) {
      await page.getByLabel('Key', { exact: true }).fill(typed);
      await page.getByRole('button', { name: 'Use it' }).click();
      if (typed === 'wrong') await page.getByText('The key is not known here').waitFor();
    }
    await page.getByRole('heading', { name: 'Done: pasted lines' }).waitFor();
    await expect
      .poll(() => page.locator('.many-row td.column-label').allTextContents())
      .toEqual(['Positive', 'Negative']);
    expect(await page.getByText('This server asks for a key').count()).toBe(0);
    await page.context().close();
  });

  it('asks for one in the form without JavaScript too', async () => {
    const { page } = await browser.open(`${server.url}/`, { javaScriptEnabled: false });
    for (const [typed, answer] of [
      ['', /only for those who have a key/],
      ['wrong', /only for those who have a key/],
      [key, /positive/i],
    ] as const) {
      await page.fill('textarea[name="text"]', 'A warm, funny film.');
      await page.fill('input[name="key"]', typed);
      await page.click('form [type="submit"]');
      expect(await page.locator('#result').textContent()).toMatch(answer);
      expect(await page.locator('textarea').inputValue()).toBe('A warm, funny film.');
    }
    await page.context().close();
  });
});
