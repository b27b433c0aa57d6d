/** Hyper-parameter search: random, and by successive halving. */

export { RunStore, type SearchIdentity } from './run-store.js';
export { type Rung, rungsOf, type SearchMethod, searchMethods } from './rungs.js';
export {
  type SearchOutcome,
  type SearchPosition,
  type SearchProgress,
  type SearchTask,
  search,
} from './search.js';
export {
  defaultSpace,
  drawTrials,
  parseSpace,
  type SearchSpace,
  type SettingName,
  type SettingRange,
  type TrialSettings,
} from './space.js';
