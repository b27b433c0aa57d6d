/** Logistic regression over n-grams: the linear model that an LSTM has to beat, and a teacher that errs on other texts. */
export {
  NgramClassifier,
  type NgramClassifierOptions,
  type NgramLesson,
  type NgramOrigin,
  type NgramProgress,
  type NgramScores,
  ngramDefaults,
} from './ngram-classifier.js';
