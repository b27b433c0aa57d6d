/** A label with its probability, in figures and as a bar. */
import type { JSX } from 'preact';
import { percent } from '../format.js';
import { type Tone, toneClass } from '../tone.js';

export interface ProbabilityBarProps {
  readonly label: string;
  /** From 0 to 1. */
  readonly probability: number;
  readonly tone: Tone;
}

export function ProbabilityBar({ label, probability, tone }: ProbabilityBarProps): JSX.Element {
  return (
    <div class={`probability ${toneClass(tone)}`}>
      <span class="name">{label}</span>
      <span class="share">{percent(probability)}</span>
      <span class="bar" aria-hidden="true">
        <span style={{ '--share': probability.toFixed(4) }} />
      </span>
    </div>
  );
}
