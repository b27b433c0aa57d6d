// Reads reviews with the bundled model: node examples/predict.mjs "A film I would gladly forget."
import { loadModel } from 'reelsense';

const reviews =
  process.argv.length > 2
    ? process.argv.slice(2)
    : [
        'A patient, tender film. I left the cinema grinning.',
        'Not a single joke lands, and there are two hours of them.',
        'Gorgeous to look at, but the script never wakes up.',
      ];

const model = await loadModel();
for (const [i, { label, probability, tokens }] of (await model.predictMany(reviews)).entries()) {
  console.log(
    `${(100 * probability).toFixed(1).padStart(5)} % ${label}  (${tokens.used} tokens)  ${reviews[i]}`,
  );
}
await model.release();
