/** Puts an explanation together: contributions of the words, the curve of the verdict, and the sentences. */
import type { Encoding, Tokenizer, TokenSpan } from '../../text/index.js';
import { sentencesOf, UNKNOWN_ID } from '../../text/index.js';
import type { BatchScorer } from '../batch-scorer.js';
import type { Prediction } from '../prediction.js';
import type { Attribution } from './attribution.js';
import {
  type CurvePoint,
  type ExplainOptions,
  type Explanation,
  explanationMethod,
  type SentenceScore,
} from './explanation.js';

/** Points of a curve at most, and at least (of texts so long), and the ids of all its prefixes together between the two. */
const curve = { maximumPoints: 64, minimumPoints: 16, ids: 6_000 };

export interface ExplainerParts {
  readonly tokenizer: Tokenizer;
  readonly scorer: BatchScorer;
  readonly labels: readonly string[];
  readonly attribution: Attribution;
  readonly decide: (scores: readonly number[], encoding: Encoding) => Prediction;
}

export type EncodedText = Encoding & { readonly spans: readonly TokenSpan[] };

export class Explainer {
  constructor(private readonly parts: ExplainerParts) {}

  /** @param encoding of `text`, one token at least */
  async explain(text: string, encoding: EncodedText, options: ExplainOptions): Promise<Explanation> {
    const { attribution, scorer, labels, decide } = this.parts;
    const { ids, spans } = encoding;
    const baseline = ids.map((id, t) => (t === 0 ? id : UNKNOWN_ID));
    const [scores, baselineScores] = (await scorer.score([ids, baseline])) as [number[], number[]];
    const target = labels.length === 2 ? 1 : scores.indexOf(Math.max(...scores));
    const contributions = await attribution.contributions(ids, baseline, target);
    const logOdds = logOddsOf(scores, target);
    const baselineLogOdds = logOddsOf(baselineScores, target);
    const words = spans.map(({ start, end }, i) => ({
      start,
      end,
      contribution: contributions[i + 1]!, // after the start token, which stands in the baseline too
      known: ids[i + 1] !== UNKNOWN_ID,
    }));
    const explained = words.reduce((sum, { contribution }) => sum + contribution, baselineLogOdds);
    return {
      ...decide(scores, encoding),
      target: labels[target]!,
      method: explanationMethod,
      logOdds,
      baselineLogOdds,
      words,
      rest: logOdds - explained,
      ...(options.curve === false ? {} : { curve: await this.curve(encoding, target) }),
      ...(options.sentences === false ? {} : { sentences: await this.sentences(text, encoding, target) }),
    };
  }

  /** The verdict on the text up to some of its words, the last one among them. */
  private async curve({ ids, spans }: EncodedText, target: number): Promise<CurvePoint[]> {
    const ends = curveEnds(spans.length);
    const scores = await this.parts.scorer.score(ends.map((words) => ids.subarray(0, words + 1)));
    return ends.map((words, i) => ({ end: spans[words - 1]!.end, probability: scores[i]![target]! }));
  }

  private async sentences(text: string, { spans }: EncodedText, target: number): Promise<SentenceScore[]> {
    const { tokenizer, scorer } = this.parts;
    const found = sentencesOf(text, spans.at(-1)!.end).flatMap((sentence) => {
      const { ids, total } = tokenizer.encode(text.slice(sentence.start, sentence.end));
      return total === 0 ? [] : [{ sentence, ids }];
    });
    const scores = await scorer.score(found.map(({ ids }) => ids));
    return found.map(({ sentence }, i) => ({ ...sentence, probability: scores[i]![target]! }));
  }
}

/** Numbers of words at which the curve has a point: spread evenly, the last is all `words`. */
export function curveEnds(words: number): number[] {
  const affordable = Math.floor(curve.ids / ((words + 1) / 2));
  const count = Math.min(words, Math.max(curve.minimumPoints, Math.min(curve.maximumPoints, affordable)));
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * words) / count));
}

/** log(p / (1 - p)), finite also where a probability is rounded to 0 or 1. */
function logOddsOf(scores: readonly number[], target: number): number {
  const others = scores.reduce((sum, score, label) => (label === target ? sum : sum + score), 0);
  return Math.log(Math.max(scores[target]!, Number.MIN_VALUE)) - Math.log(Math.max(others, Number.MIN_VALUE));
}
