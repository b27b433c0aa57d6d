/** Layers and models as forward graphs; what they are called and how their parameters begin. */
export * from './classifier.js';
export * from './configuration.js';
export * from './parameters.js';
