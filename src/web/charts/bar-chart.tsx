/** Bars that lie, one a row: name at the left, value at the right, an interval where there is one. */
import type { JSX } from 'preact';
import { linearScale } from '../../evaluation/index.js';
import { type Tone, toneClass } from '../tone.js';
import { useWidth } from './use-width.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly tone?: Tone | undefined;
  readonly interval?: readonly [lower: number, upper: number] | undefined;
  /** Appears under the pointer. */
  readonly note?: string | undefined;
}

export interface BarChartProps {
  readonly title: string;
  readonly description: string;
  readonly bars: readonly Bar[];
  /** From the left end of all bars to the longest possible; a part of it may be cut off at the left only for dots, never for bars. */
  readonly domain: readonly [number, number];
  readonly format: (value: number) => string;
}

const row = 44;

/** A row is two lines: name and value above, the bar below; so it works on the narrowest screen. */
export function BarChart({ title, description, bars, domain, format }: BarChartProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>();
  const scale = linearScale(domain, [0, width]);
  const height = bars.length * row;
  return (
    <div class="chart" ref={ref}>
      <svg
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}. ${description}`}
      >
        {bars.map(({ name, value, tone, interval, note }, index) => {
          const top = index * row;
          return (
            <g key={name} class={toneClass(tone)}>
              {note === undefined ? null : <title>{note}</title>}
              <text class="bar-label" x={0} y={top + 14}>
                {name}
              </text>
              <text class="bar-value" x={width} y={top + 14} text-anchor="end">
                {format(value)}
              </text>
              <rect class="bar" x={0} y={top + 22} width={Math.max(1, scale(value))} height={12} rx={3} />
              {interval === undefined ? null : (
                <line
                  class="interval"
                  x1={scale(interval[0])}
                  x2={scale(interval[1])}
                  y1={top + 28}
                  y2={top + 28}
                />
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
