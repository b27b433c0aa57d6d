/**
 * Lines over a common horizontal axis: the verdict as the model reads on, training curves, ROC, reliability. The pointer finds the
 * nearest place along the axis (`onPlace`), and a marker can be put there (`marker`).
 */
import type { ComponentChildren, JSX } from 'preact';
import { linearScale, type Scale, ticks } from '../../evaluation/index.js';
import { type Tone, toneClass } from '../tone.js';
import { type Axis, HorizontalAxis, marginsOf, VerticalAxis } from './axes.js';
import { useWidth } from './use-width.js';

export type Point = readonly [x: number, y: number];

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  readonly tone?: Tone | undefined;
  readonly dashed?: boolean;
  /** Dots on the points. */
  readonly dots?: boolean;
  /** The area down to the axis, or to `to`. */
  readonly area?: { readonly to: number };
}

export interface ChartAxis extends Axis {
  readonly domain: readonly [number, number];
}

export interface LineChartProps {
  readonly title: string;
  /** What the chart shows, in words and figures, for readers who cannot see it. */
  readonly description: string;
  readonly series: readonly Series[];
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** Of the whole chart, in pixels. */
  readonly height?: number;
  /** Dashed lines that the data is compared with. */
  readonly references?: readonly (readonly [from: Point, to: Point])[];
  /** A value of the horizontal axis that is pointed at, and a dot on the first series there. */
  readonly marker?: Point | undefined;
  /** The pointer is at this value of the horizontal axis; undefined when it has left. */
  readonly onPlace?: (x: number | undefined) => void;
  /** More marks, drawn under the lines. */
  readonly under?: (x: Scale, y: Scale) => ComponentChildren;
}

export function LineChart(props: LineChartProps): JSX.Element {
  const { title, description, series, x, y, height = 260, references = [], marker, onPlace, under } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const yTicks = y.ticks ?? ticks(y.domain[0], y.domain[1], 4);
  const margins = marginsOf(x, y, yTicks);
  const xTicks = x.ticks ?? ticks(x.domain[0], x.domain[1], Math.max(2, Math.floor(width / 80)));
  const [right, bottom] = [width - margins.right, height - margins.bottom];
  const xScale = linearScale(x.domain, [margins.left, right]);
  const yScale = linearScale(y.domain, [bottom, margins.top]);
  const place = (event: PointerEvent): void => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const portion = (event.clientX - box.left - margins.left) / (right - margins.left);
    onPlace?.(x.domain[0] + Math.max(0, Math.min(1, portion)) * (x.domain[1] - x.domain[0]));
  };
  return (
    <div class="chart" ref={ref}>
      <svg
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}. ${description}`}
        onPointerMove={onPlace === undefined ? undefined : place}
        onPointerDown={onPlace === undefined ? undefined : place}
        onPointerLeave={() => onPlace?.(undefined)}
      >
        <VerticalAxis axis={y} scale={yScale} ticks={yTicks} left={margins.left} right={right} />
        <HorizontalAxis axis={x} scale={xScale} ticks={xTicks} bottom={bottom} />
        {under?.(xScale, yScale)}
        {references.map(([from, to]) => (
          <line
            key={`${from} ${to}`}
            class="reference"
            x1={xScale(from[0])}
            y1={yScale(from[1])}
            x2={xScale(to[0])}
            y2={yScale(to[1])}
          />
        ))}
        {series.map((one) => (
          <SeriesMarks key={one.name} series={one} x={xScale} y={yScale} />
        ))}
        {marker === undefined ? null : (
          <g class={toneClass(series[0]?.tone)}>
            <line class="marker" x1={xScale(marker[0])} x2={xScale(marker[0])} y1={margins.top} y2={bottom} />
            <circle class="dot" cx={xScale(marker[0])} cy={yScale(marker[1])} r={4.5} />
          </g>
        )}
      </svg>
    </div>
  );
}

function SeriesMarks({ series, x, y }: { series: Series; x: Scale; y: Scale }): JSX.Element {
  const { points, tone, dashed, dots, area } = series;
  const path = points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${x(px)} ${y(py)}`).join('');
  const [first, last] = [points[0], points.at(-1)];
  return (
    <g class={toneClass(tone)}>
      {area !== undefined && first !== undefined && last !== undefined ? (
        <path class="area" d={`${path}L${x(last[0])} ${y(area.to)}L${x(first[0])} ${y(area.to)}Z`} />
      ) : null}
      <path class={dashed === true ? 'line dashed' : 'line'} d={path} />
      {dots === true
        ? points.map(([px, py]) => <circle key={px} class="dot" cx={x(px)} cy={y(py)} r={3.5} />)
        : null}
    </g>
  );
}

export interface LegendProps {
  readonly series: readonly Pick<Series, 'name' | 'tone' | 'dashed'>[];
}

export function Legend({ series }: LegendProps): JSX.Element {
  return (
    <ul class="legend">
      {series.map(({ name, tone, dashed }) => (
        <li key={name} class={`${toneClass(tone)} ${dashed === true ? 'dashed' : ''}`}>
          {name}
        </li>
      ))}
    </ul>
  );
}
