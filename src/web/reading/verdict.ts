/** What the page says of a prediction: its label, or that the model is unsure. */
import type { Prediction } from '../api/index.js';
import { type Tone, toneOf } from '../tone.js';

export interface Verdict {
  /** As shown: 'Positive', 'Unsure'. */
  readonly name: string;
  /** The label that it is, or leans to. */
  readonly label: string;
  readonly unsure: boolean;
  readonly tone: Tone;
}

export function verdictOf(
  { label, probability }: Pick<Prediction, 'label' | 'probability'>,
  labels: readonly string[],
  unsureBelow: number,
): Verdict {
  const unsure = probability < unsureBelow;
  return {
    name: unsure ? 'Unsure' : capitalised(label),
    label,
    unsure,
    tone: unsure ? 'unsure' : toneOf(labels.indexOf(label), labels.length),
  };
}

export function capitalised(label: string): string {
  return label.charAt(0).toLocaleUpperCase('en') + label.slice(1);
}
