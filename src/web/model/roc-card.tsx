/** The ROC curve; where only its area was stored, the point that the model works at. */
import type { JSX } from 'preact';
import { LineChart, type Point } from '../charts/index.js';
import { Card } from '../components/index.js';
import { share } from '../format.js';
import { DataTable } from './data-table.js';
import type { Measured } from './model-figures.js';

export function RocCard({ figures }: { readonly figures: Measured }): JSX.Element | null {
  const { rocAuc, confusion, labels, roc } = figures;
  if (labels.length !== 2 || typeof rocAuc !== 'number') return null;
  const [[trueNegative = 0, falsePositive = 0] = [], [falseNegative = 0, truePositive = 0] = []] = confusion;
  const point: Point = [
    falsePositive / Math.max(1, falsePositive + trueNegative),
    truePositive / Math.max(1, truePositive + falseNegative),
  ];
  const curve = roc?.[0]?.points.map((at): Point => [at.falsePositiveRate, at.truePositiveRate]) ?? [];
  const [falseRate, trueRate] = [share(point[0]), share(point[1])];
  const format = (value: number): string => share(value, 0);
  const nth = Math.max(1, Math.floor(curve.length / 12));
  const rows = curve.length === 0 ? [point] : curve.filter((_, index) => index % nth === 0);
  return (
    <Card
      title="ROC"
      lead={
        <>
          Area {rocAuc.toFixed(4)}.{' '}
          {curve.length === 0
            ? 'Of this model the area is stored, and the point where it works: the curve runs above the lines through it.'
            : 'The dot is where the model works.'}
        </>
      }
    >
      <LineChart
        title="ROC"
        description={`Area under the curve ${rocAuc.toFixed(4)}; at the threshold used, ${trueRate} of ${labels[1]} reviews are found, and ${falseRate} of ${labels[0]} ones are taken for them.`}
        series={
          curve.length === 0
            ? [
                {
                  name: 'lines',
                  points: [[0, 0], point, [1, 1]],
                  tone: 'positive',
                  dashed: true,
                  area: { to: 0 },
                },
              ]
            : [{ name: 'ROC', points: curve, tone: 'positive', area: { to: 0 } }]
        }
        x={{
          name: `${labels[0]} taken for ${labels[1]}`,
          domain: [0, 1],
          ticks: [0, 0.25, 0.5, 0.75, 1],
          format,
        }}
        y={{ name: `${labels[1]} found`, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format }}
        height={320}
        references={[
          [
            [0, 0],
            [1, 1],
          ],
        ]}
        under={(x, y) => <circle class="model-point" cx={x(point[0])} cy={y(point[1])} r={5} />}
      />
      <DataTable
        caption="Rates of the ROC"
        columns={[`${labels[0]} taken for ${labels[1]}`, `${labels[1]} found`]}
        rows={rows.map(([x, y]) => [share(x), share(y)])}
      />
    </Card>
  );
}
