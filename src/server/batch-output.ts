/** The answer of `POST /api/v1/batch`, written as it comes: JSON lines with a summary, or CSV. */
import type { Prediction } from '../prediction/index.js';
import { csvLine } from '../tables/index.js';
import type { ApiErrorCode } from './api-error.js';
import type { ServedModel } from './served-model.js';

export interface BatchResult {
  readonly row: number;
  readonly id?: string | number | undefined;
  readonly prediction?: Prediction;
  /** How many pieces of the text were not UTF-8, where some were. */
  readonly replaced?: number | undefined;
  readonly error?: { readonly code: ApiErrorCode; readonly message: string };
}

/** Counts rows as it writes them. */
export interface BatchWriter {
  readonly type: string;
  begin(): string;
  row(result: BatchResult): string;
  /** When all rows are written. */
  end(): string;
  /** Why there is no end; undefined where the format has no words for it, and the connection must break instead. */
  failure(error: { readonly code: ApiErrorCode; readonly message: string }): string | undefined;
}

export function ndjsonWriter({ name, sha256, labels }: ServedModel): BatchWriter {
  let [rows, predicted] = [0, 0];
  const counts = new Map(labels.map((label) => [label, 0]));
  return {
    type: 'application/x-ndjson; charset=utf-8',
    begin: () => '',
    row({ row, id, prediction, replaced, error }) {
      rows++;
      if (prediction !== undefined) {
        predicted++;
        counts.set(prediction.label, (counts.get(prediction.label) ?? 0) + 1);
      }
      const place = id === undefined ? { row } : { row, id };
      return `${JSON.stringify(prediction === undefined ? { ...place, error } : { ...place, ...prediction, replaced })}\n`;
    },
    end() {
      const model = { name, sha256 };
      const summary = {
        rows,
        predicted,
        failed: rows - predicted,
        labels: Object.fromEntries(counts),
        model,
      };
      return `${JSON.stringify({ summary })}\n`;
    },
    failure: (error) => `${JSON.stringify({ error })}\n`,
  };
}

/** Columns: row, id, label, probability, one for the score of each label, tokens, unknown, truncated, replaced, error. */
export function csvWriter({ labels }: ServedModel): BatchWriter {
  return {
    type: 'text/csv; charset=utf-8; header=present',
    begin: () =>
      csvLine([
        'row',
        'id',
        'label',
        'probability',
        ...labels.map((label) => `score ${label}`),
        'tokens',
        'unknown',
        'truncated',
        'replaced',
        'error',
      ]),
    row({ row, id = '', prediction, replaced = '', error }) {
      if (prediction === undefined) {
        const empty = Array.from({ length: labels.length + 6 }, () => '');
        return csvLine([row, id, ...empty, error === undefined ? '' : `${error.code}: ${error.message}`]);
      }
      const { label, probability, scores, tokens, truncated } = prediction;
      const figures = labels.map((name) => scores[name] ?? Number.NaN);
      return csvLine([
        row,
        id,
        label,
        probability,
        ...figures,
        tokens.total,
        tokens.unknown,
        String(truncated),
        replaced,
        '',
      ]);
    },
    end: () => '',
    failure: () => undefined,
  };
}
