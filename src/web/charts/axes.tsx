/** Grid lines, tick labels and names of a chart's two axes. Coordinates are pixels. */
import type { JSX } from 'preact';
import type { Scale } from '../../evaluation/index.js';

export interface Axis {
  readonly name?: string | undefined;
  /** Values with a label; evenly spread ones are chosen when absent. */
  readonly ticks?: readonly number[] | undefined;
  readonly format: (value: number) => string;
}

export interface DrawnAxis {
  readonly axis: Axis;
  readonly scale: Scale;
  readonly ticks: readonly number[];
}

/** Tick labels below the data, the name below them. */
export function HorizontalAxis({ axis, scale, ticks, bottom }: DrawnAxis & { bottom: number }): JSX.Element {
  const [from, to] = scale.range;
  return (
    <g>
      <line class="gridline strong" x1={from} x2={to} y1={bottom} y2={bottom} />
      {ticks.map((tick) => (
        <text key={tick} x={scale(tick)} y={bottom + 18} text-anchor={anchor(scale(tick), scale)}>
          {axis.format(tick)}
        </text>
      ))}
      {axis.name === undefined ? null : (
        <text class="axis-name" x={(from + to) / 2} y={bottom + 38} text-anchor="middle">
          {axis.name}
        </text>
      )}
    </g>
  );
}

/** Grid lines across the data with their labels at the left; the name stands above. */
export function VerticalAxis({
  axis,
  scale,
  ticks,
  left,
  right,
}: DrawnAxis & { left: number; right: number }): JSX.Element {
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="gridline" x1={left} x2={right} y1={scale(tick)} y2={scale(tick)} />
          <text x={left - 8} y={scale(tick) + 4} text-anchor="end">
            {axis.format(tick)}
          </text>
        </g>
      ))}
      {axis.name === undefined ? null : (
        <text class="axis-name" x={0} y={Math.min(...scale.range) - 14}>
          {axis.name}
        </text>
      )}
    </g>
  );
}

/** Labels at the ends stay inside the chart. */
function anchor(x: number, { range }: Scale): 'start' | 'middle' | 'end' {
  if (x <= range[0] + 1) return 'start';
  return x >= range[1] - 1 ? 'end' : 'middle';
}

/** Room that the axes need around the data. */
export function marginsOf(x: Axis, y: Axis, yTicks: readonly number[]) {
  const letters = Math.max(1, ...yTicks.map((tick) => y.format(tick).length));
  return {
    left: 12 + letters * 6.6,
    right: 8,
    top: y.name === undefined ? 10 : 28,
    bottom: x.name === undefined ? 26 : 46,
  };
}
