/** Whether it is right as often as it says, and how often it is how sure. */
import type { JSX } from 'preact';
import { Histogram, LineChart, type Point } from '../charts/index.js';
import { Card } from '../components/index.js';
import { count, share } from '../format.js';
import { toneOf } from '../tone.js';
import { DataTable } from './data-table.js';
import type { Measured } from './model-figures.js';

const whole = (value: number): string => share(value, 0);

function usedBins(figures: Measured) {
  return figures.reliability.flatMap((bin) =>
    bin.confidence === null || bin.accuracy === null
      ? []
      : [{ ...bin, confidence: bin.confidence, accuracy: bin.accuracy }],
  );
}

export function ReliabilityCard({ figures }: { readonly figures: Measured }): JSX.Element {
  const bins = usedBins(figures);
  const least = figures.labels.length === 2 ? 0.5 : 0;
  const points = bins.map(({ confidence, accuracy }): Point => [confidence, accuracy]);
  return (
    <Card
      title="Reliability"
      lead={`Of reviews it is 80 % sure of, 80 % should be right: dots on the dashed line. Mean distance (expected calibration error) ${share(figures.ece, 2)}.`}
    >
      <LineChart
        title="Reliability"
        description={`Expected calibration error ${share(figures.ece, 2)}. ${bins
          .map(({ confidence, accuracy }) => `${share(confidence)} sure: ${share(accuracy)} right`)
          .join('; ')}.`}
        series={[{ name: 'right', points, tone: 'positive', dots: true }]}
        x={{ name: 'How sure it was', domain: [least, 1], format: whole }}
        y={{ name: 'How often it was right', domain: [least, 1], format: whole }}
        height={320}
        references={[
          [
            [least, least],
            [1, 1],
          ],
        ]}
        under={(x, y) =>
          bins.map(({ from, confidence, interval }) =>
            interval === null ? null : (
              <line
                key={from}
                class="model-interval"
                x1={x(confidence)}
                x2={x(confidence)}
                y1={y(Math.max(least, interval[0]))}
                y2={y(interval[1])}
              />
            ),
          )
        }
      />
      <DataTable
        caption="Reliability by how sure the model was"
        columns={['How sure', 'Right', '95 % interval', 'Reviews']}
        rows={bins.map(({ confidence, accuracy, interval, count: reviews }) => [
          share(confidence),
          share(accuracy),
          interval === null ? '–' : `${share(interval[0])} to ${share(interval[1])}`,
          count(reviews),
        ])}
      />
    </Card>
  );
}

export function ScoreCard({ figures }: { readonly figures: Measured }): JSX.Element {
  const { histogram, labels } = figures;
  if (histogram?.score === 'positive' && labels.length === 2) {
    const all = histogram.counts[0]!.map((value, bin) => value + histogram.counts[1]![bin]!);
    return (
      <Scores
        title={`Probability of “${labels[1]}”`}
        lead="How the probabilities of the test reviews spread."
        bins={all.map((value, bin) => ({
          from: histogram.edges[bin]!,
          to: histogram.edges[bin + 1]!,
          count: value,
          tone: toneOf(histogram.edges[bin]! >= 0.5 ? 1 : 0, 2),
        }))}
      />
    );
  }
  return (
    <Scores
      title="How sure it is"
      lead="Probability of the label that it gave, over the same reviews."
      bins={figures.reliability
        .filter(({ to }) => labels.length !== 2 || to > 0.5)
        .map(({ from, to, count: value }) => ({ from, to, count: value, tone: 'positive' as const }))}
    />
  );
}

interface ScoresProps {
  readonly title: string;
  readonly lead: string;
  readonly bins: Parameters<typeof Histogram>[0]['bins'];
}

function Scores({ title, lead, bins }: ScoresProps): JSX.Element {
  const last = bins.at(-1);
  return (
    <Card title={title} lead={lead}>
      <Histogram
        title={title}
        description={last === undefined ? '' : `${count(last.count)} reviews at ${share(last.from)} or more.`}
        bins={bins}
        x={{ format: whole }}
        y={{ name: 'Reviews', format: count }}
        height={320}
      />
      <DataTable
        caption={title}
        columns={['Probability', 'Reviews']}
        rows={bins.map(({ from, to, count: value }) => [`${share(from)} to ${share(to)}`, count(value)])}
      />
    </Card>
  );
}
