/** The page "Many reviews": a file or pasted lines in, labels, plots, a table and downloads out. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Notice, PageHead } from '../components/index.js';
import { useEnvironment } from '../environment.js';
import { useFacts } from '../use-facts.js';
import { ChoiceCard } from './choice-card.js';
import { ProgressCard } from './progress-card.js';
import { RowTable } from './row-table.js';
import type { Source } from './source.js';
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
  const [isBack, setBack] = useState(false);
  const [reading, start, end] = useReading();
  const [facts, factsFailure] = useFacts(askFacts, reading && [...reading.results.models].at(-1));
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
        <SourceCard onSource={setSource} takesFocus={isBack} />
      ) : (
        <ChoiceCard
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
