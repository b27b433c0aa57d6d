/** The parts of a model folder made ready to use, checked against each other. */
import type { ModelBundle } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import { Tokenizer } from '../text/index.js';
import type { CreateSession, GraphSession } from './session.js';

/** What prediction reads of a model folder. */
export type PredictionBundle = Omit<ModelBundle, 'predictionSha256' | 'metrics' | 'card'>;

/**
 * Ids that the graph has no row for, or another length than transformers.js cuts at, do not pass unseen.
 * @throws ReelsenseError 'damaged-model'
 */
export function loadTokenizer(bundle: PredictionBundle): Tokenizer {
  const { configuration } = bundle;
  const tokenizer = Tokenizer.fromJson(bundle.tokenizer, bundle.tokenizerConfiguration);
  if (tokenizer.vocabulary.size !== configuration.vocab_size) {
    throw damaged(
      bundle,
      `its tokenizer has ${tokenizer.vocabulary.size} tokens, its configuration says ${configuration.vocab_size}`,
    );
  }
  const { maximumLength } = configuration.reelsense;
  if (tokenizer.maximumLength !== maximumLength) {
    throw damaged(
      bundle,
      `its tokenizer cuts at ${tokenizer.maximumLength} tokens, its configuration says ${maximumLength}`,
    );
  }
  return tokenizer;
}

/** @throws ReelsenseError 'damaged-model' when the runtime refuses the graph, or it is not one of ours */
export async function loadSession(
  bundle: PredictionBundle,
  create: CreateSession,
  threads: number,
): Promise<GraphSession> {
  let session: GraphSession;
  try {
    session = await create(bundle.model, { threads });
  } catch (error) {
    throw damaged(
      bundle,
      `the runtime refuses its graph (${error instanceof Error ? error.message : error})`,
      error,
    );
  }
  const inputs = [...session.inputNames].sort().join(', ');
  if (inputs !== 'attention_mask, input_ids' || !session.outputNames.includes('logits')) {
    await session.release();
    throw damaged(bundle, `its graph takes ${inputs} and gives ${session.outputNames.join(', ')}`);
  }
  return session;
}

function damaged({ name }: PredictionBundle, reason: string, cause?: unknown): ReelsenseError {
  return new ReelsenseError(
    'damaged-model',
    `The model "${name}" cannot be used: ${reason}. Take another copy of it, or train again.`,
    { cause },
  );
}
