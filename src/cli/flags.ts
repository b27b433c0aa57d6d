/** From the tables of settings to flags, and from the text of a flag to its value. */
import { ReelsenseError } from '../errors/index.js';
import { integer } from './figures.js';

/** 'hiddenSize' -> 'hidden-size'. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * The value of an option that has no default. Not left to commander, which would ask for it before it tells of a mistyped flag.
 * @throws ReelsenseError 'invalid-option'
 */
export function needed(value: string | undefined, flag: string): string {
  if (value !== undefined && value !== '') return value;
  throw new ReelsenseError('invalid-option', `${flag} is missing; give it, or see the command's --help.`);
}

/** The number that `text` writes; a refusal names the flag and what it takes. */
export function numberOf(flag: string, text: string, expected = 'a number'): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new ReelsenseError('invalid-option', `${flag} is "${text}"; give ${expected}.`);
}

/** A parser of whole numbers of at least `minimum` for commander. */
export function wholeNumber(flag: string, minimum: number, maximum = 1e9): (text: string) => number {
  const expected = `a whole number from ${integer(minimum)} to ${integer(maximum)}`;
  return (text) => {
    const value = numberOf(flag, text, expected);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw new ReelsenseError('invalid-option', `${flag} is ${text}; give ${expected}.`);
  };
}

/** 'reviews, default 32, 1 to 65536' from what is known. */
export function valueHelp(parts: {
  unit?: string | undefined;
  standard?: unknown;
  minimum?: number | undefined;
  maximum?: number | undefined;
  choices?: readonly string[] | undefined;
}): string {
  const { unit, standard, minimum, maximum, choices } = parts;
  const range = minimum === undefined || maximum === undefined ? [] : [`${minimum} to ${maximum}`];
  const list = [
    ...(unit === undefined ? [] : [unit]),
    ...(choices === undefined ? [] : [choices.join(' | ')]),
    ...range,
    ...(standard === undefined ? [] : [`default ${Array.isArray(standard) ? standard.join(',') : standard}`]),
  ];
  return list.length === 0 ? '' : ` (${list.join('; ')})`;
}

/** Examples below the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ reelsense ${line}`).join('\n')}`;
}
