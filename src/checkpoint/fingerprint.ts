/** What must be equal for a run to go on bit for bit (data, settings, vocabulary, runtime, threads), and what differs. */
import { ReelsenseError } from '../errors/index.js';
import { canonicalJson, type JsonValue } from './canonical-json.js';

/** Name of a setting -> its value; for large things (data, vocabulary) their SHA-256. */
export type Fingerprint = Readonly<Record<string, JsonValue>>;

export interface SettingDifference {
  readonly name: string;
  /** The value as shown to the user, 'none' when the setting is absent. */
  readonly saved: string;
  readonly current: string;
}

/** The settings that differ, in the order of their names; empty when the run can go on. */
export function compareFingerprints(saved: Fingerprint, current: Fingerprint): SettingDifference[] {
  const names = [...new Set([...Object.keys(saved), ...Object.keys(current)])].sort();
  return names
    .map((name) => ({ name, saved: shown(saved, name), current: shown(current, name) }))
    .filter((difference) => difference.saved !== difference.current);
}

/** @throws ReelsenseError 'resume-mismatch' with a sentence that lists each differing setting with both values */
export function refuseDifferences(differences: readonly SettingDifference[]): void {
  if (differences.length === 0) return;
  const list = differences.map(({ name, saved, current }) => `${name} was ${saved} and is now ${current}`);
  throw new ReelsenseError(
    'resume-mismatch',
    `Cannot resume with other settings than the run began with: ${list.join('; ')}. ` +
      'Give the same settings, or start a new run in another folder.',
  );
}

function shown(fingerprint: Fingerprint, name: string): string {
  const value = Object.hasOwn(fingerprint, name) ? fingerprint[name] : undefined;
  if (value === undefined) return 'none';
  return typeof value === 'object' && value !== null
    ? JSON.stringify(JSON.parse(canonicalJson(value, name)))
    : JSON.stringify(value);
}
