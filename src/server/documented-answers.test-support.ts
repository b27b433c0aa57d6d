/** Holds answers of the server against /openapi.json: is the status documented, and is the body as its schema says? */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { InjectedAnswer, InjectedRequest } from './create-server.js';
import { type OpenApiDocument, openApiDocument } from './openapi.js';
import type { Schema } from './schema.js';
import type { ServerSettings } from './settings.js';

/** What every address may answer whatever it is asked: a fault of ours, a method or an address that is none. */
const everywhere = new Set(['404', '405', '499', '500']);

/** 'post /api/v1/predict 200' of every answer that was checked in this process. */
export const seenAnswers = new Set<string>();

export class DocumentedAnswers {
  readonly document: OpenApiDocument;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(settings: ServerSettings) {
    this.document = openApiDocument(settings, '0.0.0');
    this.ajv.addSchema({ $id: 'reelsense', ...this.document });
  }

  /** Throws an Error that says what is not as documented. Addresses that the document leaves out, such as pages, are not checked. */
  check(request: Pick<InjectedRequest, 'method' | 'url'>, answer: InjectedAnswer): void {
    const path = this.pathOf(request.url.split('?', 1)[0]!);
    const method = request.method.toLowerCase();
    const operation = path === undefined ? undefined : this.document.paths[path]?.[method];
    if (operation === undefined) return;
    const status = String(answer.statusCode);
    const name = `${method} ${path} ${status}`;
    const response = operation.responses[status];
    if (response === undefined) {
      if (everywhere.has(status)) return;
      throw new Error(`${name} is not documented: ${answer.body.slice(0, 200)}`);
    }
    seenAnswers.add(name);
    const type = String(answer.headers['content-type'] ?? '').split(';', 1)[0]!;
    if (Object.keys(response.content).length === 0) {
      if (answer.body !== '') throw new Error(`${name} has a body, which is not documented.`);
      return;
    }
    const schema = response.content[type]?.schema;
    if (schema === undefined) throw new Error(`${name} is of the type ${type}, which is not documented.`);
    const values =
      type === 'application/json'
        ? [JSON.parse(answer.body)]
        : type === 'application/x-ndjson'
          ? answer.body
              .trimEnd()
              .split('\n')
              .map((line): unknown => JSON.parse(line))
          : [answer.body];
    for (const value of values) this.validate(schema, value, name);
  }

  private validate(schema: Schema, value: unknown, name: string): void {
    const { $ref } = schema;
    // Found compiled: a batch has thousands of lines.
    const check =
      typeof $ref === 'string' ? this.ajv.getSchema(`reelsense${$ref}`) : this.ajv.compile(schema);
    if (check?.(value) === true) return;
    const problem = this.ajv.errorsText(check?.errors);
    throw new Error(`${name} is not as documented: ${problem} in ${JSON.stringify(value).slice(0, 300)}`);
  }

  private pathOf(path: string): string | undefined {
    if (path.startsWith('/model/')) return '/model/{path}';
    if (path.startsWith('/device-model/')) return '/device-model/{path}';
    return Object.hasOwn(this.document.paths, path) ? path : undefined;
  }
}
