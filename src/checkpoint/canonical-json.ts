/** JSON with one spelling: keys sorted, two spaces, a line break at the end, so that equal values have equal bytes. */

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The canonical text of `value`.
 * @throws Error when something in it does not survive JSON (undefined, NaN, Infinity, a typed array, ...); `what` names it.
 */
export function canonicalJson(value: unknown, what = 'value'): string {
  return `${JSON.stringify(sortKeys(value, what), undefined, 2)}\n`;
}

/** As {@link canonicalJson}, with what holds no further list or object on one line: half as long where there are many points. */
export function canonicalJsonInLines(value: unknown, what = 'value'): string {
  // A line break stands outside of strings alone, so that the brackets beside it are not part of one.
  return canonicalJson(value, what).replace(
    /([[{])\n\s*([^[\]{}]*?)\n\s*([\]}])/g,
    (_, open: string, inner: string, close: string) => `${open} ${inner.replace(/\n\s*/g, ' ')} ${close}`,
  );
}

/** Compact text of `value`, keys in their own order, with the same refusals. -0 becomes 0. */
export function strictJson(value: unknown, what = 'value'): string {
  refuseLoss(value, what);
  return JSON.stringify(value);
}

function sortKeys(value: unknown, what: string): unknown {
  refuseLoss(value, what);
  return sorted(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)])); // own keys, also '__proto__'
}

/** An absent optional key may be undefined; everything else that JSON would change silently is an error. */
function refuseLoss(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    value.forEach((inner, index) => {
      refuseLoss(inner, `${path}[${index}]`);
    });
    return;
  }
  if (isPlainObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== undefined) refuseLoss(inner, `${path}.${key}`);
    }
    return;
  }
  throw new Error(`${path} is ${describe(value)}, which JSON cannot hold.`);
}

/** True for `{...}`, also without a prototype; false for arrays, typed arrays and instances of classes. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  return typeof value === 'object' ? `a ${value?.constructor?.name ?? 'object'}` : `a ${typeof value}`;
}
