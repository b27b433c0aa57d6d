/** Accuracy by length of the review, each with its interval. */
import type { JSX } from 'preact';
import { Card } from '../components/index.js';
import { count, share } from '../format.js';
import type { Measured } from './model-figures.js';
import { Track } from './track.js';

/** Enough reviews for a narrow interval; the others' may reach out of the plot. */
const isFirm = ({ count: reviews }: { readonly count: number }): boolean => reviews >= 100;

export function LengthCard({ figures }: { readonly figures: Measured }): JSX.Element | null {
  const { byLength } = figures;
  if (byLength === undefined || byLength === null || byLength.length === 0) return null;
  const lowest = Math.min(...byLength.filter(isFirm).map(({ interval }) => interval[0]));
  const domain = [Math.min(0.8, Math.floor(lowest * 10) / 10), 1] as const;
  const ticks = Array.from({ length: Math.round((1 - domain[0]) * 10) + 1 }, (_, i) => domain[0] + i / 10);
  return (
    <Card title="Accuracy by length" lead="In tokens, each with its 95 % interval: few reviews, a wide one.">
      <table class="table model-comparison model-by-length">
        <caption class="unseen">Accuracy by length of the review in tokens</caption>
        <thead>
          <tr>
            <th scope="col">Tokens</th>
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
            <th scope="col" class="number">
              Reviews
            </th>
          </tr>
        </thead>
        <tbody>
          {byLength.map(({ from, to, accuracy, interval, count: reviews }) => (
            <tr key={from}>
              <th scope="row">{to === null ? `${count(from)}+` : `${count(from)}–${count(to)}`}</th>
              <td class="plot">
                <Track value={accuracy} domain={domain} interval={interval} kind="own" ticks={ticks} />
              </td>
              <td class="number">
                {share(accuracy)}
                <span class="unseen">
                  {' '}
                  ({share(interval[0])} to {share(interval[1])})
                </span>
              </td>
              <td class="number">{count(reviews)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
