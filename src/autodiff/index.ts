/** Reverse-mode differentiation of graphs: a table of rules and one walk. */
export { gradients } from './gradients.js';
export { recurrenceRules, rules } from './rules/index.js';
export type { Rule } from './rules/rule.js';
