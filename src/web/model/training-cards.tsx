/** How it was trained: loss and accuracy epoch by epoch, data, command and settings. */
import type { JSX } from 'preact';
import { type ChartAxis, Legend, LineChart } from '../charts/index.js';
import { Card, CopyButton } from '../components/index.js';
import { count, duration, share } from '../format.js';
import { DataTable } from './data-table.js';
import { type ModelFigures, record } from './model-figures.js';

export function TrainingCurves({ figures }: { readonly figures: ModelFigures }): JSX.Element | null {
  const { epochs, bestEpoch } = figures;
  if (epochs.length === 0) return null;
  const losses = epochs.flatMap(({ trainingLoss, developmentLoss }) => [trainingLoss, developmentLoss]);
  const accuracies = epochs.map(({ developmentAccuracy }) => developmentAccuracy);
  const last = epochs.at(-1)!;
  const x: ChartAxis = {
    name: 'Epoch',
    domain: [epochs[0]!.epoch, Math.max(last.epoch, epochs[0]!.epoch + 1)],
    ticks: epochs.filter((_, i) => i % Math.ceil(epochs.length / 10) === 0).map(({ epoch }) => epoch),
    format: String,
  };
  const loss = [
    {
      name: 'training loss',
      tone: 'unsure' as const,
      dashed: true,
      dots: true,
      points: epochs.map(({ epoch, trainingLoss }) => [epoch, trainingLoss] as const),
    },
    {
      name: 'development loss',
      tone: 'positive' as const,
      dots: true,
      points: epochs.map(({ epoch, developmentLoss }) => [epoch, developmentLoss] as const),
    },
  ];
  const accuracy = epochs.map(({ epoch, developmentAccuracy }) => [epoch, developmentAccuracy] as const);
  const table = (
    <DataTable
      caption="Training, epoch by epoch"
      columns={['Epoch', 'Training loss', 'Development loss', 'Development accuracy', 'Time']}
      rows={epochs.map((epoch) => [
        String(epoch.epoch),
        epoch.trainingLoss.toFixed(4),
        epoch.developmentLoss.toFixed(4),
        share(epoch.developmentAccuracy, 2),
        duration(epoch.seconds * 1000),
      ])}
    />
  );
  return (
    <>
      <Card
        title="Loss by epoch"
        lead="Dropout makes training harder than reading, so the training loss lies above at first."
      >
        <LineChart
          title="Loss by epoch"
          description={`Training loss from ${epochs[0]!.trainingLoss.toFixed(3)} to ${last.trainingLoss.toFixed(3)}, development loss from ${epochs[0]!.developmentLoss.toFixed(3)} to ${last.developmentLoss.toFixed(3)}.`}
          series={loss}
          x={x}
          y={{ domain: around(losses), format: (value) => value.toFixed(2) }}
          height={280}
        />
        <Legend series={loss} />
        {table}
      </Card>
      <Card
        title="Development accuracy by epoch"
        lead={bestEpoch === undefined ? undefined : `The weights of epoch ${bestEpoch} were kept.`}
      >
        <LineChart
          title="Development accuracy by epoch"
          description={epochs.map((e) => `epoch ${e.epoch}: ${share(e.developmentAccuracy, 2)}`).join(', ')}
          series={[{ name: 'accuracy', tone: 'positive', dots: true, points: accuracy }]}
          x={x}
          y={{ domain: around(accuracies), format: (value) => share(value) }}
          height={306}
        />
        {table}
      </Card>
    </>
  );
}

/** A little more than the values reach. */
function around(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.002);
  return [low - room, high + room];
}

const parts: readonly (readonly [key: string, name: string])[] = [
  ['train', 'Reviews to train on'],
  ['development', 'Set aside for development'],
  ['test', 'Test reviews, for measuring alone'],
  ['unlabelled', 'Unlabelled, for the language model'],
  ['duplicatesDropped', 'Duplicates dropped'],
  ['contradictoryDropped', 'Dropped: the same text with two labels'],
  ['overlapWithTestDropped', 'Dropped: also among the test reviews'],
  ['unlabelledOverlapDropped', 'Unlabelled dropped: also among the test reviews'],
  ['unlabelledGroupsDropped', 'Unlabelled dropped: of groups set aside for development'],
  ['excluded', 'Reserved, in no part at all'],
];

