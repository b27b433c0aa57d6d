/**
 * The model card: README.md of a model folder, with the front matter that Hugging Face reads
 * (https://huggingface.co/docs/hub/model-cards). After Mitchell et al. 2019, "Model Cards for Model Reporting".
 */

export interface ModelCard {
  readonly name: string;
  /** A paragraph: what the model is and does. */
  readonly summary: string;
  /** An identifier of the hub: 'mit'. */
  readonly license: string;
  /** ISO 639-1: 'en'. */
  readonly language: string;
  readonly labels: readonly string[];
  readonly data: {
    readonly name: string;
    readonly description: string;
    readonly url?: string;
    readonly sha256: string;
  };
  /** Number of reviews by what was done with them: { train: 22482, development: 2500, duplicatesDropped: 96 }. */
  readonly split: Readonly<Record<string, number>>;
  readonly command: string;
  readonly seed: number;
  readonly seconds: number;
  readonly configuration: Readonly<Record<string, string | number | boolean>>;
  readonly metrics: readonly CardMetric[];
  readonly baselines: readonly CardBaseline[];
  readonly limits: readonly string[];
}

export interface CardMetric {
  /** An identifier of the hub: 'accuracy', 'f1', 'roc_auc'. */
  readonly name: string;
  readonly value: number;
  /** 95 % interval. */
  readonly interval?: readonly [number, number];
  /** Which reviews: 'test (25,000 reviews)'. */
  readonly on: string;
}

export interface CardBaseline {
  readonly model: string;
  readonly accuracy: number;
  readonly source: string;
}

/** The text of README.md. */
export function renderModelCard(card: ModelCard): string {
  return [frontMatter(card), body(card)].join('\n');
}

/** YAML; every text is written as JSON, which YAML 1.2 contains. */
function frontMatter(card: ModelCard): string {
  const text = (value: string): string => JSON.stringify(value);
  const metrics = card.metrics.flatMap((metric) => [
    `          - type: ${text(metric.name)}`,
    `            name: ${text(`${metric.name}, ${metric.on}`)}`,
    `            value: ${metric.value}`,
  ]);
  const index = [
    'model-index:',
    `  - name: ${text(card.name)}`,
    '    results:',
    '      - task:',
    '          type: text-classification',
    '        dataset:',
    `          name: ${text(card.data.name)}`,
    `          type: ${text(card.data.name)}`,
    '        metrics:',
    ...metrics,
  ];
  return [
    '---',
    `language: ${text(card.language)}`,
    `license: ${text(card.license)}`,
    'library_name: transformers.js',
    'pipeline_tag: text-classification',
    'tags:',
    ...['sentiment', 'lstm', 'onnx', 'reelsense'].map((tag) => `  - ${tag}`),
    ...(card.metrics.length === 0 ? [] : index),
    '---',
    '',
  ].join('\n');
}

function body(card: ModelCard): string {
  const { data } = card;
  const link = data.url === undefined ? data.name : `[${data.name}](${data.url})`;
  const metricRows = card.metrics.map(({ name, value, interval, on }) => [
    name,
    number(value),
    interval === undefined ? '' : `${number(interval[0])} to ${number(interval[1])}`,
    on,
  ]);
  const baselineRows = card.baselines.map(({ model, accuracy, source }) => [model, number(accuracy), source]);
  return [
    `# ${card.name}`,
    card.summary,
    `Labels, in the order of the logits: ${card.labels.map((label) => `\`${label}\``).join(', ')}.`,
    '## Data',
    `${link}: ${data.description} SHA-256 \`${data.sha256}\`.`,
    table(
      ['reviews', 'count'],
      Object.entries(card.split).map(([name, count]) => [name, String(count)]),
    ),
    '## Training',
    `Seed ${card.seed}, ${duration(card.seconds)}, by this command:`,
    `\`\`\`sh\n${card.command}\n\`\`\``,
    table(
      ['setting', 'value'],
      Object.entries(card.configuration).map(([name, value]) => [name, String(value)]),
    ),
    '## Measured',
    metricRows.length === 0
      ? 'Nothing was measured on reviews kept apart.'
      : table(['metric', 'value', '95 % interval', 'on'], metricRows),
    ...(baselineRows.length === 0
      ? []
      : ['## Beside other models', table(['model', 'accuracy', 'source'], baselineRows)]),
    '## Limits',
    card.limits.map((limit) => `- ${limit}`).join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** At most four places after the point, none that are zero. */
function number(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 120) return `${whole} ${whole === 1 ? 'second' : 'seconds'}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours ${minutes % 60} minutes`;
}
