/**
 * Counters, gauges and histograms in the text format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Our own: it is all that is needed of a client library.
 */

type Labels = Readonly<Record<string, string>>;

export interface Metric {
  /** Its lines, with a line end after each. */
  write(): string;
}

export class Counter implements Metric {
  private readonly values = new Map<string, number>();

  constructor(
    private readonly name: string,
    private readonly help: string,
  ) {}

  add(amount: number, labels: Labels = {}): void {
    const key = labelText(labels);
    this.values.set(key, (this.values.get(key) ?? 0) + amount);
  }

  write(): string {
    const values = this.values.size === 0 ? [['', 0] as const] : [...this.values];
    return (
      head(this.name, this.help, 'counter') +
      values.map(([key, value]) => line(this.name, key, value)).join('')
    );
  }
}

/** Read when it is asked for; a key is a list of labels as `labelText` writes it. */
export class Gauge implements Metric {
  constructor(
    private readonly name: string,
    private readonly help: string,
    private readonly read: () => number | readonly (readonly [labels: Labels, value: number])[],
    private readonly type: 'gauge' | 'counter' = 'gauge',
  ) {}

  write(): string {
    const found = this.read();
    const values = typeof found === 'number' ? [[{}, found] as const] : found;
    const lines = values.map(([labels, value]) => line(this.name, labelText(labels), value));
    return head(this.name, this.help, this.type) + lines.join('');
  }
}

export class Histogram implements Metric {
  private readonly series = new Map<
    string,
    { readonly labels: Labels; readonly counts: number[]; sum: number }
  >();

  /** @param bounds upper bounds of the buckets, rising; one without bound follows */
  constructor(
    private readonly name: string,
    private readonly help: string,
    private readonly bounds: readonly number[],
  ) {}

  observe(value: number, labels: Labels = {}): void {
    const key = labelText(labels);
    const series = this.series.get(key) ?? { labels, counts: [...this.bounds, 0].fill(0), sum: 0 };
    const bucket = this.bounds.findIndex((bound) => value <= bound);
    series.counts[bucket === -1 ? this.bounds.length : bucket]! += 1;
    series.sum += value;
    this.series.set(key, series);
  }

  write(): string {
    let text = head(this.name, this.help, 'histogram');
    for (const [key, { labels, counts, sum }] of this.series) {
      let below = 0;
      counts.forEach((count, index) => {
        below += count;
        const le = String(this.bounds[index] ?? '+Inf');
        text += line(`${this.name}_bucket`, labelText({ ...labels, le }), below);
      });
      text += line(`${this.name}_sum`, key, sum) + line(`${this.name}_count`, key, below);
    }
    return text;
  }
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels} ${value}\n`;
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
