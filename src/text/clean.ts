/** Review -> clean text: canonical lower-case characters, no tags, no entities, bounded repetition. */

import {
  CANONICAL_STEPS,
  type CleaningStep,
  ENTITY_STEPS,
  REPETITION_STEPS,
  TAG_STEP,
} from './cleaning-rules.js';
import { compilePattern } from './pattern.js';

type Step = (text: string) => string;

/** A step as a function from text to text. Linear in the length of the text. */
function compileStep(step: CleaningStep): Step {
  if (step.type === 'Lowercase') return (text) => text.toLowerCase();
  if (step.type !== 'Replace') return (text) => text.normalize(step.type);
  const pattern = compilePattern(step.pattern);
  return (text) => text.replace(pattern, step.content);
}

const canonicalSteps = CANONICAL_STEPS.map(compileStep);
const removeTags = compileStep(TAG_STEP);
const entitySteps = ENTITY_STEPS.map(compileStep);
const repetitionSteps = REPETITION_STEPS.map(compileStep);

/** White space and printable ASCII without the grave accent: the characters that only the lower case changes. */
const plainText = /^[\t-\r -_a-~]*$/;
const repetition = /([a-z.!?*-])\1\1/;

const run = (steps: readonly Step[], text: string): string => steps.reduce((now, step) => step(now), text);

/**
 * Cleans a text. Steps that cannot act on it are skipped; the result is that of all of `CLEANING_STEPS` in order.
 * Takes time linear in the length of the text, whatever it holds.
 */
export function clean(text: string): string {
  let cleaned = plainText.test(text) ? text.toLowerCase() : run(canonicalSteps, text);
  if (cleaned.includes('<')) cleaned = removeTags(cleaned);
  if (cleaned.includes('&')) cleaned = run(entitySteps, cleaned);
  if (repetition.test(cleaned)) cleaned = run(repetitionSteps, cleaned);
  return cleaned;
}

const anyTag = new RegExp(compilePattern(TAG_STEP.pattern), 'giu');

/** A text, not cleaned yet, with a line break in place of each tag: a tag would join the sentences on its two sides. */
export function tagsAsLineBreaks(text: string): string {
  return text.replace(anyTag, '\n');
}
