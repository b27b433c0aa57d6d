/** The mistakes it was most sure of, by the names of the reviews in the data set: their texts are not ours to show. */
import type { JSX } from 'preact';
import { Card } from '../components/index.js';
import { percent } from '../format.js';
import { toneClass, toneOf } from '../tone.js';
import type { Measured } from './model-figures.js';

export function MistakesCard({ figures }: { readonly figures: Measured }): JSX.Element | null {
  const { mistakes, labels } = figures;
  if (mistakes === undefined || mistakes.length === 0) return null;
  const tone = (label: string): string => toneClass(toneOf(labels.indexOf(label), labels.length));
  return (
    <Card
      title="Most confident mistakes"
      lead="By the names of the reviews in the data set; their texts belong to their authors."
    >
      <div class="table-frame">
        <table class="table">
          <caption class="unseen">The wrong answers with the highest probabilities</caption>
          <thead>
            <tr>
              <th scope="col">Review</th>
              <th scope="col">Truly</th>
              <th scope="col">Said</th>
              <th scope="col" class="number">
                How sure
              </th>
            </tr>
          </thead>
          <tbody>
            {mistakes.slice(0, 10).map(({ id, truth, predicted, probability }) => (
              <tr key={id}>
                <th scope="row">
                  <code>{id}</code>
                </th>
                <td class={`model-label ${tone(truth)}`}>{truth}</td>
                <td class={`model-label ${tone(predicted)}`}>{predicted}</td>
                <td class="number">{percent(probability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
