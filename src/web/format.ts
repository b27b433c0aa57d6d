/** Numbers as the pages show them. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Never '100.0 %': no answer is that sure. */
export function percent(probability: number): string {
  if (probability > 0.999) return '> 99.9 %';
  if (probability < 0.001) return '< 0.1 %';
  return `${(probability * 100).toFixed(1)} %`;
}

/** A measured share, which may well be 0 or all: '92.69 %'. */
export function share(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)} %`;
}

export function count(value: number): string {
  return whole.format(value);
}

/** '1 word', '2 words'. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** With its sign, as a true minus: '+0.12', '−1.30', '0.00'. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** Percentage points with their sign: '+3.1 points'. */
export function points(difference: number): string {
  const text = signed(difference * 100, 1);
  return `${text} ${text === '+1.0' || text === '−1.0' ? 'point' : 'points'}`;
}

/** Powers of ten, as disks and browsers count: '5.6 MB'. */
export function bytes(value: number): string {
  if (value < 1000) return `${whole.format(value)} B`;
  if (value < 1_000_000) return `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} kB`;
  return `${(value / 1_000_000).toFixed(value < 100_000_000 ? 1 : 0)} MB`;
}

/** '12 ms', '1.4 s', '3 min 20 s', '2 h 5 min'. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
