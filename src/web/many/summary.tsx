/** What came of all rows together: how many of each label, how sure the model is, and both by length. */
import type { JSX } from 'preact';
import { Histogram } from '../charts/index.js';
import { Card } from '../components/index.js';
import { count, share } from '../format.js';
import { capitalised } from '../reading/verdict.js';
import { toneClass, toneOf } from '../tone.js';
import { HISTOGRAM_BINS, lengthStarts, type Results } from './results.js';
import type { Filter } from './view.js';

export interface SummaryProps {
  readonly results: Results;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

export function Summary({ results, filter, onFilter }: SummaryProps): JSX.Element {
  const { labels, labelCounts, unsure, unsureBelow, failures, settled } = results;
  const predicted = settled - failures.size;
  const tiles: readonly (readonly [key: Filter, name: string, value: number, tone: string, note: string])[] =
    [
      ...labels.map((label, index) => {
        const rows = labelCounts[index]!;
        const tone = toneClass(toneOf(index, labels.length));
        return [
          `label ${index}`,
          capitalised(label),
          rows,
          tone,
          predicted === 0 ? '' : share(rows / predicted),
        ] as const;
      }),
      ['unsure', 'Unsure', unsure, 'tone-unsure', `below ${share(unsureBelow, 0)}, among the above`],
      ...(failures.size === 0
        ? []
        : [['failed', 'Failed', failures.size, 'tone-failed', 'see why in the table'] as const]),
    ];
  return (
    <div class="many-summary">
      <Card title="Labels" class="many-counts">
        <div class="many-split" aria-hidden="true">
          {labels.map((label, index) => (
            <span
              key={label}
              class={toneClass(toneOf(index, labels.length))}
              style={{ '--grow': String(labelCounts[index]!) }}
            />
          ))}
        </div>
        <ul class="many-tiles">
          {tiles.map(([key, name, value, tone, note]) => (
            <li key={key}>
              <button
                type="button"
                class={`many-tile ${tone}`}
                aria-pressed={filter === key}
                title={filter === key ? 'Show all rows again' : 'Show only these in the table'}
                onClick={() => onFilter(filter === key ? 'all' : key)}
              >
                <span class="name">{name}</span>
                <strong>{count(value)}</strong>
                <span class="note">{note}</span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={labels.length === 2 ? `Probability of “${labels[1]}”` : 'Probability of the label given'}>
        <ScoreHistogram results={results} />
      </Card>
      <Card title="By length">
        <LengthTable results={results} />
      </Card>
    </div>
  );
}

function ScoreHistogram({ results }: { readonly results: Results }): JSX.Element {
  const { histogram, labels, unsureBelow } = results;
  const binary = labels.length === 2;
  const bins = histogram.map((rows, index) => {
    const middle = (index + 0.5) / HISTOGRAM_BINS;
    const sure = Math.max(middle, 1 - middle) >= unsureBelow;
    const side = middle >= 0.5 ? 'positive' : 'negative';
    const tone = binary && sure ? side : 'unsure';
    return { from: index / HISTOGRAM_BINS, to: (index + 1) / HISTOGRAM_BINS, count: rows, tone } as const;
  });
  const [low, high] = [histogram[0]!, histogram.at(-1)!];
  return (
    <Histogram
      title="Histogram of probabilities"
      description={`${count(low)} rows below 5 %, ${count(high)} above 95 %, ${count(results.unsure)} unsure.`}
      bins={bins}
      x={{ format: (value) => share(value, 0), ticks: [0, 0.25, 0.5, 0.75, 1] }}
      y={{ name: 'Rows', format: count }}
      height={232}
    />
  );
}

function LengthTable({ results }: { readonly results: Results }): JSX.Element {
  const { labels, lengths } = results;
  const most = Math.max(1, ...lengths.map((counts) => counts.reduce((sum, rows) => sum + rows, 0)));
  return (
    <table class="many-lengths">
      <caption class="unseen">Rows and shares of the labels by length in tokens</caption>
      <thead>
        <tr>
          <th scope="col">Tokens</th>
          <th scope="col">Labels</th>
          <th scope="col" class="number">
            Rows
          </th>
          <th scope="col" class="number">
            {labels.length === 2 ? capitalised(labels[1]!) : 'Most'}
          </th>
        </tr>
      </thead>
      <tbody>
        {lengths.map((counts, bucket) => {
          const rows = counts.reduce((sum, value) => sum + value, 0);
          const next = lengthStarts[bucket + 1];
          const start = lengthStarts[bucket]!;
          const best = counts.indexOf(Math.max(...counts));
          const last = labels.length === 2 ? share(counts[1]! / rows, 0) : labels[best];
          return (
            <tr key={start}>
              <th scope="row">{next === undefined ? `${start}+` : `${start}–${next - 1}`}</th>
              <td>
                <span class="many-bars" aria-hidden="true" style={{ '--share': (rows / most).toFixed(4) }}>
                  {counts.map((value, index) => (
                    <span
                      key={labels[index]}
                      class={toneClass(toneOf(index, labels.length))}
                      style={{ '--grow': String(value) }}
                    />
                  ))}
                </span>
              </td>
              <td class="number">{count(rows)}</td>
              <td class="number">{rows === 0 ? '–' : last}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
