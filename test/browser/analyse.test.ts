import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleReviews as examples } from '../../src/example-reviews/index.js';
import { percent, signed } from '../../src/web/format.js';
import { describeInBrowser, type OpenPage } from './chromium.test-support.js';
import {
  explanationOf,
  predictionOf,
  type Running,
  serveModel,
  serveThenChange,
} from './serve.test-support.js';

const [plain, negation, mixed, , , long] = examples.map(({ text }) => text);

/** The verdict on this very text stands there. */
async function verdictOn(page: Page, probability: number): Promise<void> {
  await page
    .locator('.verdict-card:not(.waiting) .verdict-share', { hasText: percent(probability) })
    .waitFor();
}

async function explained(page: Page, word: string): Promise<void> {
  await page.locator('.why:not(.waiting) .word', { hasText: word }).first().waitFor();
}

describeInBrowser('the page Analyse', (browser) => {
  let server: Running;
  let opened: OpenPage;
  let page: Page;
  beforeAll(async () => {
    server = await serveModel('--threads', '2');
    opened = await browser.open(`${server.url}/`, { permissions: ['clipboard-read', 'clipboard-write'] });
    page = opened.page;
  });
  afterAll(() => server?.stop());

  it('gives the verdict while a review is typed', async () => {
    await page.locator('#text').pressSequentially('A dull, dull film.', { delay: 20 });
    const { probability, tokens } = await predictionOf(server, 'A dull, dull film.');
    await verdictOn(page, probability);
    expect(await page.locator('.verdict-card .verdict-name').textContent()).toBe('Negative');
    expect(await page.locator('.verdict-card .facts').textContent()).toContain(
      `Tokens read${tokens.used} of ${tokens.total}`,
    );
  });

  it.each(examples)('reads the example "$title" at a click', async ({ title, text }) => {
    await page.getByRole('button', { name: title, exact: true }).click();
    expect(await page.locator('#text').inputValue()).toBe(text);
    await verdictOn(page, (await predictionOf(server, text)).probability);
  });

  it('gives the verdict on a review of 300 words less than 100 ms after the key', async () => {
    const text = `${long} ${long}`.split(/\s+/).slice(0, 300).join(' ');
    await page.fill('#text', text);
    await verdictOn(page, (await predictionOf(server, text)).probability);
    await explained(page, 'ferry');
    const times: number[] = [];
    const bare: number[] = []; // the request alone, from here
    for (let i = 0; i < 8; i++) {
      const began = performance.now();
      await predictionOf(server, text);
      bare.push(performance.now() - began);
      times.push(
        await page.evaluate(async () => {
          const area = document.querySelector<HTMLTextAreaElement>('#text')!;
          const card = document.querySelector('.verdict-card')!;
          const tokensRead = () => card.querySelector('.facts dd')?.textContent;
          const before = tokensRead();
          const began = performance.now();
          area.value += ' x';
          area.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await new Promise<void>((resolve) => {
            const observer = new MutationObserver(() => {
              if (tokensRead() === before) return;
              observer.disconnect();
              resolve();
            });
            observer.observe(card, { subtree: true, childList: true, characterData: true });
          });
          return performance.now() - began;
        }),
      );
      await page.waitForTimeout(100);
    }
    console.log(
      `key to verdict, 300 words: ${times.map((time) => time.toFixed(0)).join(', ')} ms; the request alone: ${bare.map((time) => time.toFixed(0)).join(', ')} ms`,
    );
    // The best of them; and where others use this machine at the same time, beside what the request takes then.
    expect(Math.min(...times)).toBeLessThan(Math.max(100, 50 + 4 * Math.min(...bare)));
  });

  it('shows what each word contributed, as the server says', async () => {
    await page.fill('#text', mixed!);
    await explained(page, 'gorgeous');
    const { words, target } = await explanationOf(server, mixed!);
    const index = words.findIndex(({ start, end }) => mixed!.slice(start, end) === 'gorgeous');
    const { contribution } = words[index]!;
    await page.locator(`[data-word="${index}"]`).hover();
    expect(await page.locator('.word-sign').textContent()).toContain(
      `${signed(contribution)} ${contribution >= 0 ? 'for' : 'against'} ${target}`,
    );
    const labels = await page
      .locator('.word')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
    expect(labels).toHaveLength(words.length);
    expect(labels[index]).toBe(`gorgeous: ${signed(contribution)}`);
  });

  it('shows each character of the review once, also where several tokens come of it', async () => {
    const text = 'A 2½ star film, no ¾.';
    await page.fill('#text', text);
    await explained(page, 'star');
    await expect.poll(() => page.locator('.word-text').textContent()).toBe(text);
    await page.getByText('All words as a table').click();
    const table = await page.locator('.word-table tbody th').allTextContents();
    expect(table.filter((word) => /[½¾]/.test(word))).toHaveLength(2);
    await page.fill('#text', mixed!);
    await explained(page, 'gorgeous');
  });

  it('links curve and words both ways', async () => {
    await page.mouse.move(0, 0);
    await page.locator('.reading .dot').waitFor({ state: 'detached' });
    await page.locator('[data-word="5"]').hover();
    await page.locator('.reading .dot').waitFor();
    const curve = page.locator('.reading svg');
    const { width } = (await curve.boundingBox())!;
    await curve.hover({ position: { x: width - 12, y: 60 } });
    await page.locator('.word.active').waitFor();
    const last = await page.locator('.word').count();
    expect(await page.locator('.word.active').getAttribute('data-word')).toBe(String(last - 1));
  });

  it('says what the figures add up to', async () => {
    const { logOdds } = await explanationOf(server, mixed!);
    await page.locator('.sum summary').click();
    expect(await page.locator('.equation').textContent()).toContain(`log-odds${signed(logOdds)}`);
    expect(await page.locator('.sum').textContent()).toContain('integrated gradients');
  });

  it('reads a long review sentence by sentence', async () => {
    await page.fill('#text', long!);
    await explained(page, 'ferry');
    const { sentences } = await explanationOf(server, long!);
    expect(await page.locator('.sentences li').count()).toBe(sentences!.length);
    await page.locator('.sentences li').nth(2).hover();
    expect(await page.locator('.word.in-range').count()).toBeGreaterThan(2);
  });

  it('compares a changed review with the version that was kept', async () => {
    await page.fill('#text', plain!);
    await verdictOn(page, (await predictionOf(server, plain!)).probability);
    await page.getByRole('button', { name: 'Keep, then edit' }).click();
    const changed = plain!.replace('beautifully', 'badly');
    await page.fill('#text', changed);
    await page.locator('.comparison ins', { hasText: 'badly' }).waitFor();
    expect(await page.locator('.comparison del').textContent()).toContain('beautifully');
    await page.getByText(/1 word taken out, 1 word put in: [+−][\d.]+ points?/).waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    expect(await page.locator('#text').inputValue()).toBe(plain);
    await page.getByRole('button', { name: 'Stop comparing' }).click();
    expect(await page.locator('.comparison').count()).toBe(0);
  });

  it('keeps the focus where a button goes, or can be pressed no more', async () => {
    await page.fill('#text', plain!);
    await verdictOn(page, (await predictionOf(server, plain!)).probability);
    await page.getByRole('button', { name: 'Keep, then edit' }).click();
    await page.fill('#text', negation!);
    for (const name of ['Take it back', 'Stop comparing', 'Clear']) {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('text');
    }
  });

  it('gives the kept version back also where the one of now has no verdict', async () => {
    await page.fill('#text', plain!);
    await verdictOn(page, (await predictionOf(server, plain!)).probability);
    await page.getByRole('button', { name: 'Keep, then edit' }).click();
    const back = page.getByRole('button', { name: 'Take it back' });
    const now = page.getByRole('region', { name: 'Now' });
    expect(await back.isDisabled()).toBe(true); // nothing is other than what was kept
    await page.route('**/api/v1/predict', () => new Promise(() => undefined)); // no answer comes
    for (const [text, said] of [
      ['', /\d+ words taken out: no verdict on it yet/],
      ['Not one word of it.', /5 words put in: no verdict on it yet/],
    ] as const) {
      await page.fill('#text', text);
      await page.getByText(said).waitFor();
      expect(await now.textContent()).toMatch(/^Now: no verdict yet/);
      await back.click();
      expect(await page.locator('#text').inputValue()).toBe(plain);
    }
    await page.unroute('**/api/v1/predict');
    await page.fill('#text', 'a '.repeat(25_001));
    await page.getByText('Too long to read in one go').waitFor();
    await back.click();
    await verdictOn(page, (await predictionOf(server, plain!)).probability);
    expect(await now.textContent()).toMatch(/^Now: Positive/);
    await page.getByRole('button', { name: 'Stop comparing' }).click();
  });

  it('has an address that restores the review, in a part that no server sees', async () => {
    for (const text of [negation!, long!]) {
      await page.fill('#text', text);
      await page.getByRole('button', { name: 'Copy link' }).click();
      await page.getByRole('button', { name: 'Link copied' }).waitFor();
      const address = await page.evaluate(() => navigator.clipboard.readText());
      expect(address).toBe(page.url());
      const other = await browser.open(address);
      await verdictOn(other.page, (await predictionOf(server, text)).probability);
      expect(await other.page.locator('#text').inputValue()).toBe(text);
      expect(
        other.requests.filter((request) => !/#/.test(request) && request.includes(text.slice(0, 8))),
      ).toEqual([]);
      await other.page.context().close();
    }
  });

  it('keeps the review when the page is loaded again', async () => {
    await page.goto(`${server.url}/`);
    await page.fill('#text', mixed!);
    await page.waitForFunction(() =>
      (history.state as { text?: string } | null)?.text?.startsWith('The costumes'),
    );
    await page.reload();
    await verdictOn(page, (await predictionOf(server, mixed!)).probability);
    expect(await page.locator('#text').inputValue()).toBe(mixed);
  });

  it('gives the question as curl and as JavaScript', async () => {
    const code = page.locator('textarea.code');
    expect(await code.inputValue()).toContain(`curl ${server.url}/api/v1/predict`);
    await page.getByRole('button', { name: 'JavaScript' }).click();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      `fetch('${server.url}/api/v1/predict'`,
    );
  });

  it('says what is wrong with a text that is too long, and recovers', async () => {
    await page.fill('#text', 'a '.repeat(25_001));
    await page.getByText('Too long to read in one go').waitFor();
    expect(await page.locator('.verdict-share, .verdict-chip').count()).toBe(0); // of an earlier text
    await page.fill('#text', plain!);
    await verdictOn(page, (await predictionOf(server, plain!)).probability);
  });

  it('says that the server is busy or away, and asks again by itself', async () => {
    const busy = { error: { code: 'busy', message: 'Too much to do.' } };
    await page.route('**/api/v1/predict', (route) =>
      route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: busy }),
    );
    await page.fill('#text', negation!);
    await page.getByText('The server is busy').waitFor();
    await page.unroute('**/api/v1/predict');
    await page.route('**/api/v1/predict', (route) => route.abort());
    await page.getByText('No connection').waitFor();
    await page.unroute('**/api/v1/predict');
    await verdictOn(page, (await predictionOf(server, negation!)).probability);
  });

  it('calls the window by no verdict of an earlier text, and tells none, while the server is lost', async () => {
    const { page: lost } = await browser.open(`${server.url}/`);
    const told = lost.locator('p[role=status]');
    await lost.fill('#text', plain!);
    await expect.poll(() => lost.title(), { timeout: 10_000 }).toMatch(/^Positive, /);
    await lost.route('**/api/v1/predict', () => new Promise(() => undefined)); // no answer comes
    await lost.fill('#text', negation!);
    await expect.poll(() => lost.title(), { timeout: 10_000 }).toMatch(/^How does this review read\?/);
    expect(await told.textContent()).toBe('');
    await lost.unroute('**/api/v1/predict');
    await lost.fill('#text', plain!);
    await expect.poll(() => lost.title(), { timeout: 20_000 }).toMatch(/^Positive, /);
    await lost.route('**/api/v1/predict', (route) => route.abort());
    await lost.fill('#text', negation!);
    await lost.getByText('No connection').waitFor();
    await expect.poll(() => lost.title(), { timeout: 10_000 }).toMatch(/^How does this review read\?/);
    expect(await told.textContent()).toBe('');
    await lost.context().close();
  });

  it('is not left for a file or a link that is dropped on it', async () => {
    const { page: held } = await browser.open(`${server.url}/`);
    const isHeld = (place: string, kind: 'file' | 'link') =>
      held.locator(place).evaluate((target, kind) => {
        const dataTransfer = new DataTransfer();
        if (kind === 'file') dataTransfer.items.add(new File(['fine'], 'mine.txt'));
        else dataTransfer.setData('text/uri-list', 'http://localhost/');
        const shared = { bubbles: true, cancelable: true, dataTransfer };
        return ['dragover', 'drop'].map((type) => !target.dispatchEvent(new DragEvent(type, shared)));
      }, kind);
    expect(await isHeld('body', 'file')).toEqual([true, true]);
    expect(await isHeld('#text', 'file')).toEqual([true, true]);
    expect(await isHeld('body', 'link')).toEqual([true, true]);
    expect(await isHeld('#text', 'link')).toEqual([false, false]); // it is written there
    await held.context().close();
  });

  it('has after Back what was typed just before the page was left', async () => {
    const { page: left } = await browser.open(`${server.url}/`);
    await left.fill('#text', plain!);
    await left.waitForFunction(() => history.state?.text !== undefined);
    await left.getByRole('link', { name: 'Many reviews' }).evaluate(async (link, text) => {
      const area = document.querySelector<HTMLTextAreaElement>('#text')!;
      area.value = text;
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 50));
      (link as HTMLElement).click();
    }, negation!);
    await left.getByRole('heading', { name: 'Many reviews' }).waitFor();
    await left.goBack();
    await expect.poll(() => left.inputValue('#text'), { timeout: 10_000 }).toBe(negation);
    await left.context().close();
  });

  it('keeps over a reload what was written after a link was opened', async () => {
    const linked = await browser.open(`${server.url}/#text=${encodeURIComponent(plain!)}`);
    const text = (): Promise<string> => linked.page.inputValue('#text');
    await expect.poll(text, { timeout: 10_000 }).toBe(plain);
    await linked.page.fill('#text', negation!);
    await expect
      .poll(() => linked.page.evaluate(() => history.state?.text), { timeout: 10_000 })
      .toBe(negation);
    await linked.page.reload();
    await verdictOn(linked.page, (await predictionOf(server, negation!)).probability);
    expect(await text()).toBe(negation);
    await linked.page.context().close();
  });

  it('goes back to a link with what was made of its text', async () => {
    const { page: linked } = await browser.open(`${server.url}/#text=first`);
    const holds = async (text: string): Promise<void> => {
      await expect.poll(() => linked.inputValue('#text'), { timeout: 10_000 }).toBe(text);
      await linked.waitForFunction((kept) => history.state?.text === kept, text);
    };
    await holds('first');
    await linked.fill('#text', 'first, edited');
    await holds('first, edited');
    await linked.locator('.skip').focus();
    await linked.keyboard.press('Enter');
    await linked.fill('#text', 'first, edited more');
    await holds('first, edited more');
    await linked.goBack();
    await linked.waitForFunction(() => location.hash === '#text=first');
    await linked.waitForTimeout(300);
    expect(await linked.inputValue('#text')).toBe('first, edited more');
    await linked.fill('#text', 'first, edited');
    await holds('first, edited');
    await linked.evaluate(() => location.assign('#text=second'));
    await holds('second');
    await linked.fill('#text', 'second, edited');
    await holds('second, edited');
    await linked.goBack();
    await holds('first, edited');
    await linked.goForward();
    await holds('second, edited');
    await linked.context().close();
  });

  it('says which model answers also when the server is started anew with another', async () => {
    const changing = await serveThenChange('imdb-tiny');
    const { page: other } = await browser.open(`${changing.url}/`);
    const model = other.locator('.model-note a'); // a link where the facts are of this model
    await other.fill('#text', plain!);
    await verdictOn(other, (await predictionOf(changing, plain!)).probability);
    expect(await model.textContent()).toBe('imdb-lstm');
    await other.getByRole('button', { name: 'Keep, then edit' }).click();
    await changing.change();
    await other.fill('#text', negation!);
    const [was, now] = await Promise.all([plain!, negation!].map((text) => predictionOf(changing, text)));
    await verdictOn(other, now!.probability);
    expect(await model.textContent()).toBe('imdb-tiny');
    const shares = `from ${percent(was!.scores.positive!)} to ${percent(now!.scores.positive!)}`;
    await other.locator('.comparison', { hasText: shares }).waitFor();
    await other.context().close();
    await changing.stop();
  });

  it('is worked with the keyboard alone', async () => {
    const keys = await browser.open(`${server.url}/`);
    const press = (key: string): Promise<void> => keys.page.keyboard.press(key);
    await keys.page.getByText('To the content').waitFor({ state: 'attached' });
    await keys.page.bringToFront();
    await press('Tab');
    expect(await keys.page.evaluate(() => document.activeElement?.textContent)).toBe('To the content');
    const focus = (selector: string) =>
      keys.page.evaluate((at) => document.activeElement?.matches(at), selector);
    for (let i = 0; i < 12 && !(await focus('#text')); i++) await press('Tab');
    await keys.page.keyboard.type(plain!);
    await verdictOn(keys.page, (await predictionOf(server, plain!)).probability);
    await explained(keys.page, 'warm');
    for (let i = 0; i < 20 && !(await focus('.word-text')); i++) await press('Tab');
    await press('ArrowRight');
    await press('ArrowRight');
    await keys.page.locator('.word.active[data-word="2"]').waitFor({ timeout: 5000 });
    expect(await keys.page.locator('.word-text').getAttribute('aria-activedescendant')).toBe('word-2');
    await press('Escape');
    await keys.page.locator('.word.active').waitFor({ state: 'detached', timeout: 5000 });
    await keys.page.context().close();
  });

  it('asked nobody but the server, and broke no rule of its policy', () => {
    expect(opened.requests.filter((address) => !address.startsWith(server.url))).toEqual([]);
    const expected = /status of 4\d\d|ERR_FAILED/; // the mistakes above
    expect(opened.complaints.filter((complaint) => !expected.test(complaint))).toEqual([]);
  });
});
