/** Counts of neighbouring bins as upright bars. */
import type { JSX } from 'preact';
import { domainOf, linearScale, roundTicks } from '../../evaluation/index.js';
import { type Tone, toneClass } from '../tone.js';
import { type Axis, HorizontalAxis, marginsOf, VerticalAxis } from './axes.js';
import { useWidth } from './use-width.js';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly tone?: Tone | undefined;
}

export interface HistogramProps {
  readonly title: string;
  readonly description: string;
  /** In their order, each beginning where the one before ends. */
  readonly bins: readonly Bin[];
  readonly x: Axis;
  readonly y: Axis;
  readonly height?: number;
}

export function Histogram({ title, description, bins, x, y, height = 220 }: HistogramProps): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>();
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const yTicks = y.ticks ?? roundTicks(0, most, 3);
  const margins = marginsOf(x, y, yTicks);
  const bottom = height - margins.bottom;
  const ends = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1] as const;
  const xScale = linearScale(ends, [margins.left, width - margins.right]);
  const yScale = linearScale(domainOf(yTicks), [bottom, margins.top]);
  const xTicks = x.ticks ?? roundTicks(ends[0], ends[1], 4, ends);
  return (
    <div class="chart" ref={ref}>
      <svg
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}. ${description}`}
      >
        <VerticalAxis
          axis={y}
          scale={yScale}
          ticks={yTicks}
          left={margins.left}
          right={width - margins.right}
        />
        <HorizontalAxis axis={x} scale={xScale} ticks={xTicks} bottom={bottom} />
        {bins.map(({ from, to, count, tone }) => (
          <g key={from} class={toneClass(tone)}>
            <title>{`${x.format(from)} to ${x.format(to)}: ${y.format(count)}`}</title>
            <rect
              class="bar"
              x={xScale(from) + 0.75}
              y={yScale(count)}
              width={Math.max(0.5, xScale(to) - xScale(from) - 1.5)}
              height={Math.max(0, bottom - yScale(count))}
            />
          </g>
        ))}
      </svg>
    </div>
  );
}
