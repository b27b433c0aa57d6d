/** The model beside other methods, best first, each with where its figure comes from and what it learnt from besides. */
import type { JSX } from 'preact';
import type { Baseline, ModelFacts } from '../api/index.js';
import { Card } from '../components/index.js';
import { share } from '../format.js';
import type { Evaluated } from './model-figures.js';
import { Track } from './track.js';

const outside: Readonly<Record<Baseline['outsideData'], string>> = {
  none: 'none',
  yes: 'yes',
  lexicon: 'a lexicon',
};

interface Row extends Omit<Baseline, 'source'> {
  readonly source: Baseline['source'] | 'own';
  readonly interval?: readonly [number, number] | undefined;
}

export interface ComparisonCardProps {
  readonly facts: ModelFacts;
  readonly test: Evaluated;
}

export function ComparisonCard({ facts, test }: ComparisonCardProps): JSX.Element | null {
  if (facts.baselines.length === 0) return null;
  const { accuracy, accuracyInterval, count } = test.figures;
  const own: Row = {
    name: facts.model.name,
    accuracy,
    interval: accuracyInterval ?? undefined,
    outsideData: 'none',
    source: 'own',
    note: 'this model',
  };
  const rows: Row[] = [own, ...facts.baselines];
  rows.sort((a, b) => b.accuracy - a.accuracy);
  const lowest = Math.floor(Math.min(...rows.map((row) => row.accuracy)) * 20) / 20;
  const domain = [lowest, 1] as const;
  const ticks = Array.from({ length: Math.round((1 - lowest) * 20) + 1 }, (_, i) => lowest + i / 20);
  return (
    <Card
      title="Beside other methods"
      lead={`Accuracy on the same ${count.toLocaleString('en')} test reviews. Published figures are their authors'; the others were measured by this project.`}
    >
      <ul class="model-key" aria-hidden="true">
        <li class="own">This model, with its 95 % interval</li>
        <li class="here">Measured here</li>
        <li class="there">Published</li>
      </ul>
      <table class="table model-comparison">
        <caption class="unseen">Accuracy of this model and other methods, best first</caption>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col" class="plot">
              <span class="unseen">Plot</span>
              <span class="scale" aria-hidden="true">
                <span>{share(domain[0], 0)}</span>
                <span>{share(domain[1], 0)}</span>
              </span>
            </th>
            <th scope="col" class="number">
              Accuracy
            </th>
            <th scope="col">Outside data</th>
            <th scope="col">Figure</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} class={row.source === 'own' ? 'own' : ''}>
              <th scope="row">
                {row.name}
                {row.note === undefined ? null : <span class="note"> {row.note}</span>}
              </th>
              <td class="plot">
                <Track
                  value={row.accuracy}
                  domain={domain}
                  interval={row.interval}
                  ticks={ticks}
                  kind={row.source === 'own' ? 'own' : row.source === 'measured' ? 'here' : 'there'}
                />
              </td>
              <td class="number">{share(row.accuracy, 2).replace(/0 %$/, ' %')}</td>
              <td data-name="Outside data">{outside[row.outsideData]}</td>
              <td data-name="Figure">{row.source === 'published' ? 'published' : 'measured here'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
