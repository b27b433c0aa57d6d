/** The page as HTML: a form that works without a script, the answer, and how a program asks the same. */
import { html, type Markup } from '../../evaluation/index.js';
import { exampleReviews } from '../../example-reviews/index.js';
import type { Assets } from '../assets.js';
import type { ServedModel } from '../served-model.js';
import type { ServerSettings } from '../settings.js';
import { type PageResult, resultSection, verdictName } from './result.js';

export interface PageView {
  /** What stands in the text area. */
  readonly text: string;
  readonly result: PageResult;
  /** Where the visitor reached the server, for the command to copy: 'http://127.0.0.1:3000/'. */
  readonly address: string;
}

export interface PageContext {
  readonly model: ServedModel;
  readonly settings: ServerSettings;
  readonly assets: Assets;
}

export function pageDocument(view: PageView, context: PageContext): string {
  const { model, settings, assets } = context;
  return frame(
    title(view.result),
    assets,
    html`<main>
<div class="intro"><h1>How does this review read?</h1>
<p>Write or paste one. A neural network reads it word by word and says what it takes it for, and how likely it is to be right.</p></div>
<div class="workbench">
<form class="card" method="post" action="./#result" id="form">
<label for="text">Your review</label>
<textarea id="text" name="text" dir="auto" rows="9" aria-describedby="limit" placeholder="I sat down expecting very little, and ...">
${view.text}</textarea>
${
  settings.apiKeys === ''
    ? null
    : html`<label for="key">Key</label>
<input id="key" name="key" type="password" autocomplete="off">`
}
<div class="actions"><p class="hint" id="limit">Up to ${settings.maximumTextCharacters.toLocaleString('en')} characters, read and forgotten: nothing is stored.</p>
<button class="primary" type="submit">Read it</button></div>
<fieldset class="examples"><legend>Or try an example</legend>
${exampleReviews.map(({ name, title, text }) => html`<button type="submit" name="example" value="${name}" data-text="${text}">${title}</button>\n`)}</fieldset>
</form>
${resultSection(view.result, model)}
</div>
${apiSection(view.address, context)}
</main>`,
    { script: true },
  );
}

/** The line of a command with which a server that wants a key is asked; empty for others. */
export function keyLine({ apiKeys }: ServerSettings): string {
  return apiKeys === '' ? '' : '  -H "Authorization: Bearer $REELSENSE_KEY" \\\n';
}

/**
 * A page that says only what is wrong: an address that leads nowhere, or a server that cannot answer.
 * @param root relative address where the server begins
 */
export function errorDocument(heading: string, message: string, assets: Assets, root: string): string {
  return frame(
    heading,
    assets,
    html`<main><div class="intro"><h1>${heading}</h1><p>${message}</p>
<p><a href="${root}">Back to the page</a></p></div></main>`,
    { root },
  );
}

/**
 * @param options `script`: whether the application takes the content's place; without it, or where no script runs, the content is the
 *   page. `root`: where the server begins, seen from the page, which by default stands directly below
 */
export function frame(
  title: string,
  { icon, stylesheets, script }: Assets,
  content: Markup,
  { script: hasScript = false, root = './' }: { readonly script?: boolean; readonly root?: string } = {},
): string {
  const src = hasScript ? script : undefined;
  const body = html`<header class="site-header"><div><a class="brand" href="${root}"><img src="${root}${icon}" alt="" width="28" height="28">Reelsense</a><nav aria-label="Pages"><a href="${root}">Analyse</a> <a href="${root}many">Many reviews</a> <a href="${root}about-model">Model</a> <a href="${root}docs">API</a></nav></div></header>
${content}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Type a review and see at once how it reads.">
<title>${title} · Reelsense</title>
<link rel="icon" type="image/svg+xml" href="${root}${icon}">
${stylesheets.map((address) => html`<link rel="stylesheet" href="${root}${address}">\n`)}${src === undefined ? null : html`<script type="module" src="${root}${src}" blocking="render"></script>\n`}</head>
<body>
${src !== undefined ? html`<div id="app">${body}</div>` : body}
</body>
</html>
`.text;
}

function title(result: PageResult): string {
  if (result.kind === 'answer') return verdictName(result.prediction);
  return result.kind === 'error' ? 'Not read' : 'How does this review read?';
}

function apiSection(address: string, { settings }: PageContext): Markup {
  const command = `curl ${address}api/v1/predict \\
  -H 'Content-Type: application/json' \\
${keyLine(settings)}  -d '{"texts": ["A warm, funny film.", "Two hours of fog."]}'`;
  const limits = `${settings.maximumTexts.toLocaleString('en')} texts of ${settings.maximumTextCharacters.toLocaleString('en')} characters, ${settings.maximumBodyBytes.toLocaleString('en')} bytes in all`;
  return html`<section class="card" id="api" aria-labelledby="api-title">
<h2 id="api-title">Ask from a program</h2>
<p><code>POST /api/v1/predict</code> takes <code>{"text": "..."}</code>, or <code>{"texts": [...]}</code> for up to ${limits}, and answers for each its label, probability and tokens, with the name and hash of the model. A mistake is answered with a status of 400 or above and <code>{"error": {"code", "message"}}</code>.</p>
<div class="command"><pre tabindex="0" role="region" aria-label="Command"><code>${command}</code></pre></div>
</section>`;
}
