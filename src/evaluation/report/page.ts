/** The frame of every report: one HTML file that needs no network, no script and no other file; its sections. */
import { html, Markup } from '../html.js';
import { unbroken } from './figure.js';
import { style } from './style.js';

/** The whole file. @param lead a sentence under the title */
export function htmlPage(title: string, lead: string | null, content: Markup): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header><h1>${title}</h1>${lead === null ? null : html`<p class="lead">${unbroken(lead)}</p>`}</header>
${content}
</main>
</body>
</html>
`;
  return page.text;
}

/** A command that breaks only between its arguments, unless one is longer than a line. */
export function commandLine(command: string): Markup {
  const words = command.split(' ').map((word) => html`<span>${word}</span>`);
  return html`<pre class="card"><code>${words.map((word, i) => (i === 0 ? word : html` ${word}`))}</code></pre>`;
}

/** Null when there is none. */
export function noteList(notes: readonly string[]): Markup | null {
  return notes.length === 0
    ? null
    : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
}

/** Null, and so left out, without content. */
export function section(title: string, content: Markup | null): Markup | null {
  return content === null ? null : html`<section><h2>${title}</h2>${content}</section>\n`;
}

/** Figures side by side where there is room, or `wide`: always one below the other. */
export function grid(figures: readonly (Markup | null)[], wide = false): Markup | null {
  const present = figures.filter((figure) => figure !== null);
  return present.length === 0 ? null : html`<div class="${wide ? 'grid wide' : 'grid'}">${present}</div>`;
}
