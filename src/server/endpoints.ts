/** Every address of the server in one table: what it takes, what it answers. Routes, `Allow`, metrics and the document use it. */
import type { ApiErrorCode } from './api-error.js';
import type { SchemaName } from './api-schemas.js';
import type { ServerSettings } from './settings.js';

export type Content = Readonly<Record<string, SchemaName | 'text'>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly description: string;
  readonly required: boolean;
}

export interface Endpoint {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it: '/model/{path}'. */
  readonly path: string;
  /** What generated clients call it: never changed, or their users' programs break. */
  readonly operationId: string;
  readonly group: 'Reviews' | 'Model' | 'Operation';
  readonly summary: string;
  /** Where it names a limit, of the settings. */
  readonly description?: string | ((settings: ServerSettings) => string);
  readonly parameters?: readonly Parameter[];
  readonly request?: Content;
  readonly success: {
    readonly description: string;
    /** Name -> what it says. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly content: Content;
  };
  /** Whether a client that has the answer already is told so with 304. */
  readonly notModified?: true;
  /** What can go wrong, beside a fault of the server itself (500), which can everywhere. */
  readonly errors: readonly ApiErrorCode[];
  /** Whether a key is asked for, when keys are configured. */
  readonly protected: boolean;
}

const ndjson = 'application/x-ndjson';
/** Of every request with a body that is read before it is answered. */
const bodyErrors: readonly ApiErrorCode[] = [
  'body-too-large',
  'unsupported-media-type',
  'client-too-slow',
  'unauthorized',
];
const servedErrors: readonly ApiErrorCode[] = [
  'busy',
  'stopping',
  'timed-out',
  'worker-lost',
  'internal-error',
];
const textErrors: readonly ApiErrorCode[] = [
  'malformed-json',
  'invalid-request',
  'wrong-type',
  'empty-text',
  'text-too-long',
];

function bodyLimit({ maximumBodyBytes }: ServerSettings): string {
  return `The body has at most ${maximumBodyBytes.toLocaleString('en')} bytes.`;
}

export const endpoints: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/api/v1/predict',
    operationId: 'predict',
    group: 'Reviews',
    summary: 'How texts read',
    description: (settings) =>
      `One text or several, answered together. Requests that arrive together are run together. ${bodyLimit(settings)} Send more with /api/v1/batch.`,
    request: { 'application/json': 'PredictRequest' },
    success: { description: 'A prediction for each text.', content: { 'application/json': 'Predictions' } },
    errors: [...textErrors, 'too-many-texts', ...bodyErrors, ...servedErrors],
    protected: true,
  },
  {
    method: 'post',
    path: '/api/v1/explain',
    operationId: 'explain',
    group: 'Reviews',
    summary: 'Why a text reads as it does',
    description: (settings) =>
      `What each word contributed, the verdict as the text is read on, and each sentence alone. ${bodyLimit(settings)}`,
    request: { 'application/json': 'ExplainRequest' },
    success: {
      description: 'The prediction and its reasons.',
      content: { 'application/json': 'ExplainAnswer' },
    },
    errors: [...textErrors, ...bodyErrors, ...servedErrors],
    protected: true,
  },
  {
    method: 'post',
    path: '/api/v1/batch',
    operationId: 'batch',
    group: 'Reviews',
    summary: 'Any number of texts, streamed in and out',
    description:
      'Rows are answered in their order, with their `id` where they have one, while the body still arrives, in memory that does not grow with it. A row that fails is answered with its error and the next follows. Answered as JSON lines, whose last line is the summary: without it the answer is not whole. Or as CSV with "Accept: text/csv", which has no summary: an answer that is not whole breaks off. In CSV an id or label that begins with = + - or @ gets an apostrophe before it, unless it is a number, so that no spreadsheet runs it; as JSON it comes back unchanged. A client that does not read while it sends, as fetch() in browsers, sends parts of at most some thousand rows.',
    parameters: [
      {
        name: 'textColumn',
        in: 'query',
        required: false,
        description: 'Column of the text in a table; else one of the usual names.',
      },
    ],
    request: {
      [ndjson]: 'BatchInput',
      'text/csv': 'text',
      'text/tab-separated-values': 'text',
      'text/plain': 'text',
    },
    success: {
      description: 'A line for each row; of JSON lines the summary last.',
      headers: {
        'X-Reelsense-Model': 'Name of the model that answers, percent-encoded.',
        'X-Reelsense-Model-Sha256': 'Its identity.',
      },
      content: { [ndjson]: 'BatchLine', 'text/csv': 'text' },
    },
    errors: [
      'damaged-data',
      'missing-column',
      'unsupported-media-type',
      'unauthorized',
      'busy',
      'stopping',
      'client-too-slow',
    ],
    protected: true,
  },
  {
    method: 'get',
    path: '/api/v1/model',
    operationId: 'getModel',
    group: 'Model',
    summary: 'What the model is, and how good',
    success: {
      description: 'Labels, limits, figures, card, files.',
      content: { 'application/json': 'ModelAnswer' },
    },
    errors: ['stopping'],
    protected: false,
  },
  fileEndpoint(
    '/model/{path}',
    'getModelFile',
    "A file of the model's folder",
    'For running the model elsewhere.',
  ),
  fileEndpoint(
    '/device-model/{path}',
    'getDeviceModelFile',
    'A file of the model for browsers',
    'Where the page on a device runs another, smaller model than the server (`device` of /api/v1/model).',
  ),
  {
    method: 'get',
    path: '/healthz',
    operationId: 'getHealth',
    group: 'Operation',
    summary: 'Whether the server takes requests',
    success: { description: 'It does.', content: { 'application/json': 'Health' } },
    errors: ['stopping'],
    protected: false,
  },
  {
    method: 'get',
    path: '/healthz/live',
    operationId: 'getLiveness',
    group: 'Operation',
    summary: 'Whether the process answers at all; while it stops, too',
    success: { description: 'It does.', content: { 'application/json': 'Health' } },
    errors: [],
    protected: false,
  },
  {
    method: 'get',
    path: '/healthz/ready',
    operationId: 'getReadiness',
    group: 'Operation',
    summary:
      'Whether to send requests here: a thread with the model runs, the queue has room, the server is not stopping',
    success: { description: 'Yes.', content: { 'application/json': 'Health' } },
    errors: ['not-ready'],
    protected: false,
  },
  {
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    group: 'Operation',
    summary: 'Counters for Prometheus',
    success: { description: 'Text in the Prometheus format 0.0.4.', content: { 'text/plain': 'text' } },
    errors: ['unauthorized', 'stopping'],
    protected: true,
  },
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    group: 'Operation',
    summary: 'This description, as OpenAPI 3.1',
    success: { description: 'The document.', content: { 'application/json': 'text' } },
    errors: ['stopping'],
    protected: false,
  },
  {
    method: 'get',
    path: '/docs',
    operationId: 'getDocs',
    group: 'Operation',
    summary: 'This description, for people',
    success: { description: 'A page.', content: { 'text/html': 'text' } },
    errors: ['stopping'],
    protected: false,
  },
];

function fileEndpoint(path: string, operationId: string, summary: string, purpose: string): Endpoint {
  return {
    method: 'get',
    path,
    operationId,
    group: 'Model',
    summary,
    description: `${purpose} The ETag is the SHA-256; with ?v=<sha256 of the model> it may be kept for good.`,
    parameters: [
      { name: 'path', in: 'path', required: true, description: 'A file of the manifest, or manifest.json.' },
    ],
    success: {
      description: 'The file.',
      content: { 'application/octet-stream': 'text', 'application/json': 'text', 'text/markdown': 'text' },
    },
    notModified: true,
    errors: ['not-found', 'stopping'],
    protected: false,
  };
}
