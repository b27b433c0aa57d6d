/** Why: each word in the colour of its contribution, the words that counted most, and what the figures add up to. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Explanation } from '../api/index.js';
import { Card } from '../components/index.js';
import { counted, percent, signed } from '../format.js';
import { meaningOf, probabilityOf, strongest, sumOfWords } from '../reading/explanation-figures.js';
import { methodOf } from './methods.js';
import { WordText, type WordTextProps } from './word-text.js';

export interface WhyCardProps extends WordTextProps {
  /** True while a newer text is being explained. */
  readonly waiting: boolean;
}

const SHOWN_WORDS = 5;

export function WhyCard({ waiting, ...words }: WhyCardProps): JSX.Element {
  const { text, explanation, onActive } = words;
  const { target } = explanation;
  // Hundreds of rows, which need not be compared at every key.
  const details = useMemo(
    () => (
      <>
        <Sum explanation={explanation} />
        <WordTable text={text} explanation={explanation} />
      </>
    ),
    [text, explanation],
  );
  return (
    <Card
      title="Why"
      class={waiting ? 'why waiting' : 'why'}
      lead={
        <>
          What each word adds to <b>{target}</b> or takes from it. Point at a word, or use the arrow keys.
        </>
      }
      actions={
        <ul class="key" aria-label="Colours">
          <li class="against">against</li>
          <li class="for">for {target}</li>
        </ul>
      }
    >
      <WordText {...words} />
      <div class="strongest">
        {([1, -1] as const).map((sign) => (
          <StrongestWords
            key={sign}
            title={`${sign > 0 ? 'For' : 'Against'} ${target}`}
            sign={sign}
            words={strongest(explanation, text, sign, SHOWN_WORDS)}
            onActive={onActive}
          />
        ))}
      </div>
      {details}
    </Card>
  );
}

interface StrongestWordsProps {
  readonly title: string;
  readonly sign: 1 | -1;
  readonly words: ReturnType<typeof strongest>;
  readonly onActive: WordTextProps['onActive'];
}

function StrongestWords({ title, sign, words, onActive }: StrongestWordsProps): JSX.Element {
  return (
    <div>
      <h3>{title}</h3>
      {words.length === 0 ? (
        <p class="note">No word to speak of.</p>
      ) : (
        <ol class={sign > 0 ? 'for' : 'against'}>
          {words.map(({ word, contribution, indices }) => (
            <li
              key={word}
              onPointerEnter={() => onActive(indices[0])}
              onPointerLeave={() => onActive(undefined)}
            >
              <span>
                <bdi>{word}</bdi>
                {indices.length > 1 ? <span class="muted"> × {indices.length}</span> : null}
              </span>
              <b>{signed(contribution)}</b>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** baseline + words + rest = log-odds -> probability */
function Sum({ explanation }: { readonly explanation: Explanation }): JSX.Element {
  const { baselineLogOdds, logOdds, rest, target, words, method } = explanation;
  const { name, sentence } = methodOf(method);
  return (
    <details class="sum">
      <summary>
        How the figures add up: <span class="nowrap">{signed(logOdds)} in all</span>,{' '}
        <span class="nowrap">{percent(probabilityOf(logOdds))}</span> {target}
      </summary>
      <dl class="equation">
        <Term name="no word known" value={baselineLogOdds} />
        <Term
          name={counted(words.length, 'word or mark', 'words and marks')}
          value={sumOfWords(explanation)}
          sign="+"
        />
        <Term name="no word's own" value={rest} sign="+" />
        <Term name="log-odds" value={logOdds} sign="=" />
      </dl>
      <p class="note">
        {meaningOf(explanation)} The sum as a probability is {percent(probabilityOf(logOdds))}.
      </p>
      <p class="note">
        <b>Method: {name}.</b> {sentence}
      </p>
    </details>
  );
}

function Term({
  name,
  value,
  sign,
}: {
  readonly name: string;
  readonly value: number;
  readonly sign?: string;
}): JSX.Element {
  return (
    <div>
      {sign === undefined ? null : (
        <span class="operator" aria-hidden="true">
          {sign}
        </span>
      )}
      <dt>{name}</dt>
      <dd>{signed(value)}</dd>
    </div>
  );
}

function WordTable({
  text,
  explanation,
}: {
  readonly text: string;
  readonly explanation: Explanation;
}): JSX.Element {
  return (
    <details class="word-table">
      <summary>All words as a table</summary>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Word</th>
              <th scope="col" class="number">
                Contribution to {explanation.target}
              </th>
              <th scope="col">Known</th>
            </tr>
          </thead>
          <tbody>
            {explanation.words.map(({ start, end, contribution, known }) => (
              <tr key={start}>
                <th scope="row">{text.slice(start, end)}</th>
                <td class="number">{signed(contribution, 3)}</td>
                <td>{known ? 'yes' : 'no'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
