/**
 * The graph of integrated gradients (Sundararajan, Taly and Yan 2017, https://arxiv.org/abs/1703.01365): the gradient of the
 * target's log-odds at points on the straight line from a baseline's embeddings to the text's, times the difference of the
 * two, summed over features and weighted over the points. All points are one batch.
 */
import { gradients } from '../../autodiff/index.js';
import {
  type ClassifierArchitecture,
  denseParameters,
  embeddedForward,
  logitCount,
  meanLogits,
  memberArchitectures,
  memberParameterName,
  type ParameterLookup,
  type ParameterValues,
} from '../../models/index.js';
import {
  Add,
  Exp,
  everyAxis,
  Graph,
  Log,
  Mul,
  modelBytes,
  ReduceMax,
  ReduceSum,
  Slice,
  StopGradient,
  Sub,
  type Value,
} from '../../onnx/index.js';

/**
 * Inputs float32, one text of T tokens and B points: `embedded` and `baseline` [T, 1, S], the embeddings of all members side by
 * side, S the sum of their sizes; `points` [1, B, 1] in [0, 1] and `weights` [1, B]; `mask` [T, 1, B], all ones; with 'last' pooling
 * `last` [T, 1, B]; with three labels or more `target` [C, 1], a one for the label. Output: `contributions` [T], in units of log-odds.
 * @param values of every dense parameter of every member  @param temperature what logits are divided by
 */
export function attributionModel(
  architecture: ClassifierArchitecture,
  values: ParameterValues,
  temperature: number,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const singles = memberArchitectures(architecture);
  const width = singles.reduce((sum, { embeddingSize }) => sum + embeddingSize, 0); // S
  const parametersOf = (member: number): ParameterLookup => {
    const parameters = new Map(
      denseParameters(singles[member]!).map(({ name, shape }) => {
        const stored = memberParameterName(member, name);
        return [name, graph.constant({ type: 'float32', data: values.get(stored)!, shape }, stored)];
      }),
    );
    return (name) => parameters.get(name)!;
  };
  const text = graph.input('embedded', 'float32', ['T', 1, width]);
  const baseline = graph.input('baseline', 'float32', ['T', 1, width]);
  const points = graph.input('points', 'float32', [1, 'B', 1]);
  const weights = graph.input('weights', 'float32', [1, 'B']);
  const difference = Sub(text, baseline); // [T, 1, S]
  const embedded = Add(baseline, Mul(difference, points)); // [T, B, S]
  const mask = graph.input('mask', 'float32', ['T', 1, 'B']);
  const last = architecture.pooling.includes('last')
    ? graph.input('last', 'float32', ['T', 1, 'B'])
    : undefined;
  let start = 0;
  const members = singles.map((single, member) => {
    const E = single.embeddingSize;
    const own = singles.length === 1 ? embedded : Slice(embedded, start, start + E, 2, E); // [T, B, E]
    start += E;
    return embeddedForward(single, { embedded: own, mask, last }, parametersOf(member));
  });
  const logits = meanLogits(members); // [K, B]
  const logOdds = targetLogOdds(graph, architecture, Mul(logits, 1 / temperature));
  const [gradient] = gradients(ReduceSum(logOdds, everyAxis(logOdds)), [embedded]); // [T, B, S]
  const atPoints = ReduceSum(Mul(gradient!, difference), [2]); // [T, B]
  graph.output(ReduceSum(Mul(atPoints, weights), [1]), 'contributions'); // [T]
  return modelBytes(graph);
}

/** log(p / (1 - p)) of the target: of two labels the one logit, of more z_target - log(sum of e^z over the others). */
function targetLogOdds(graph: Graph, architecture: ClassifierArchitecture, logits: Value): Value {
  const labels = logitCount(architecture);
  if (labels === 1) return logits; // [1, B]
  const target = graph.input('target', 'float32', [labels, 1]);
  const largest = StopGradient(ReduceMax(logits, [0], true)); // [1, B]
  const others = Mul(Exp(Sub(logits, largest)), Sub(1, target)); // [C, B]
  const sum = Add(ReduceSum(others, [0], true), 1e-30); // [1, B]; never the logarithm of zero
  return Sub(ReduceSum(Mul(logits, target), [0], true), Add(Log(sum), largest)); // [1, B]
}
