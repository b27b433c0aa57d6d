/** "Many reviews" and "Model" for those without a script: what they can do instead, and the main figures. */
import { html, type Markup, recordedTest } from '../../evaluation/index.js';
import { frame, keyLine, type PageContext } from './document.js';
import { percent } from './result.js';

/** @param address where the visitor reached the server, ending in '/' */
export function manyDocument(address: string, { settings, assets }: PageContext): string {
  const command = `curl -sN ${address}api/v1/batch \\
  -H 'Content-Type: text/csv' -H 'Accept: text/csv' \\
${keyLine(settings)}  -T reviews.csv -X POST > answers.csv`;
  return frame(
    'Many reviews',
    assets,
    html`<main>
<div class="intro"><h1>Many reviews</h1>
<p>This page reads whole files when scripts run. Without them, a program does the same: it sends a CSV, TSV, JSON Lines or text file of any size, and the answers stream back row by row.</p></div>
<section class="card" id="api" aria-labelledby="command-title">
<h2 id="command-title">From the command line</h2>
<div class="command"><pre tabindex="0" role="region" aria-label="Command"><code>${command}</code></pre></div>
<p class="note"><a href="./docs#post-api-v1-batch">All that it takes and answers</a></p>
</section>
</main>`,
    { script: true },
  );
}

export function modelDocument({ model, assets }: PageContext): string {
  const { name, sha256, labels, maximumLength, about } = model;
  const test = testFigures(about.metrics);
  const facts: (readonly [string, string])[] = [
    ...(test === undefined
      ? []
      : [[`Accuracy on ${test.count.toLocaleString('en')} test reviews`, test.accuracy] as const]),
    ['Labels', labels.join(', ')],
    ['Reads at most', `${(maximumLength - 1).toLocaleString('en')} tokens of a review`],
    ['Size', `${(about.bytes / 1e6).toFixed(1)} MB`],
    ['SHA-256', sha256],
  ];
  return frame(
    'Model',
    assets,
    html`<main>
<div class="intro"><h1>The model ${name}</h1></div>
<section class="card" id="api" aria-labelledby="facts-title"><h2 id="facts-title">In short</h2>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></section>
${baselineTable(model.about.baselines)}
</main>`,
    { script: true },
  );
}

function baselineTable(baselines: PageContext['model']['about']['baselines']): Markup | null {
  if (baselines.length === 0) return null;
  return html`<section class="card" aria-labelledby="baselines-title"><h2 id="baselines-title">Beside other methods</h2>
<table class="baselines"><thead><tr><th scope="col">Method</th><th scope="col">Accuracy</th><th scope="col">Outside data</th><th scope="col">Figure</th></tr></thead>
<tbody>${baselines.map(
    ({ name, accuracy, outsideData, source }) =>
      html`<tr><th scope="row">${name}</th><td>${percent(accuracy)}</td><td>${outsideData}</td><td>${source} ${source === 'measured' ? 'here' : ''}</td></tr>`,
  )}</tbody></table></section>`;
}

/** Of the evaluation on test reviews, when metrics.json has one. */
function testFigures(metrics: unknown): { readonly count: number; readonly accuracy: string } | undefined {
  const test = recordedTest(metrics);
  if (test === undefined) return undefined;
  const { count, accuracy, accuracyInterval: interval } = test.figures;
  const between = Array.isArray(interval) ? ` (${percent(interval[0])} to ${percent(interval[1])})` : '';
  return { count, accuracy: `${percent(accuracy)}${between}` };
}
