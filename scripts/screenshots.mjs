/**
 * `npm run screenshots`: pictures of every page for the documents, light and dark, and of "Analyse" on a phone. Needs Chromium (or one
 * named in REELSENSE_CHROMIUM). With a folder as argument they are written there in place of docs/.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import './build.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const target = process.argv[2] ?? join(root, 'docs', 'screenshots');
const executablePath = [process.env.REELSENSE_CHROMIUM, '/usr/bin/chromium'].find(
  (place) => place !== undefined && existsSync(place),
);
if (executablePath === undefined) throw new Error('There is no Chromium; name one in REELSENSE_CHROMIUM.');

const review =
  'I went in expecting very little, and for the first half hour that is what I got: stiff dialogue and a plot I had seen ' +
  'before. Then the two leads finally share a scene, and the film wakes up. Not a masterpiece, but I would gladly see it again.';

const { startServer } = await import('../dist/server/index.js');
const model = join(root, 'models', 'imdb-lstm');
const deviceModel = join(root, 'models', 'imdb-tiny');
const { server, address } = await startServer({ model, deviceModel, port: 0 });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
mkdirSync(target, { recursive: true });

const desktop = { width: 1120, height: 800 };
const phone = { width: 360, height: 1250 };
for (const colorScheme of ['light', 'dark']) {
  await draw('analyse', '/', desktop, colorScheme, analyse);
  await draw('why', '/', { ...desktop, height: 590 }, colorScheme, why);
  await draw('analyse-phone', '/', phone, colorScheme, analyse);
  await draw('many', '/many', { ...desktop, height: 1000 }, colorScheme, many);
  await draw('model', '/about-model', desktop, colorScheme, settled);
  await draw('api', '/docs', desktop, colorScheme, settled);
}
await browser.close();
await server.close();

async function draw(name, path, viewport, colorScheme, prepare) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(new URL(path, address.url).href);
  await prepare(page);
  const file = join(target, `${name}-${colorScheme}.png`);
  await page.screenshot({ path: file });
  console.log(`${file}: ${Math.round(statSync(file).size / 1000)} kB`);
  await context.close();
}

async function analyse(page) {
  await page.fill('#text', review);
  await page.locator('.why:not(.waiting) .word').first().waitFor();
  await page.waitForTimeout(500);
}

async function why(page) {
  await analyse(page);
  await page.locator('.word.strong').last().hover();
  await page.evaluate(() => scrollTo(0, document.querySelector('.why').offsetTop - 16));
  await page.waitForTimeout(300);
}

async function many(page) {
  await page.getByRole('button', { name: /Try the sample/ }).click();
  await page.getByRole('button', { name: 'Read them' }).click();
  await page.getByRole('heading', { name: /^Done: / }).waitFor();
  await page.waitForTimeout(1000);
  await page.evaluate(() => scrollTo(0, document.querySelector('.many-progress').offsetTop - 16));
}

async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForTimeout(1000);
}
