/**
 * JSON Schemas (2020-12, as OpenAPI 3.1 takes them) in few words. Every property of an object is required unless it is named
 * optional, and nothing else may stand in it.
 */

export type Schema = Readonly<Record<string, unknown>>;

export const boolean: Schema = { type: 'boolean' };

export function text(description: string, more: Schema = {}): Schema {
  return { type: 'string', description, ...more };
}

export function number(description: string, more: Schema = {}): Schema {
  return { type: 'number', description, ...more };
}

export function count(description: string, more: Schema = {}): Schema {
  return { type: 'integer', minimum: 0, description, ...more };
}

export function probability(description: string): Schema {
  return number(description, { minimum: 0, maximum: 1 });
}

export function choice(values: readonly (string | number)[], description: string): Schema {
  return { enum: values, description };
}

export function list(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', items, ...more };
}

/** An object whose every value is alike, under names that are not known before. */
export function record(values: Schema, description: string): Schema {
  return { type: 'object', additionalProperties: values, description };
}

export function object(
  properties: Readonly<Record<string, Schema>>,
  { optional = [], ...more }: { readonly optional?: readonly string[] } & Schema = {},
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false, ...more };
}

/** A schema of the document's components. */
export function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
