/** One row of the table: its label and figures, or why it failed; a link to Analyse over the whole of it. */
import type { JSX } from 'preact';
import { count, percent } from '../format.js';
import { verdictOf } from '../reading/verdict.js';
import { toneClass } from '../tone.js';
import type { Results } from './results.js';

/** Pixels. */
export const ROW_HEIGHT = 44;
const SHOWN_CHARACTERS = 240;
/** Addresses longer than this do not open everywhere. */
const ADDRESS_CHARACTERS = 1_000_000;

export interface TableRowProps {
  readonly results: Results;
  readonly row: number;
  /** In the order shown, from 0. */
  readonly place: number;
}

export function TableRow({ results, row, place }: TableRowProps): JSX.Element {
  const { labels, unsureBelow, failures } = results;
  const index = results.labelOf(row);
  const text = results.text(row);
  const failure = failures.get(row);
  const probability = results.probability(row);
  const verdict =
    index < 0 ? undefined : verdictOf({ label: labels[index]!, probability }, labels, unsureBelow);
  const shown = text === undefined ? undefined : text.slice(0, SHOWN_CHARACTERS).replace(/\s+/g, ' ');
  const address = text === undefined ? undefined : addressOf(text);
  return (
    <tr aria-rowindex={place + 2} class={place % 2 === 1 ? 'many-row odd' : 'many-row'}>
      <td class="column-row">{count(row + 1)}</td>
      <td class={`column-label ${toneClass(verdict?.tone)} ${failure === undefined ? '' : 'failed'}`}>
        {verdict?.name ?? 'Failed'}
        {verdict?.unsure === true ? <span class="unseen">, leans to {verdict.label}</span> : null}
      </td>
      <td class="column-probability">{verdict === undefined ? '' : percent(results.shown(row))}</td>
      <td class="column-length">
        {verdict === undefined ? '' : count(results.tokensOf(row))}
        {results.isTruncated(row) ? (
          <abbr title="Longer than the model reads: its end was not read"> cut</abbr>
        ) : null}
      </td>
      <td class="column-text" dir="auto">
        {failure === undefined ? null : <em>{failure.message} </em>}
        {address === undefined ? (
          (shown ?? (failure === undefined ? '(text not kept)' : ''))
        ) : (
          <a href={address} target="_blank" rel="noopener">
            {shown === '' ? '(empty)' : shown}
          </a>
        )}
      </td>
    </tr>
  );
}

function addressOf(text: string): string | undefined {
  if (text.length > ADDRESS_CHARACTERS || text.trim() === '') return undefined;
  try {
    return `./#text=${encodeURIComponent(text)}`;
  } catch {
    return undefined; // half of a surrogate pair has no address
  }
}
