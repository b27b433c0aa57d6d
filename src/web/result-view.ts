/** Fills the places that the server's page keeps for an answer; their names are in server/page/result.ts. */
import type { Prediction } from '../prediction/index.js';
import type { AnalysisState } from './live-analysis.js';

/** A screen reader is told the verdict after this long without a newer one: not at every key. */
const ANNOUNCE_MILLISECONDS = 900;
let announcement: ReturnType<typeof setTimeout> | undefined;

export function showState(section: HTMLElement, state: AnalysisState<Prediction>): void {
  section.setAttribute('aria-busy', String(state.kind === 'waiting'));
  if (state.kind === 'waiting') return;
  for (const part of ['empty', 'error', 'answer']) {
    place(section, `[data-part="${part}"]`).hidden =
      part !== (state.kind === 'refused' ? 'error' : state.kind);
  }
  if (state.kind === 'answer') fill(section, state.answer);
  if (state.kind === 'refused') place(section, '[data-part="error"]').textContent = state.message;
  announce(place(section, '[data-field="announcement"]'), spoken(state));
}

function fill(section: HTMLElement, { label, probability, scores, tokens, truncated }: Prediction): void {
  const field = (name: string, text: string): void => {
    place(section, `[data-field="${name}"]`).textContent = text;
  };
  field('label', label);
  field('probability', percent(probability));
  field('used', tokens.used.toLocaleString('en'));
  field('total', tokens.total.toLocaleString('en'));
  field('unknown', tokens.unknown.toLocaleString('en'));
  place(section, '[data-part="truncated"]').hidden = !truncated;
  for (const row of section.querySelectorAll<HTMLElement>('li[data-label]')) {
    const name = row.dataset.label ?? '';
    const score = Object.hasOwn(scores, name) ? scores[name]! : 0;
    place(row, '[data-field="share"]').textContent = percent(score);
    place(row, '[data-field="fill"]').setAttribute('width', `${(score * 100).toFixed(2)}%`);
    if (name === label) place(section, '[data-field="verdict"]').className = `verdict ${row.className}`;
  }
  document.title = `${label} · Reelsense`;
}

function spoken(state: AnalysisState<Prediction>): string {
  if (state.kind === 'refused') return state.message;
  return state.kind === 'answer' ? `${state.answer.label}, ${percent(state.answer.probability)}` : '';
}

function announce(status: HTMLElement, text: string): void {
  clearTimeout(announcement);
  announcement = setTimeout(() => {
    status.textContent = text;
  }, ANNOUNCE_MILLISECONDS);
}

function place(within: HTMLElement, selector: string): HTMLElement {
  return within.querySelector<HTMLElement>(selector)!;
}

/** As `percent` of server/page/result.ts. */
export function percent(probability: number): string {
  if (probability > 0.999) return '> 99.9 %';
  if (probability < 0.001) return '< 0.1 %';
  return `${(probability * 100).toFixed(1)} %`;
}
