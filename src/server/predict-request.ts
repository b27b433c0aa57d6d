/**
 * The bodies of `POST /api/v1/predict` and `/explain` -> what to read. Checked by hand in the handler, so that no odd Content-Type or
 * prototype can go round it; the caps come in the order bytes (before), number of texts, characters.
 */
import type { ExplainOptions } from '../prediction/index.js';
import { RequestError } from './api-error.js';

export interface TextLimits {
  readonly maximumTexts: number;
  readonly maximumTextCharacters: number;
}

const explainUsage = 'Send {"text": "..."}, and "curve" or "sentences" as true or false.';
const usage = 'Send {"text": "..."} for one text or {"texts": ["...", "..."]} for several.';

/**
 * @param body whatever JSON the client sent
 * @throws RequestError 'invalid-request', 'wrong-type', 'too-many-texts', 'empty-text' or 'text-too-long'
 */
export function textsOf(body: unknown, limits: TextLimits): readonly string[] {
  const fields = fieldsOf(body, ['text', 'texts'], usage);
  if (fields.size !== 1) {
    const what = fields.size === 0 ? 'neither "text" nor "texts"' : 'both "text" and "texts"';
    throw new RequestError('invalid-request', `The body has ${what}. ${usage}`);
  }
  if (fields.has('text')) return [checkText(fields.get('text'), 'The text', limits)];
  const texts = fields.get('texts');
  if (!Array.isArray(texts)) {
    throw new RequestError('wrong-type', `"texts" is ${kindOf(texts)}; it must be a list of texts.`);
  }
  if (texts.length === 0) {
    throw new RequestError('invalid-request', '"texts" is an empty list. Give at least one text.');
  }
  if (texts.length > limits.maximumTexts) {
    throw new RequestError(
      'too-many-texts',
      `"texts" has ${count(texts.length)} texts; the limit is ${count(limits.maximumTexts)} a request. Send several requests.`,
    );
  }
  return texts.map((text: unknown, index) => checkText(text, `texts[${index}]`, limits));
}

/** @throws RequestError as {@link textsOf} */
export function explainRequestOf(
  body: unknown,
  limits: TextLimits,
): { text: string; options: ExplainOptions } {
  const fields = fieldsOf(body, ['text', 'curve', 'sentences'], explainUsage);
  if (!fields.has('text'))
    throw new RequestError('invalid-request', `The body has no "text". ${explainUsage}`);
  const choice = (name: string): boolean => {
    const value = fields.has(name) ? fields.get(name) : true;
    if (typeof value === 'boolean') return value;
    throw new RequestError('wrong-type', `"${name}" is ${kindOf(value)}; it must be true or false.`);
  };
  const options = { curve: choice('curve'), sentences: choice('sentences') };
  return { text: checkText(fields.get('text'), 'The text', limits), options };
}

function fieldsOf(body: unknown, names: readonly string[], remedy: string): Map<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RequestError('invalid-request', `The body is ${kindOf(body)}, not a JSON object. ${remedy}`);
  }
  const fields = new Map<string, unknown>(Object.entries(body)); // own fields only: `__proto__` is a name like any other
  const stranger = [...fields.keys()].find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new RequestError('invalid-request', `The body has the unknown field ${quote(stranger)}. ${remedy}`);
  }
  return fields;
}

/** @param name how the message calls the text */
export function checkText(text: unknown, name: string, { maximumTextCharacters }: TextLimits): string {
  if (typeof text !== 'string') {
    throw new RequestError('wrong-type', `${name} is ${kindOf(text)}; it must be a string.`);
  }
  if (text.length > maximumTextCharacters) {
    throw new RequestError(
      'text-too-long',
      `${name} has ${count(text.length)} characters; the limit is ${count(maximumTextCharacters)}. Shorten it, or send it in parts.`,
    );
  }
  if (!/\S/.test(text)) {
    throw new RequestError('empty-text', `${name} is empty. Write a word or more.`);
  }
  return text;
}

/** Says what a value is without writing it out: it may be deep or large. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? 'a string' : 'a number';
}

function quote(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}...` : name);
}

function count(value: number): string {
  return value.toLocaleString('en');
}
