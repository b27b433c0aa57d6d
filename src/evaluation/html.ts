/** Building HTML and SVG text so that escaping is the default: only what this tag made goes in as it stands. */

/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template may hold; nothing is written for null. */
export type Content = string | number | Markup | null | readonly Content[];

/** A template whose values are escaped unless they are {@link Markup}; attribute values must stand in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.reduce((text, part, i) => text + written(values[i - 1]!) + part));
}

function written(value: Content): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(written).join('');
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** Text made safe between tags and inside quoted attributes; control characters become U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']|(?![\t\n])\p{Cc}/gu, (found) => entities.get(found) ?? '\ufffd');
}
