/** The worker that reads on the device: our tokeniser and predictor on ONNX Runtime's WebAssembly. Answers one question at a time. */
import { type PredictionBundle, Predictor } from '../../prediction/index.js';
import { Session, useRuntimeBytes } from '../../runtime/browser.js';
import { downloadsOf } from './device-files.js';
import { fetchAll } from './downloads.js';
import type { Answer, Message, Mistake, Question, Reply, StartOptions } from './messages.js';

let predictor: Predictor | undefined;
const forgotten = new Set<number>();
let last: Promise<void> = Promise.resolve();

function reply(message: Reply): void {
  postMessage(message);
}

addEventListener('message', ({ data: { id, question } }: MessageEvent<Message>) => {
  if (question.kind === 'forget') forgotten.add(id);
  else last = last.then(() => handle(id, question));
});

async function handle(id: number, question: Question): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve)); // Messages that came meanwhile are heard first.
  if (forgotten.delete(id)) return;
  try {
    reply({ kind: 'answer', id, answer: await answerTo(question) });
  } catch (error) {
    reply({ kind: 'mistake', id, mistake: mistakeOf(error) });
  }
}

async function answerTo(question: Question): Promise<Answer> {
  if (question.kind === 'start') {
    predictor = await start(question);
    return null;
  }
  if (predictor === undefined) throw new Error('The model is not loaded.');
  return question.kind === 'predict' ? predictor.predict(question.text) : predictor.explain(question.text);
}

async function start(options: StartOptions): Promise<Predictor> {
  const { model } = options;
  const contents = await fetchAll(options.cache, downloadsOf(options), (loaded, total) =>
    reply({ kind: 'progress', loaded, total }),
  );
  const [configuration, tokenizerConfiguration, tokenizer, graph, runtime] = contents;
  useRuntimeBytes(runtime!.buffer);
  const bundle: PredictionBundle = {
    model: graph!,
    tokenizer: json(tokenizer!),
    tokenizerConfiguration: json(tokenizerConfiguration!),
    // Its hash is the one that the model's manifest gives, so it is what the writer of the model checked.
    configuration: json(configuration!) as PredictionBundle['configuration'],
    name: model.name,
    sha256: model.sha256,
  };
  return Predictor.create(bundle, { createSession: Session.create, threads: threads() });
}

/** More than one needs shared memory, which browsers give only to a page that is isolated from other origins. */
function threads(): number {
  return crossOriginIsolated ? Math.min(2, navigator.hardwareConcurrency) : 1;
}

function json(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function mistakeOf(error: unknown): Mistake {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'device';
  return { code, message };
}
