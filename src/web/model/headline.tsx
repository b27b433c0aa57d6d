/** The figures that matter most, large. */
import type { JSX } from 'preact';
import type { ModelFacts } from '../api/index.js';
import { bytes, count, share } from '../format.js';
import type { Evaluated } from './model-figures.js';

export interface HeadlineProps {
  readonly facts: ModelFacts;
  readonly measured: Evaluated;
}

export function Headline({ facts, measured }: HeadlineProps): JSX.Element {
  const { accuracy, accuracyInterval, rocAuc, ece, logLoss, count: reviews } = measured.figures;
  const tiles: readonly (readonly [name: string, value: string, note: string])[] = [
    [
      'Accuracy',
      share(accuracy, 2),
      accuracyInterval === null
        ? `${count(reviews)} reviews`
        : `95 % interval ${share(accuracyInterval[0], 2)} to ${share(accuracyInterval[1], 2)}`,
    ],
    ...(typeof rocAuc === 'number'
      ? ([
          [
            'Area under ROC',
            rocAuc.toFixed(3),
            facts.labels.length === 2
              ? `${facts.labels[1]} outranks ${facts.labels[0]}`
              : 'each label outranks the others, on average',
          ],
        ] as const)
      : []),
    ['Calibration error', share(ece, 2), 'how far stated and true certainty lie apart'],
    [
      'Log loss',
      logLoss.toFixed(3),
      `${Math.log(facts.labels.length).toFixed(3)} is ${facts.labels.length === 2 ? 'a coin' : 'guessing'}, 0 is perfect`,
    ],
    ['Size', bytes(facts.bytes), `${count(facts.files.length)} files`],
  ];
  return (
    <dl class="model-headline">
      {tiles.map(([name, value, note]) => (
        <div key={name} class="card">
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <span class="note">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
