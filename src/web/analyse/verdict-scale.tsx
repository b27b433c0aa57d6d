/** Where a probability lies between two labels, with the band in which the page says "unsure". */
import type { JSX } from 'preact';
import { percent } from '../format.js';
import { capitalised } from '../reading/verdict.js';

export interface VerdictScaleProps {
  readonly labels: readonly string[];
  /** Of the second label. */
  readonly probability: number;
  readonly unsureBelow: number;
}

export function VerdictScale({ labels, probability, unsureBelow }: VerdictScaleProps): JSX.Element {
  const band = Math.max(0.5, unsureBelow);
  return (
    <figure class="scale">
      <div
        class="scale-bar"
        aria-hidden="true"
        style={{ '--from': 1 - band, '--to': band, '--place': probability.toFixed(4) }}
      >
        <span class="scale-band" />
        <span class="scale-place" />
      </div>
      <figcaption>
        <span class="tone-negative">
          {capitalised(labels[0]!)} <b>{percent(1 - probability)}</b>
        </span>
        {band > 0.5 ? <span class="muted">unsure</span> : null}
        <span class="tone-positive">
          <b>{percent(probability)}</b> {capitalised(labels[1]!)}
        </span>
      </figcaption>
    </figure>
  );
}
