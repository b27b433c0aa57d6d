/** The parts that a benchmark of fine-tuning trains and measures on, and the language model that it begins with. */
import { excludeFacts } from '../src/cli/data-options.js';
import {
  readDataset,
  readExcludeList,
  type Split,
  type SplitUnit,
  splitDataset,
} from '../src/datasets/index.js';
import {
  hasReadExactly,
  type PretrainedModel,
  readPretrained,
  textsSha256,
} from '../src/training/pretrained.js';
import { type PlannedTraining, splitterOf } from '../src/training/set-aside-reviews.js';

export interface HeldOut {
  readonly split: Split;
  /** What makes `reelsense train` set aside the same reviews. */
  readonly splitFlags: readonly string[];
  /** What a teacher must not have learnt from. */
  readonly planned: PlannedTraining;
  readonly languageModel: PretrainedModel;
  /** What results on these reviews with this language model have in common. */
  readonly identity: { readonly languageModel: string; readonly developmentPart: string };
}

/**
 * The parts as they were for the language model, which has read nothing of what was set aside. Ends the process where it has read
 * other texts than the training and unlabelled ones.
 * @param init folder of `reelsense pretrain`, or one that was exported, such as models/imdb-language-model
 * @param splitBy sets aside by this instead: the language model may have read those texts then, though no label
 */
export async function readHeldOut(
  data: string,
  init: string,
  excludeFile?: string,
  splitBy?: SplitUnit,
): Promise<HeldOut> {
  const dataset = await readDataset(data);
  const exclude = excludeFile === undefined ? undefined : await readExcludeList(excludeFile);
  const languageModel = await readPretrained(init);
  const { splitSeed, splitBy: ownSplitBy, developmentFraction } = languageModel.facts.configuration;
  const splitAs = (unit: SplitUnit): Split =>
    splitDataset(dataset, { exclude, seed: splitSeed, splitBy: unit, developmentFraction });
  const own = splitAs(ownSplitBy);
  if (!hasReadExactly(languageModel, own)) {
    console.error(
      'The language model has read other texts than the training and unlabelled ones, perhaps those held out here: make it by `reelsense pretrain` with the same --data and --exclude.',
    );
    process.exit(2);
  }
  const unit = splitBy ?? ownSplitBy;
  const split = unit === ownSplitBy ? own : splitAs(unit);
  const identity = {
    languageModel: languageModel.facts.checkpoint,
    developmentPart: textsSha256(split.development.map(({ text }) => text)),
  };
  const planned = {
    dataset,
    split,
    configuration: { seed: splitSeed, splitSeed, splitBy: unit, developmentFraction },
    excludeFacts: exclude === undefined ? undefined : excludeFacts(exclude),
    limit: undefined,
    splitAs: splitterOf(dataset, exclude),
  };
  const splitFlags = [
    ...['--split-by', unit, '--split-seed', String(splitSeed)],
    ...['--development-fraction', String(developmentFraction)],
  ];
  return { split, splitFlags, planned, languageModel, identity };
}
