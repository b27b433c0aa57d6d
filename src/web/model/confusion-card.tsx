/** Which label was taken for which: true labels down, predicted ones across, shaded by their share of the row. */
import type { JSX } from 'preact';
import { Card } from '../components/index.js';
import { count, share } from '../format.js';
import { capitalised } from '../reading/verdict.js';
import type { Measured } from './model-figures.js';

export function ConfusionCard({ figures }: { readonly figures: Measured }): JSX.Element {
  const { labels, confusion, perLabel } = figures;
  return (
    <Card title="Confusion matrix" lead="How many reviews of each true label were taken for which.">
      <table class="model-confusion">
        <caption class="unseen">True labels in rows, predicted labels in columns</caption>
        <thead>
          <tr>
            <td />
            {labels.map((label) => (
              <th key={label} scope="col">
                said {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, truth) => {
            const row = confusion[truth]!;
            const all = Math.max(
              1,
              row.reduce((sum, value) => sum + value, 0),
            );
            return (
              <tr key={label}>
                <th scope="row">truly {label}</th>
                {row.map((value, predicted) => (
                  <td
                    key={labels[predicted]}
                    class={truth === predicted ? 'right' : 'wrong'}
                    style={{ '--share': (value / all).toFixed(4) }}
                  >
                    <strong>{count(value)}</strong>
                    <span>{share(value / all)}</span>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <table class="table model-labels">
        <caption class="unseen">Precision, recall and F1 of each label</caption>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col" class="number">
              Precision
            </th>
            <th scope="col" class="number">
              Recall
            </th>
            <th scope="col" class="number">
              F1
            </th>
          </tr>
        </thead>
        <tbody>
          {perLabel.map(({ label, precision, recall, f1 }) => (
            <tr key={label}>
              <th scope="row">{capitalised(label)}</th>
              {[precision, recall, f1].map((value, index) => (
                <td key={['precision', 'recall', 'f1'][index]} class="number">
                  {value === null ? '–' : share(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
