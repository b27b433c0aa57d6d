/** A whole process for one prediction: node start-process.js MODEL TEXT */
import { loadModel } from '../../src/load-model.js';

const [folder, text] = process.argv.slice(2);
const predictor = await loadModel(folder);
const { label, probability } = await predictor.predict(text!);
process.stdout.write(`${label} ${probability}\n`, () => process.exit(0));
