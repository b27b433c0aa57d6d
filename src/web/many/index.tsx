/** The page "Many reviews": a file or pasted lines in, labels, plots, a table and downloads out. */
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { Notice, PageHead } from '../components/index.js';
import { useEnvironment } from '../environment.js';
import { useFacts } from '../use-facts.js';
import { useFileDrop } from '../use-file-drop.js';
import { ChoiceCard } from './choice-card.js';
import { ProgressCard } from './progress-card.js';
import { RowTable } from './row-table.js';
import { type Source, sourceOfFile } from './source.js';
import { SourceCard } from './source-card.js';
import { Summary } from './summary.js';
import { type Reading, useReading } from './use-reading.js';
import type { Filter } from './view.js';
import './many.css';

export default function Page(): JSX.Element {
  const { hasServer, facts: askFacts } = useEnvironment();
  return (
    <>
      <PageHead title="Many reviews">
        A file of reviews, each with its label and probability: to look through here, and to download.
      </PageHead>
      {hasServer ? (
        <WithServer askFacts={askFacts} />
      ) : (
        <Notice title="This page needs the server">
          Whole files are read by Reelsense’s server, and these are static pages without one. Run{' '}
          <code>npm start</code> in a clone of the project and open <code>/many</code> there.
        </Notice>
      )}
    </>
  );
}

function WithServer({ askFacts }: { readonly askFacts: Parameters<typeof useFacts>[0] }): JSX.Element {
  const [source, setSource] = useState<Source>();
  const [lines, setLines] = useState('');
  const [isBack, setBack] = useState(false);
  const [reading, start, end] = useReading();
  const [facts, factsFailure] = useFacts(askFacts, reading && [...reading.results.models].at(-1));
  const takeFile = useCallback((file: File): void => setSource(sourceOfFile(file)), []);
  const isOver = useFileDrop(reading === undefined ? takeFile : undefined);
  const back = (): void => {
    end();
    setSource(undefined);
    setBack(true);
  };
  return (
    <div class="stack">
      {factsFailure === undefined ? null : (
        <Notice kind="warning" title="The server does not answer" live>
          {factsFailure.message}
        </Notice>
      )}
      {reading !== undefined ? (
        <Answers reading={reading} onBack={back} />
      ) : source === undefined ? (
        <SourceCard
          lines={lines}
          isOver={isOver}
          takesFocus={isBack}
          onLines={setLines}
          onFile={takeFile}
          onSource={setSource}
        />
      ) : (
        <ChoiceCard
          key={source} // begins anew with a file that is dropped on it
          source={source}
          ready={facts !== undefined}
          onStart={(chosen, column) => facts && start(chosen, column, facts)}
          onBack={back}
        />
      )}
    </div>
  );
}

function Answers({
  reading,
  onBack,
}: {
  readonly reading: Reading;
  readonly onBack: () => void;
}): JSX.Element {
  const [filter, setFilter] = useState<Filter>('all');
  const { results } = reading;
  return (
    <>
      <ProgressCard reading={reading} onBack={onBack} />
      <Summary results={results} filter={filter} onFilter={setFilter} />
      <RowTable results={results} settled={results.settled} filter={filter} onFilter={setFilter} />
    </>
  );
}
