/** Any plain object as a table of names and values: what the model is, its data, its configuration. */
import { integer } from '../figures.js';
import { html, type Markup } from '../html.js';

/** A row for each value; an object inside gives a row for each of its own. Null when nothing is left to show. */
export function factsTable(caption: string, facts: object): Markup | null {
  const rows = flatten(facts, []);
  if (rows.length === 0) return null;
  return html`<div class="card"><table class="facts"><caption class="unseen">${caption}</caption><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row" class="text">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table></div>`;
}

function flatten(facts: object, trail: readonly string[]): [name: string, value: string][] {
  return Object.entries(facts).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const names = [...trail, key];
    if (value === undefined) return [];
    if (Array.isArray(value)) return [[title(names), value.map((item) => text(item, key)).join(', ')]];
    if (typeof value === 'object' && value !== null) return flatten(value, names);
    return [[title(names), text(value, key)]];
  });
}

/** 'hiddenSize' -> 'Hidden size'; what is no name of ours stays as it is. */
function title(names: readonly string[]): string {
  const words = names.map((name) =>
    /^[a-z]+([A-Z0-9][a-z0-9]*)+$/.test(name) && name !== 'sha256'
      ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      : name === 'sha256'
        ? 'SHA-256'
        : name,
  );
  const first = words[0]!;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...words.slice(1)].join(': ');
}

/** A value in words; counts have their thousands apart, a seed stays as it was typed. */
function text(value: unknown, key: string): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return String(Number(value.toPrecision(6)));
    return /seed$/i.test(key) ? String(value) : integer(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
