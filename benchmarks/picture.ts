/** The frame of a picture for the documents: an SVG file with its colours for light and dark, title, description, grid. */

export const pictureSize = { width: 760, height: 420 } as const;
/** Where the data goes. */
export const area = { left: 64, right: 714, top: 56, bottom: 356 } as const;

export type Tone = 'lstm' | 'linear' | 'words' | 'scratch';

export interface Tick {
  /** In the picture. */
  readonly at: number;
  readonly label: string;
}

export interface Picture {
  readonly title: string;
  /** In words and figures, for who cannot see it. */
  readonly description: string;
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  readonly xName: string;
  /** SVG. */
  readonly content: string;
}

export function picture({ title, description, x, y, xName, content }: Picture): string {
  const { width, height } = pictureSize;
  const vertical = x.map(
    ({ at, label }) =>
      `<line x1="${fixed(at)}" x2="${fixed(at)}" y1="${area.top}" y2="${area.bottom}"/>${text(at, area.bottom + 20, label)}`,
  );
  const horizontal = y.map(
    ({ at, label }) =>
      `<line x1="${area.left}" x2="${area.right}" y1="${fixed(at)}" y2="${fixed(at)}"/>${text(area.left - 8, at + 4, label, 'end')}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" font-size="13" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(description)}</desc>
<style>svg { --paper: #fff; --ink: #1d2430; --soft: #5b6577; --line: #dfe4ec; --lstm: #0b6bcb; --linear: #b4540a; --words: #6b7280; --scratch: #7a5bc4; }
@media (prefers-color-scheme: dark) { svg { --paper: #14181f; --ink: #e7ebf2; --soft: #9aa5b8; --line: #2c3442; --lstm: #6db3ff; --linear: #ffae66; --words: #9aa5b8; --scratch: #b79cff; } }
line { stroke: var(--line) } text { fill: var(--soft) } .name { fill: var(--ink) }</style>
<rect width="${width}" height="${height}" fill="var(--paper)"/>
${[...vertical, ...horizontal].join('\n')}
<text class="name" x="20" y="28" font-size="15" font-weight="600">${escaped(title)}</text>
${text((area.left + area.right) / 2, area.bottom + 44, xName)}
${content}
</svg>
`;
}

export function text(x: number, y: number, content: string, anchor = 'middle', more = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}"${more}>${escaped(content)}</text>`;
}

export function fixed(value: number): string {
  return value.toFixed(1);
}

/** From a value to its place: logarithmic across. */
export function across([from, to]: readonly [number, number]): (value: number) => number {
  const [low, high] = [Math.log10(from), Math.log10(to)];
  return (value) => area.left + ((Math.log10(value) - low) / (high - low)) * (area.right - area.left);
}

/** From a share to its place, upwards. */
export function upwards([from, to]: readonly [number, number]): (value: number) => number {
  return (value) => area.bottom - ((value - from) / (to - from)) * (area.bottom - area.top);
}

/** A tick each five points of a share. */
export function shareTicks(from: number, to: number, place: (value: number) => number): Tick[] {
  return Array.from({ length: Math.round((to - from) / 0.05) + 1 }, (_, i) => from + 0.05 * i).map(
    (share) => ({ at: place(share), label: `${Math.round(100 * share)} %` }),
  );
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
