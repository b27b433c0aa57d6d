/**
 * The text with each word in the colour of what it contributed. One word at a time is pointed at: by pointer, by tap, or by the arrow
 * keys when the text has the focus; a small sign beside it says its figure, and so is a screen reader told.
 */
import type { JSX, TargetedFocusEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Explanation } from '../api/index.js';
import { percent, signed } from '../format.js';
import { readings, weights } from '../reading/explanation-figures.js';

export interface WordTextProps {
  readonly text: string;
  readonly explanation: Explanation;
  /** Index of the word that is pointed at. */
  readonly active: number | undefined;
  readonly onActive: (index: number | undefined) => void;
  /** A range of the text to stand out, such as a sentence. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

const id = (index: number): string => `word-${index}`;

export function WordText({ text, explanation, active, onActive, range }: WordTextProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const { words } = explanation;
  const content = useMemo(() => pieces(text, explanation), [text, explanation]);
  useEffect(() => {
    const element = active === undefined ? undefined : wordElement(box.current, active);
    element?.classList.add('active');
    if (element !== undefined && box.current !== null) keepInView(box.current, element);
    return () => element?.classList.remove('active');
  }, [active, content]);
  useEffect(() => {
    const inside = (range === undefined ? [] : words.map((_, index) => index)).filter(
      (index) => words[index]!.start >= range!.start && words[index]!.end <= range!.end,
    );
    const elements = inside.map((index) => wordElement(box.current, index));
    for (const element of elements) element?.classList.add('in-range');
    return () => {
      for (const element of elements) element?.classList.remove('in-range');
    };
  }, [range, content]);
  const latest = useRef(active);
  latest.current = active;
  const point = (event: Event): void => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-word]') : null;
    if (found !== null) onActive(Number(found.dataset.word));
  };
  const move = (event: KeyboardEvent): void => {
    const next = wordAfterKey(event.key, latest.current, words.length);
    if (next === undefined) return;
    event.preventDefault();
    latest.current = next === 'none' ? undefined : next; // a second key may come before this one is drawn
    onActive(latest.current);
  };
  const leave = ({ relatedTarget, currentTarget }: TargetedFocusEvent<HTMLElement>): void => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onActive(undefined);
  };
  return (
    <div class="word-frame">
      <div
        ref={box}
        class="word-text"
        dir="auto"
        role="listbox"
        aria-label="The words of the review, with what each contributed"
        aria-orientation="horizontal"
        aria-activedescendant={active === undefined ? undefined : id(active)}
        tabIndex={0}
        onPointerOver={point}
        onPointerLeave={(event) => event.pointerType === 'mouse' && onActive(undefined)}
        onClick={point}
        onKeyDown={move}
        onFocus={() => active === undefined && words.length > 0 && onActive(0)}
        onFocusOut={leave}
      >
        {content}
      </div>
      {active === undefined || words[active] === undefined ? null : (
        <WordSign box={box.current} explanation={explanation} index={active} />
      )}
    </div>
  );
}

function wordElement(box: HTMLElement | null, index: number): HTMLElement | undefined {
  return box?.querySelector<HTMLElement>(`#${id(index)}`) ?? undefined;
}

/** Scrolls the box alone, never the page. */
function keepInView(box: HTMLElement, { offsetTop, offsetHeight }: HTMLElement): void {
  if (offsetTop < box.scrollTop) box.scrollTop = offsetTop - 8;
  const below = offsetTop + offsetHeight - box.scrollTop - box.clientHeight;
  if (below > 0) box.scrollTop += below + 8;
}

function wordAfterKey(key: string, active: number | undefined, length: number): number | 'none' | undefined {
  const last = length - 1;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return active === undefined ? 0 : Math.min(last, active + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return active === undefined ? last : Math.max(0, active - 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'Escape':
      return 'none';
    default:
      return undefined;
  }
}

/** Words as marked elements, all between them as it stands. */
function pieces(text: string, explanation: Explanation): (JSX.Element | string)[] {
  const weight = weights(explanation);
  const content: (JSX.Element | string)[] = [];
  let reached = 0;
  explanation.words.forEach(({ start, end, contribution, known }, index) => {
    if (start > reached) content.push(text.slice(reached, start));
    const word = text.slice(start, end);
    const strength = weight[index]!;
    const side = strength < 0.02 ? '' : contribution > 0 ? 'for' : 'against';
    content.push(
      <span
        key={index}
        id={id(index)}
        data-word={index}
        role="option"
        tabIndex={-1}
        aria-selected={false}
        aria-label={`${word}: ${signed(contribution)}${known ? '' : ', unknown'}`}
        class={`word ${side} ${strength > 0.3 ? 'strong' : ''} ${known ? '' : 'unknown'}`}
        style={{ '--weight': strength.toFixed(3) }}
      >
        {word}
      </span>,
    );
    reached = end;
  });
  if (reached < text.length) {
    content.push(
      explanation.truncated ? (
        <span class="unread" title="Not read: the review is longer than the model reads">
          {text.slice(reached)}
        </span>
      ) : (
        text.slice(reached)
      ),
    );
  }
  return content;
}

interface WordSignProps {
  readonly box: HTMLElement | null;
  readonly explanation: Explanation;
  readonly index: number;
}

/** Beside the word, above it, inside the box's width. */
function WordSign({ box, explanation, index }: WordSignProps): JSX.Element {
  const sign = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const { contribution, known } = explanation.words[index]!;
  const after = useMemo(() => readings(explanation), [explanation])[index];
  useLayoutEffect(() => {
    const word = wordElement(box, index);
    if (word === undefined || box === null || sign.current === null) return;
    const { offsetWidth, offsetHeight } = sign.current;
    const middle = word.offsetLeft + word.offsetWidth / 2 - offsetWidth / 2;
    const above = word.offsetTop - box.scrollTop - offsetHeight - 6;
    setPlace({
      left: Math.max(0, Math.min(middle, box.clientWidth - offsetWidth)),
      top: above > -offsetHeight ? above : word.offsetTop - box.scrollTop + word.offsetHeight + 6,
    });
  }, [box, index, explanation]);
  return (
    <div
      ref={sign}
      class="word-sign"
      aria-hidden="true"
      style={{ left: `${place.left}px`, top: `${place.top}px` }}
    >
      <b>{signed(contribution)}</b> {contribution >= 0 ? 'for' : 'against'} {explanation.target}
      {known ? '' : ' · unknown word'}
      {after === undefined ? '' : ` · so far ${percent(after)}`}
    </div>
  );
}
