/** What the API takes and answers, as JSON Schemas: they check requests, make the OpenAPI document, and test the answers. */
import { httpStatus } from './api-error.js';
import {
  boolean,
  choice,
  count,
  list,
  number,
  object,
  probability,
  record,
  reference,
  type Schema,
  text,
} from './schema.js';
import type { ServerSettings } from './settings.js';

export type SchemaName =
  | 'Model'
  | 'Error'
  | 'Prediction'
  | 'PredictRequest'
  | 'Predictions'
  | 'ExplainRequest'
  | 'Explanation'
  | 'ExplainAnswer'
  | 'BatchInput'
  | 'BatchLine'
  | 'ModelAnswer'
  | 'Health';

/** The limits that stand in them are those of this server. */
export function apiSchemas(
  settings: Pick<ServerSettings, 'maximumTexts' | 'maximumTextCharacters'>,
): Readonly<Record<SchemaName, Schema>> {
  const review = text('The review. Its length is counted in UTF-16 units.', {
    minLength: 1,
    maxLength: settings.maximumTextCharacters,
  });
  const offset = (what: string): Schema => count(`UTF-16 offset into the text as it was sent: ${what}.`);
  const prediction = {
    label: text('The label.'),
    probability: probability('Probability of that label.'),
    scores: record(probability('Probability of the label.'), 'Probability of each label; their sum is 1.'),
    tokens: object(
      {
        total: count('Tokens of the whole text.'),
        used: count('Tokens that were read.'),
        unknown: count('How many of those are not in the vocabulary.'),
      },
      { description: 'How much of the text was read.' },
    ),
    truncated: { ...boolean, description: 'True when the end of the text was not read.' },
  };
  const model = reference('Model');
  const files = list(
    object({
      path: text('Under /model/, or where it is said.'),
      bytes: count('Size.'),
      sha256: text('SHA-256 of the content.'),
    }),
  );
  const mistake = object({
    code: choice(Object.keys(httpStatus), 'What went wrong, as a stable word.'),
    message: text('What was wrong, the value, the limit, and what to do.'),
  });
  return {
    Model: object(
      {
        name: text('Name of the model.'),
        sha256: text('Identity of the model.', { pattern: '^[0-9a-f]{64}$' }),
      },
      { description: 'Which model answered.' },
    ),
    Error: object({ error: mistake }),
    Prediction: object(prediction),
    PredictRequest: {
      type: 'object',
      description: 'One text, or several.',
      oneOf: [
        object({ text: review }),
        object({ texts: list(review, { minItems: 1, maxItems: settings.maximumTexts }) }),
      ],
    },
    Predictions: object({
      model,
      predictions: list(reference('Prediction'), { description: 'In the order of the texts.' }),
    }),
    ExplainRequest: object(
      {
        text: review,
        curve: {
          ...boolean,
          default: true,
          description: 'Whether to tell the verdict after each part of the text.',
        },
        sentences: { ...boolean, default: true, description: 'Whether to read each sentence alone, too.' },
      },
      { optional: ['curve', 'sentences'] },
    ),
    Explanation: object(
      {
        ...prediction,
        target: text('The label that contributions, curve and sentences speak for.'),
        method: text('How the contributions were found.'),
        logOdds: number('Calibrated log-odds of the target for the text.'),
        baselineLogOdds: number('The same for the text with every word unknown.'),
        words: list(
          object({
            start: offset('where the word begins'),
            end: offset('where it ends'),
            contribution: number('What the word adds to the log-odds of the target.'),
            known: { ...boolean, description: 'Whether it is in the vocabulary.' },
          }),
        ),
        rest: number('What belongs to no word: baselineLogOdds + all contributions + rest = logOdds.'),
        curve: list(
          object({
            end: offset('up to where was read'),
            probability: probability('Of the target, had the text ended there.'),
          }),
        ),
        sentences: list(
          object({
            start: offset('where the sentence begins'),
            end: offset('where it ends'),
            probability: probability('Of the target, the sentence read alone.'),
          }),
        ),
      },
      { optional: ['curve', 'sentences'] },
    ),
    ExplainAnswer: object({ model, explanation: reference('Explanation') }),
    BatchInput: {
      description: 'One line of application/x-ndjson.',
      oneOf: [
        object(
          {
            text: text('The review.'),
            id: { type: ['string', 'number'], description: 'Comes back with the answer.' },
          },
          {
            optional: ['id'],
            additionalProperties: true,
          },
        ),
        text('The review.'),
      ],
    },
    BatchLine: {
      description:
        'One line of application/x-ndjson: a row, or at the end the summary. Without a summary the answer is not whole; an error without a row says why.',
      oneOf: [
        object(
          {
            row: count('From 1.'),
            id: { type: ['string', 'number'] },
            ...prediction,
            replaced: count('Pieces of the text that were not UTF-8, read as U+FFFD; absent without any.'),
          },
          { optional: ['id', 'replaced'] },
        ),
        object(
          { row: count('From 1.'), id: { type: ['string', 'number'] }, error: mistake },
          { optional: ['id', 'row'] },
        ),
        object({
          summary: object({
            rows: count('Rows read.'),
            predicted: count('Rows with a prediction.'),
            failed: count('Rows with an error.'),
            labels: record(count('Rows with this label.'), 'Label -> rows.'),
            model,
          }),
        }),
      ],
    },
    ModelAnswer: object({
      model,
      labels: list(text('A label.')),
      unsureBelow: probability('A label\'s probability below it is shown as "unsure".'),
      needsKey: { ...boolean, description: 'Whether texts are read only for "Authorization: Bearer KEY".' },
      bytes: count("Size of the model folder's files."),
      architecture: { type: 'object', description: 'As in config.json.' },
      limits: object({
        maximumBodyBytes: count('Largest body of a request; a batch has no limit.'),
        maximumTextCharacters: count('Longest text, in UTF-16 units.'),
        maximumTexts: count('Most texts of one request.'),
        maximumTokens: count('Tokens of a text that are read.'),
      }),
      metrics: { type: ['object', 'null'], description: 'metrics.json as it stands.' },
      card: text('README.md of the model, Markdown.'),
      baselines: list(
        object(
          {
            name: text('What it is.'),
            accuracy: probability('On the test reviews.'),
            outsideData: choice(['none', 'yes', 'lexicon'], 'Whether it saw other data.'),
            source: choice(['measured', 'published'], 'Where the figure is from.'),
            note: text('More about it.'),
          },
          { optional: ['note'] },
        ),
      ),
      files,
      device: object(
        {
          model,
          path: choice(['model/', 'device-model/'], 'Where its files are.'),
          files,
          accuracy: {
            type: ['number', 'null'],
            description: 'On the test reviews that its metrics.json records.',
          },
        },
        { description: 'What the page runs in a browser: the model itself, or a smaller one.' },
      ),
    }),
    Health: object({ status: choice(['ok', 'live', 'ready'], 'How it is.') }),
  };
}
