/** A value as a dot on a scale, with its interval: a row of a dot plot that stands in a table. Its figures stand beside it as text. */
import type { JSX } from 'preact';

export interface TrackProps {
  readonly value: number;
  readonly domain: readonly [number, number];
  readonly interval?: readonly [number, number] | undefined;
  /** 'own' the model itself, 'here' measured with the same code, 'there' published by others. */
  readonly kind: 'own' | 'here' | 'there';
  /** Values with a line. */
  readonly ticks: readonly number[];
}

export function Track({ value, domain, interval, kind, ticks }: TrackProps): JSX.Element {
  const place = (at: number): string =>
    Math.max(0, Math.min(1, (at - domain[0]) / (domain[1] - domain[0]))).toFixed(4);
  return (
    <span class={`track-plot ${kind}`} aria-hidden="true">
      {ticks.map((tick) => (
        <i key={tick} style={{ '--at': place(tick) }} />
      ))}
      {interval === undefined ? null : (
        <b
          style={{
            '--at': place(interval[0]),
            '--length': (Number(place(interval[1])) - Number(place(interval[0]))).toFixed(4),
          }}
        />
      )}
      <span style={{ '--at': place(value) }} />
    </span>
  );
}
