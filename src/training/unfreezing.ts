/**
 * Gradual unfreezing (Howard and Ruder 2018, https://arxiv.org/abs/1801.06146, section 3.3): the fully connected layer trains
 * first, then each layer below joins, the topmost LSTM first and the embedding last, so that what was pretrained is not washed
 * away by the first gradients of a random layer.
 *
 * A frozen layer's gradients are still computed, and fill the optimiser's memory: when it joins, its first steps have their size.
 */

/** How far below the top a parameter lies: 0 for the fully connected layer, `layers` + 1 for the embedding. */
export function layerDepth(name: string, layers: number): number {
  if (name.startsWith('linear.')) return 0;
  const lstm = /^lstm\.(\d+)\./.exec(name);
  return lstm === null ? layers + 1 : layers - Number(lstm[1]);
}

/**
 * The depth down to which parameters train in a step.
 * @param step counted from 0  @param unfreezeEpochs epochs after which the next layer joins; 0 trains all from the start
 */
export function trainedDepth(step: number, stepsInEpoch: number, unfreezeEpochs: number): number {
  return unfreezeEpochs === 0 ? Number.POSITIVE_INFINITY : Math.floor(step / (stepsInEpoch * unfreezeEpochs));
}
