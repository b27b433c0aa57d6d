/** Layers and models as forward graphs; what they are called and how their parameters begin. */
export * from './classifier.js';
export * from './configuration.js';
export { type EmbeddedReviews, embeddedForward } from './embedded-forward.js';
export * from './ensemble.js';
export { predictionModel, requireStorage, type WeightStorage, weightStorages } from './export.js';
export * from './language-model.js';
export { binaryCrossEntropy, targetOfLogits } from './losses.js';
export { type Direction, floatLstm, lstmParameterName } from './lstm.js';
export { meanLogits } from './mean-logits.js';
export * from './parameters.js';
export { dequantizeRows, fromFloat16, quantizeRows, toFloat16 } from './quantization.js';
export { storedParameters } from './stored-parameters.js';
