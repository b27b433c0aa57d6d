/** How it reads: the verdict after each word, and sentence by sentence. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Explanation } from '../api/index.js';
import { LineChart } from '../charts/index.js';
import { Card } from '../components/index.js';
import { count, counted, percent, share } from '../format.js';
import { curvePoints, readings } from '../reading/explanation-figures.js';
import { Sentences, type SentencesProps } from './sentences.js';

export interface ReadingCardProps extends Omit<SentencesProps, 'sentences' | 'target'> {
  readonly explanation: Explanation;
  readonly active: number | undefined;
  readonly onActive: (index: number | undefined) => void;
  readonly waiting: boolean;
}

const SENTENCES_FROM = 3;

export function ReadingCard(props: ReadingCardProps): JSX.Element {
  const { text, explanation, active, onActive, waiting, range, onRange } = props;
  const { target, words, sentences = [] } = explanation;
  const points = useMemo(() => curvePoints(explanation), [explanation]);
  const after = useMemo(() => readings(explanation), [explanation]);
  const reached = active === undefined ? undefined : after[active];
  const word = active === undefined ? undefined : words[active];
  return (
    <Card
      title="How it reads"
      class={waiting ? 'reading waiting' : 'reading'}
      lead={
        word === undefined || reached === undefined ? (
          <>
            How likely <b>{target}</b> is after each word, as the model reads on.
          </>
        ) : (
          <>
            Up to “<b>{text.slice(word.start, word.end)}</b>”: {percent(reached)} {target}
          </>
        )
      }
    >
      {points.length < 2 ? (
        <p class="note">A curve needs two words or more.</p>
      ) : (
        <LineChart
          title={`Probability of ${target} after each word`}
          description={describe(points, target)}
          height={230}
          series={[{ name: target, points }]}
          x={{ name: 'Words and marks read', domain: [points[0]![0], points.at(-1)![0]], format: count }}
          y={{ domain: [0, 1], ticks: [0, 0.5, 1], format: (value) => share(value, 0) }}
          marker={active === undefined || reached === undefined ? undefined : [active + 1, reached]}
          onPlace={(x) => onActive(x === undefined ? undefined : Math.max(0, Math.round(x) - 1))}
          under={(x, y) => <SidesOfHalf points={points} x={x} y={y} />}
        />
      )}
      {sentences.length >= SENTENCES_FROM ? (
        <Sentences text={text} sentences={sentences} target={target} range={range} onRange={onRange} />
      ) : null}
    </Card>
  );
}

type Place = (value: number) => number;

/** Blue between the curve and one half where it is above, orange where it is below. */
function SidesOfHalf({
  points,
  x,
  y,
}: {
  readonly points: readonly (readonly [number, number])[];
  readonly x: Place;
  readonly y: Place;
}): JSX.Element {
  const side = (bound: (a: number, b: number) => number): string => {
    const path = points.map(([px, py]) => `${x(px)} ${y(bound(py, 0.5))}`);
    return `M${x(points[0]![0])} ${y(0.5)}L${path.join('L')}L${x(points.at(-1)![0])} ${y(0.5)}Z`;
  };
  return (
    <>
      <path class="area tone-positive" d={side(Math.max)} />
      <path class="area tone-negative" d={side(Math.min)} />
    </>
  );
}

function describe(points: readonly (readonly [number, number])[], target: string): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (
    `It begins at ${percent(first[1])} ${target}, ends at ${percent(last[1])} after ${counted(last[0], 'word or mark', 'words and marks')}, ` +
    `and lies between ${percent(low)} and ${percent(high)}.`
  );
}
