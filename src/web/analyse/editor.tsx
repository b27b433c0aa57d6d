/** Where the review is written, with examples to try and its address to share. */
import type { JSX } from 'preact';
import { exampleReviews } from '../../example-reviews/index.js';
import { Button } from '../components/index.js';
import { count, counted, percent } from '../format.js';
import { type Tone, toneClass } from '../tone.js';
import { ShareButton } from './share-button.js';

const textArea = 'text';

/** For what takes itself away, or can be pressed no more, once it is pressed: the focus would be lost with it. */
export function focusText(): void {
  document.getElementById(textArea)?.focus({ preventScroll: true });
}

export interface EditorProps {
  readonly text: string;
  /** Characters; undefined while the model is not known. */
  readonly limit: number | undefined;
  readonly isKept: boolean;
  /** Shown beside the heading on screens where the verdict itself stands below. */
  readonly verdict: { readonly name: string; readonly tone: Tone; readonly probability: number } | undefined;
  readonly onText: (text: string, atOnce?: boolean) => void;
  /** Keeps this version, to compare the next with; undefined while there is none. */
  readonly onKeep: (() => void) | undefined;
}

export function Editor({ text, limit, isKept, verdict, onText, onKeep }: EditorProps): JSX.Element {
  const words = text.split(/\s+/).filter(Boolean).length;
  const tooLong = limit !== undefined && text.length > limit;
  return (
    <section class="card editor" aria-label="Your review">
      <div class="editor-head">
        <label class="label" for={textArea}>
          Your review
        </label>
        {verdict === undefined ? null : (
          <b class={`verdict-chip ${toneClass(verdict.tone)}`} aria-hidden="true">
            {verdict.name} {percent(verdict.probability)}
          </b>
        )}
        <span class={tooLong ? 'note too-long' : 'note'}>
          {counted(words, 'word')}
          {tooLong ? `, ${count(text.length)} of at most ${count(limit)} characters` : ''}
        </span>
      </div>
      <textarea
        id={textArea}
        dir="auto"
        rows={8}
        value={text}
        placeholder="I sat down expecting very little, and ..."
        aria-describedby="text-note"
        spellcheck={false}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
      <div class="editor-foot">
        <p class="note" id="text-note">
          The verdict follows as you type. Nothing is stored.
        </p>
        <div class="row">
          <Button
            kind="quiet"
            small
            disabled={text === ''}
            onClick={() => {
              onText('', true);
              focusText();
            }}
          >
            Clear
          </Button>
          <ShareButton text={text} />
          <Button small disabled={onKeep === undefined} aria-pressed={isKept} onClick={onKeep}>
            {isKept ? 'Keep this one instead' : 'Keep, then edit'}
          </Button>
        </div>
      </div>
      <fieldset class="examples">
        <legend>
          Try<span class="unseen"> an example</span>
        </legend>
        {exampleReviews.map((example) => (
          <Button
            key={example.title}
            small
            aria-pressed={text === example.text}
            onClick={() => onText(example.text, true)}
          >
            {example.title}
          </Button>
        ))}
      </fieldset>
    </section>
  );
}
