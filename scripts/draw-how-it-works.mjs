#!/usr/bin/env node
// Draws docs/how-it-works.svg: the path of a review above, the making of the training graph below.
import { writeFileSync } from 'node:fs';

const width = 1060;
const parts = [];
const text = (
  x,
  y,
  content,
  { size = 14, weight = 400, anchor = 'middle', color = 'var(--ink)', mono = false } = {},
) =>
  parts.push(
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${color}"${
      mono ? ' font-family="ui-monospace, Menlo, Consolas, monospace"' : ''
    }>${content}</text>`,
  );
const box = (x, y, w, h, { fill = 'var(--box)', stroke = 'var(--line)' } = {}) =>
  parts.push(`<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="8" fill="${fill}" stroke="${stroke}"/>`);
const arrow = (x1, y1, x2, y2, color = 'var(--line)') =>
  parts.push(
    `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${color}" stroke-width="1.6" marker-end="url(#tip)"/>`,
  );

text(30, 36, 'From review to verdict', { size: 18, weight: 650, anchor: 'start' });
const words = ['[CLS]', 'not', 'a', 'good', 'film', 'at', 'all'];
const ids = [2, 28, 6, 90, 24, 41, 39];
const [left, step] = [200, 92];
text(30, 84, 'review', { anchor: 'start', color: 'var(--soft)' });
text(left - 40, 84, '“Not a good film at all”', { anchor: 'start' });
for (const [i, label] of ['tokens', 'ids', 'embedding'].entries()) {
  text(30, [128, 160, 206][i], label, { anchor: 'start', color: 'var(--soft)' });
}
text(30, 276, 'LSTM →', { anchor: 'start', color: 'var(--forward)', weight: 600 });
text(30, 346, 'LSTM ←', { anchor: 'start', color: 'var(--backward)', weight: 600 });
words.forEach((word, i) => {
  const x = left + i * step;
  text(x, 128, word, { weight: 600 });
  text(x, 160, ids[i], { mono: true, size: 13, color: 'var(--soft)' });
  for (let k = 0; k < 5; k++) {
    parts.push(
      `<rect x="${x - 25 + k * 10}" y="192" width="9" height="20" fill="var(--accent)" opacity="${(0.25 + 0.15 * ((i * 3 + k * 2) % 5)).toFixed(2)}"/>`,
    );
  }
  box(x - 30, 254, 60, 34, { stroke: 'var(--forward)' });
  text(x, 276, 'h, c', { size: 13, mono: true });
  box(x - 30, 324, 60, 34, { stroke: 'var(--backward)' });
  text(x, 346, 'h, c', { size: 13, mono: true });
  arrow(x, 214, x, 250);
  if (i > 0) {
    arrow(x - step + 31, 271, x - 33, 271, 'var(--forward)');
    arrow(x - 31, 341, x - step + 33, 341, 'var(--backward)');
  }
});
const right = left + 6 * step;
box(right + 62, 246, 110, 120);
text(right + 117, 288, 'mean, max', { weight: 600 });
text(right + 117, 307, 'over words', { size: 12, color: 'var(--soft)' });
text(right + 117, 330, 'last state', { weight: 600 });
text(right + 117, 349, 'each direction', { size: 12, color: 'var(--soft)' });
arrow(right + 32, 271, right + 58, 283);
arrow(right + 32, 341, right + 58, 329);
arrow(right + 117, 246, right + 117, 214);
box(right + 62, 166, 110, 46);
text(right + 117, 186, 'fully connected', { size: 13 });
text(right + 117, 203, 'z = w·f + b', { size: 12, mono: true, color: 'var(--soft)' });
arrow(right + 117, 166, right + 117, 134);
box(right + 62, 86, 110, 46, { stroke: 'var(--accent)' });
text(right + 117, 106, 'sigmoid', { size: 13 });
text(right + 117, 123, 'P(positive)', { size: 12, color: 'var(--accent)', weight: 600 });

parts.push(
  `<line x1="30" y1="400" x2="${width - 30}" y2="400" stroke="var(--line)" stroke-dasharray="3 5"/>`,
);
text(30, 440, 'How the training graph comes about', { size: 18, weight: 650, anchor: 'start' });
const chain = [
  ['Gather', 'embedding rows'],
  ['Scan', 'LSTM, word by word'],
  ['Reduce', 'pooling'],
  ['MatMul', 'fully connected'],
  ['Softplus', 'loss'],
];
const back = ['ScatterND', 'Scan, reversed', 'Mul, Expand', 'MatMul', 'Sigmoid'];
const notes = [
  'gradient of the rows',
  'gradients of W, R, b',
  'spread over words',
  'gradients of w, b',
  'd loss / d z',
];
chain.forEach(([name, note], i) => {
  const x = 60 + i * 196;
  box(x, 470, 156, 56);
  text(x + 78, 494, name, { weight: 600, mono: true });
  text(x + 78, 514, note, { size: 12, color: 'var(--soft)' });
  box(x, 590, 156, 56, { stroke: 'var(--backward)' });
  text(x + 78, 614, back[i], { weight: 600, mono: true, color: 'var(--backward)' });
  text(x + 78, 634, notes[i], { size: 12, color: 'var(--soft)' });
  parts.push(
    `<line x1="${x + 78}" y1="526" x2="${x + 78}" y2="586" stroke="var(--line)" stroke-dasharray="2 4" marker-end="url(#tip)"/>`,
  );
  text(x + 86, 562, 'rule', { size: 12, anchor: 'start', color: 'var(--soft)' });
  if (i > 0) {
    arrow(x - 40, 498, x - 4, 498);
    arrow(x, 618, x - 36, 618, 'var(--backward)');
  }
});
text(
  60,
  682,
  'Both rows are one ONNX graph: ONNX Runtime evaluates it, TypeScript updates the weights from the gradients.',
  { anchor: 'start', size: 13, color: 'var(--soft)' },
);

const style = `svg { --paper: #fff; --ink: #1d2430; --soft: #5b6577; --line: #a9b2c0; --box: #f4f6f9; --accent: #0b6bcb; --forward: #0b6bcb; --backward: #b4540a; }
@media (prefers-color-scheme: dark) { svg { --paper: #14181f; --ink: #e7ebf2; --soft: #9aa5b8; --line: #5b6678; --box: #1d232d; --accent: #6db3ff; --forward: #6db3ff; --backward: #ffae66; } }`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 710" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" role="img" aria-labelledby="t d">
<title id="t">How a review becomes a verdict, and how the training graph comes about</title>
<desc id="d">Above: tokens, ids, embeddings, an LSTM in each direction, mean and maximum over all words and the last state of each direction, a fully connected layer and a sigmoid. Below: the operators of the forward pass, each with a rule that adds operators of the way back.</desc>
<style>${style}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="var(--line)"/></marker></defs>
<rect width="${width}" height="710" fill="var(--paper)"/>
${parts.join('\n')}
</svg>
`;
writeFileSync(new URL('../docs/how-it-works.svg', import.meta.url), svg);
