/** The table of gradient rules: every differentiable operator has one, or this file does not compile. */
import type { DifferentiableOperator } from '../../onnx/index.js';
import { elementwiseRules } from './elementwise.js';
import { lstmRule } from './lstm.js';
import { productRules } from './products.js';
import { rearrangingRules } from './rearranging.js';
import { reductionRules } from './reductions.js';
import type { Rule } from './rule.js';

/** Rules of recurrences, by the kind that the `Scan` carries. */
export const recurrenceRules: Readonly<Record<string, Rule>> = { lstm: lstmRule };

const ScanRule: Rule = (node, outputGradients, wanted) => {
  const rule = node.kind === undefined ? undefined : recurrenceRules[node.kind];
  if (rule === undefined) {
    throw new TypeError(
      `a Scan of kind "${node.kind}" has no gradient; known are: ${Object.keys(recurrenceRules)}`,
    );
  }
  return rule(node, outputGradients, wanted);
};

export const rules: Readonly<Record<DifferentiableOperator, Rule>> = {
  ...elementwiseRules,
  ...productRules,
  ...reductionRules,
  ...rearrangingRules,
  Scan: ScanRule,
};
