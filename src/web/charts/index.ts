export type { Axis } from './axes.js';
export { type Bar, BarChart, type BarChartProps } from './bar-chart.js';
export { type Bin, Histogram, type HistogramProps } from './histogram.js';
export {
  type ChartAxis,
  Legend,
  LineChart,
  type LineChartProps,
  type Point,
  type Series,
} from './line-chart.js';
