/** The API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0), made from the table of endpoints and the schemas. */
import { type ApiErrorCode, httpStatus } from './api-error.js';
import { apiSchemas } from './api-schemas.js';
import { type Content, type Endpoint, endpoints } from './endpoints.js';
import { reference, type Schema } from './schema.js';
import type { ServerSettings } from './settings.js';

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Schema[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Readonly<Record<string, Response>>;
  readonly security?: readonly Schema[];
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly [{ readonly url: string }];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, Schema>>;
  };
}

/** @param version of the package */
export function openApiDocument(settings: ServerSettings, version: string): OpenApiDocument {
  const withKeys = settings.apiKeys !== '';
  const paths: Record<string, Record<string, Operation>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint, settings) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reelsense',
      version,
      description:
        'How a review reads, and why. Every answer names the model that gave it; every mistake is {"error": {"code", "message"}}.',
    },
    servers: [{ url: '.' }], // from the document's own address: under whatever path a proxy serves it
    paths,
    components: {
      schemas: apiSchemas(settings),
      ...(withKeys ? { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } : {}),
    },
  };
}

function operation(endpoint: Endpoint, settings: ServerSettings): Operation {
  const withKeys = settings.apiKeys !== '';
  const { operationId, summary, group, parameters, request, success, notModified, errors } = endpoint;
  const possible = errors.filter((code) => code !== 'unauthorized' || withKeys);
  const responses: Record<string, Response> = {
    200: {
      description: success.description,
      ...headersOf(success.headers),
      content: content(success.content),
    },
    ...(notModified === true ? { 304: { description: 'The client has it already.', content: {} } } : {}),
  };
  for (const status of new Set(possible.map((code) => httpStatus[code]))) {
    responses[status] = mistakes(possible.filter((code) => httpStatus[code] === status));
  }
  return {
    operationId,
    summary,
    ...descriptionOf(endpoint, settings),
    tags: [group],
    ...(parameters === undefined
      ? {}
      : { parameters: parameters.map((parameter) => ({ ...parameter, schema: { type: 'string' } })) }),
    ...(request === undefined ? {} : { requestBody: { required: true, content: content(request) } }),
    responses,
    ...(withKeys && endpoint.protected ? { security: [{ key: [] }] } : {}),
  };
}

function descriptionOf({ description }: Endpoint, settings: ServerSettings): Pick<Operation, 'description'> {
  if (description === undefined) return {};
  return { description: typeof description === 'string' ? description : description(settings) };
}

function headersOf(headers: Endpoint['success']['headers']): Pick<Response, 'headers'> {
  if (headers === undefined) return {};
  const entries = Object.entries(headers).map(([name, description]) => [
    name,
    { schema: { type: 'string' }, description },
  ]);
  return { headers: Object.fromEntries(entries) };
}

const comesAgain = new Set<ApiErrorCode>(['busy', 'stopping', 'timed-out', 'not-ready']);

function mistakes(codes: readonly ApiErrorCode[]): Response {
  const headers = codes.some((code) => comesAgain.has(code))
    ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } } }
    : {};
  return { description: codes.join(', '), ...headers, content: content({ 'application/json': 'Error' }) };
}

function content(types: Content): Record<string, { schema: Schema }> {
  return Object.fromEntries(
    Object.entries(types).map(([type, name]) => [
      type,
      {
        schema:
          name !== 'text'
            ? reference(name)
            : type === 'application/json'
              ? { type: 'object' }
              : { type: 'string' },
      },
    ]),
  );
}