export function DataCard({ figures }: { readonly figures: ModelFigures }): JSX.Element {
  const { dataName, dataHash, split } = figures;
  return (
    <Card title="Data" lead={dataName ?? 'The model does not say what it was trained on.'}>
      <dl class="facts">
        {parts.flatMap(([key, name]) => {
          const value = split[key];
          return typeof value !== 'number'
            ? []
            : [
                <div key={key}>
                  <dt>{name}</dt>
                  <dd>{count(value)}</dd>
                </div>,
              ];
        })}
        {dataHash === undefined ? null : (
          <div>
            <dt>SHA-256 of the data</dt>
            <dd>
              <code class="hash">{dataHash}</code>
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}

export function CommandCard({ figures, architecture }: CommandCardProps): JSX.Element {
  const { command, seed, seconds, runtime, settings, pretraining, teachers, members, averaged } = figures;
  const pretrained = record(pretraining);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Kind', kindOf(architecture)],
    ['Weights', averaged ? `the mean of those of ${members.length} trainings` : undefined],
    ...members.map(({ name, accuracy }): readonly [string, string] => [
      `Member ${name}`,
      accuracy === undefined ? '' : `${share(accuracy, 2)} of the development part alone`,
    ]),
    ['Learnt from', teachers.length === 0 ? undefined : `labels, and ${teachers.join(', ')}`],
    ['Seed', seed?.toString()],
    ['Training took', seconds === undefined ? undefined : duration(seconds * 1000)],
    [
      'Language model before that',
      typeof pretrained.seconds !== 'number' ? undefined : duration(pretrained.seconds * 1000),
    ],
    ['Runtime', runtime],
  ];
  return (
    <Card
      title="How it was made"
      actions={
        command === undefined ? undefined : <CopyButton content={() => command}>Copy command</CopyButton>
      }
    >
      {command === undefined ? null : (
        <pre class="model-command">
          <code>{command}</code>
        </pre>
      )}
      <dl class="facts">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <Settings
        title={
          members.length === 0
            ? 'All settings of the training'
            : `All settings of the training of ${members[0]!.name}`
        }
        settings={settings}
      />
      <Settings title="All settings of the language model" settings={record(pretrained.configuration)} />
    </Card>
  );
}

export interface CommandCardProps {
  readonly figures: ModelFigures;
  readonly architecture: Readonly<Record<string, unknown>>;
}

function kindOf(architecture: Readonly<Record<string, unknown>>): string | undefined {
  const { bidirectional, hiddenSize, layers, pooling, members } = architecture;
  if (typeof hiddenSize !== 'number') return undefined;
  const sizes = Array.isArray(members)
    ? members
        .map((member) =>
          typeof member === 'number' ? member : `${member.hiddenSize} over ${member.embeddingSize} features`,
        )
        .join(' and ')
    : String(hiddenSize);
  const depth = typeof layers === 'number' && layers > 1 ? `, ${layers} layers` : '';
  const pools = Array.isArray(pooling) ? `, ${pooling.join(' + ')} pooling` : '';
  return `${Array.isArray(members) ? `${members.length} LSTMs` : 'LSTM'} of ${sizes}${bidirectional === true ? ', both directions' : ''}${depth}${pools}`;
}

function Settings({
  title,
  settings,
}: {
  readonly title: string;
  readonly settings: Readonly<Record<string, unknown>>;
}): JSX.Element | null {
  const entries = Object.entries(settings);
  if (entries.length === 0) return null;
  return (
    <details class="model-data">
      <summary>{title}</summary>
      <dl class="facts model-settings">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}</dt>
            <dd>{Array.isArray(value) ? value.join(', ') : shown(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
