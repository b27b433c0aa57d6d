/** The page "Model": what it was made from, how good it is, where it fails, and how others do. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ModelFacts } from '../api/index.js';
import { Notice, PageHead } from '../components/index.js';
import { useEnvironment } from '../environment.js';
import { count, share } from '../format.js';
import { useFacts } from '../use-facts.js';
import { ComparisonCard } from './comparison-card.js';
import { ConfusionCard } from './confusion-card.js';
import { FilesCard, LimitsCard } from './files-card.js';
import { Headline } from './headline.js';
import { LengthCard } from './length-card.js';
import { MistakesCard } from './mistakes-card.js';
import { type Evaluated, modelFigures } from './model-figures.js';
import { ReliabilityCard, ScoreCard } from './reliability-card.js';
import { RocCard } from './roc-card.js';
import { CommandCard, DataCard, TrainingCurves } from './training-cards.js';
import './model.css';

export default function Page(): JSX.Element {
  const { facts: askFacts } = useEnvironment();
  const [facts, failure] = useFacts(askFacts);
  if (facts !== undefined) return <Card facts={facts} />;
  return (
    <>
      <PageHead title="The model" />
      {failure === undefined ? (
        <div class="stack" aria-hidden="true">
          <span class="skeleton model-waiting" />
          <span class="skeleton model-waiting" />
        </div>
      ) : (
        <Notice kind="warning" title="The server does not answer" live>
          {failure.message}
        </Notice>
      )}
    </>
  );
}

function Card({ facts }: { readonly facts: ModelFacts }): JSX.Element {
  const figures = useMemo(() => modelFigures(facts.metrics), [facts]);
  const measured = figures.test ?? figures.development;
  return (
    <>
      <PageHead title={`The model ${facts.model.name}`}>
        {measured === undefined ? (
          'It has not been measured yet: run reelsense evaluate.'
        ) : (
          <>
            Right on {share(measured.figures.accuracy, 2)} of {count(measured.figures.count)} reviews
            {figures.test === undefined ? '.' : ' that it had never seen.'}
          </>
        )}
      </PageHead>
      <div class="stack">
        {measured === undefined ? null : <Headline facts={facts} measured={measured} />}
        {figures.test === undefined ? null : <ComparisonCard facts={facts} test={figures.test} />}
        {measured === undefined ? null : <Measurements measured={measured} />}
        <h2 class="model-part">How it was made</h2>
        <div class="model-grid">
          <DataCard figures={figures} />
          <CommandCard figures={figures} architecture={facts.architecture} />
          <TrainingCurves figures={figures} />
        </div>
        <h2 class="model-part">What it is</h2>
        <div class="model-grid">
          <LimitsCard facts={facts} />
          <FilesCard facts={facts} license={figures.license} />
        </div>
      </div>
    </>
  );
}

function Measurements({ measured }: { readonly measured: Evaluated }): JSX.Element {
  const { figures, on, command } = measured;
  return (
    <>
      <div class="model-part">
        <h2>How good it is</h2>
        <p class="note">
          All on {on}
          {command === undefined ? '' : ', by '}
          {command === undefined ? null : <code>{command.split(' ').slice(0, 2).join(' ')}</code>}.
        </p>
      </div>
      <div class="model-grid">
        <ConfusionCard figures={figures} />
        <LengthCard figures={figures} />
        <ReliabilityCard figures={figures} />
        <RocCard figures={figures} />
        <ScoreCard figures={figures} />
        <MistakesCard figures={figures} />
      </div>
    </>
  );
}
