/** Each sentence read alone, with its probability as a bar to one side or the other of one half. */
import type { JSX } from 'preact';
import type { SentenceScore } from '../api/index.js';
import { percent } from '../format.js';

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface SentencesProps {
  readonly text: string;
  readonly sentences: readonly SentenceScore[];
  readonly target: string;
  readonly range: TextRange | undefined;
  readonly onRange: (range: TextRange | undefined) => void;
}

export function Sentences({ text, sentences, target, range, onRange }: SentencesProps): JSX.Element {
  return (
    <div class="sentences">
      <h3>Sentence by sentence</h3>
      <p class="note">Each one read alone: how likely {target} is.</p>
      <ol>
        {sentences.map((sentence) => {
          const { start, end, probability } = sentence;
          return (
            <li key={start}>
              <button
                type="button"
                aria-pressed={range?.start === start}
                onPointerEnter={() => onRange(sentence)}
                onPointerLeave={() => onRange(undefined)}
                onFocus={() => onRange(sentence)}
                onBlur={() => onRange(undefined)}
                onClick={() => onRange(sentence)}
              >
                <span class="sentence" dir="auto">
                  {text.slice(start, end).trim()}
                </span>
                <span
                  class={`sentence-bar ${probability >= 0.5 ? 'tone-positive' : 'tone-negative'}`}
                  aria-hidden="true"
                  style={{
                    '--from': Math.min(0.5, probability).toFixed(4),
                    '--length': Math.abs(probability - 0.5).toFixed(4),
                  }}
                />
                <b>{percent(probability)}</b>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
