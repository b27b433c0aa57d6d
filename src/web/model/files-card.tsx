/** Files, hash, labels and limits. */
import type { JSX } from 'preact';
import type { ModelFacts } from '../api/index.js';
import { Card, CopyButton } from '../components/index.js';
import { bytes, count, share } from '../format.js';

export interface FactsCardProps {
  readonly facts: ModelFacts;
  readonly license: string | undefined;
}

export function FilesCard({ facts, license }: FactsCardProps): JSX.Element {
  const { files, model } = facts;
  return (
    <Card
      title="Files"
      class="model-files"
      lead="A standard model folder: @huggingface/transformers and ONNX Runtime open it. Other runtimes do unless an LSTM of 128 units or more is stored as int8."
      actions={<CopyButton content={() => model.sha256}>Copy hash</CopyButton>}
    >
      <dl class="facts">
        <div>
          <dt>SHA-256</dt>
          <dd>
            <code class="hash">{model.sha256}</code>
          </dd>
        </div>
        <div>
          <dt>Together</dt>
          <dd>{bytes(facts.bytes)}</dd>
        </div>
        {license === undefined ? null : (
          <div>
            <dt>Licence</dt>
            <dd>{license === 'mit' ? 'MIT' : license}</dd>
          </div>
        )}
      </dl>
      <table class="table model-file-list">
        <caption class="unseen">Files of the model folder</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="number">
              Size
            </th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.path}>
              <th scope="row">
                <a href={`./model/${file.path}`}>{file.path}</a>
              </th>
              <td class="number">{bytes(file.bytes)}</td>
              <td>
                <code title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

export function LimitsCard({ facts }: { readonly facts: ModelFacts }): JSX.Element {
  const { labels, limits, unsureBelow } = facts;
  const sentences = limitsOf(facts.card);
  return (
    <Card title="Labels and limits">
      <div class="stack">
        <dl class="facts">
          <div>
            <dt>Labels</dt>
            <dd>{labels.join(', ')}</dd>
          </div>
          <div>
            <dt>Says “unsure” below</dt>
            <dd>{share(unsureBelow, 0)}</dd>
          </div>
          <div>
            <dt>Reads of a text</dt>
            <dd>the first {count(limits.maximumTokens)} tokens</dd>
          </div>
          <div>
            <dt>Takes texts up to</dt>
            <dd>{count(limits.maximumTextCharacters)} characters</dd>
          </div>
          <div>
            <dt>Texts in one question</dt>
            <dd>
              {count(limits.maximumTexts)}, {bytes(limits.maximumBodyBytes)} in all; any number as a stream
            </dd>
          </div>
        </dl>
        {sentences.length === 0 ? null : (
          <ul class="model-limits">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

/** The points under "## Limits" of the model's card. */
export function limitsOf(card: string | undefined): string[] {
  const section = /^## Limits\s*\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(card ?? '')?.[1] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2).replace(/[`*]/g, '').trim());
}
