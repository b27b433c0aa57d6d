/**
 * Texts (a JSON list on standard input) -> for each package its scores, above 0 for positive, and the seconds that they took.
 *
 *     node scores.mjs < texts.json
 */
import { text } from 'node:stream/consumers';
import Sentiment from 'sentiment';
import vader from 'vader-sentiment';
import wink from 'wink-sentiment';

const texts = JSON.parse(await text(process.stdin));
const sentiment = new Sentiment();
const packages = {
  'sentiment (AFINN)': (review) => sentiment.analyze(review).score,
  VADER: (review) => vader.SentimentIntensityAnalyzer.polarity_scores(review).compound,
  'wink-sentiment': (review) => wink(review).score,
};
const results = Object.entries(packages).map(([name, scoreOf]) => {
  for (const review of texts.slice(0, 200)) scoreOf(review); // compiled before the clock runs
  const began = performance.now();
  const scores = texts.map(scoreOf);
  return { name, scores, seconds: (performance.now() - began) / 1000 };
});
console.log(JSON.stringify(results));
