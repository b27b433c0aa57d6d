/** The model card, all of it from the metrics, so that it can be written again when a figure is added. */
import { type CardMetric, renderModelCard } from '../checkpoint/index.js';
import { imdbArchive } from '../datasets/index.js';
import type { EvaluationJson } from '../evaluation/index.js';
import {
  type ExportFacts,
  type HeadlineFigures,
  type InitialClassifierFacts,
  type Lineage,
  type ModelMetrics,
  mayHaveReadDevelopment,
  partOf,
  type RecalibrationFacts,
  secondsOf,
  trainingsOf,
} from './model-metrics.js';
import type { LanguageModelFacts } from './pretrained.js';
import { type PretrainingConfiguration, pretrainingDefaults } from './pretraining-configuration.js';

/** README.md of the model called `name`. */
export function describeModel(name: string, labels: readonly string[], metrics: ModelMetrics): string {
  const { data, training, card } = metrics;
  const { perLabel, ...counts } = data.split;
  const isImdb = data.format === 'archive';
  return renderModelCard({
    name,
    summary: summary(labels, metrics),
    license: card.license,
    language: card.language,
    labels,
    data: {
      name: data.name,
      description: isImdb
        ? 'English reviews of films from IMDb, at most 30 a film (Maas et al., ACL 2011).'
        : `labelled texts of the user (${data.format}).`,
      ...(isImdb ? { url: new URL('.', imdbArchive().url).href } : {}),
      sha256: data.sha256,
    },
    split: Object.fromEntries([
      ...Object.entries(counts).map(([part, count]) => [words(part), count]),
      ...Object.entries(perLabel).map(([label, count]) => [`train: ${label}`, count]),
    ]),
    command: commandLines(metrics).join('\n'),
    seed: training.seed,
    seconds: secondsOf(metrics),
    configuration: Object.fromEntries(
      Object.entries(training.configuration).map(([key, value]) => [
        words(key),
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ),
    metrics: measured(metrics),
    baselines: [],
    limits: limits(metrics),
  });
}

/** What to type: what it began with first, the members' trainings where there are some, and then the joining. */
function commandLines({
  training,
  members,
  averaged,
}: Pick<ModelMetrics, 'training' | 'members' | 'averaged'>): string[] {
  const linesOf = (one: Lineage): string[] => [
    ...(one.initial?.training === undefined
      ? []
      : [...linesOf(one.initial.training), `# which made ${madeBy(one.initial)}; then`]),
    ...(one.pretraining == null ? [] : languageModelLines(one.pretraining)),
    ...beginningLines(one),
    one.command,
  ];
  if (members === undefined) return linesOf(training);
  return [
    ...members.flatMap((member) => [
      `# ${member.name}: ${(100 * member.accuracy).toFixed(2)} % on the development part alone`,
      ...commandLines({ ...member, averaged: true }),
    ]),
    averaged === true ? '# the mean of their weights' : '# all of them in one graph',
    training.command,
  ];
}

/** A language model's command with what differs from the defaults and what it came to, after those of what it went on from. */
function languageModelLines(facts: LanguageModelFacts): string[] {
  const { configuration, epochs, perplexity, seconds, initial, before, newWords, heldOutWasRead, exported } =
    facts;
  const flags = (Object.keys(pretrainingDefaults) as (keyof PretrainingConfiguration)[])
    .filter((key) => configuration[key] !== undefined && configuration[key] !== pretrainingDefaults[key])
    .filter((key) => key !== 'vocabularySize' || initial === undefined || newWords !== undefined)
    .map((key) => flagOf(key, configuration[key]));
  const seen =
    heldOutWasRead === undefined
      ? ''
      : ` of texts some of which it ${heldOutWasRead === 'maybe' ? 'may have' : 'had'} read`;
  const reached = perplexity === null ? '' : `, perplexity ${perplexity.toFixed(1)}${seen}`;
  const made = `${epochs === 1 ? 'one epoch' : `${epochs} epochs`}${reached}, ${Math.round(seconds / 60)} minutes`;
  return [
    ...(before === undefined ? [] : languageModelLines(before)),
    before === undefined ? `# a language model first: ${made}` : `# which goes on: ${made}`,
    ...(initial === undefined || before !== undefined
      ? []
      : [`# it goes on from ${initial}, whose time is not counted`]),
    `reelsense pretrain --data TEXTS${initial === undefined ? '' : ' --init FOLDER'} --out FOLDER${flags.join('')}`,
    ...(exported === undefined
      ? []
      : [`reelsense export --model FOLDER --out SMALLER --quantize ${exported}`]),
  ];
}

function calibrationText({ temperature, bias = 0 }: ModelMetrics['storage']): string {
  const scale = `Temperature ${temperature.toFixed(3)}`;
  return bias === 0 ? `${scale} is` : `${scale} and bias ${bias.toFixed(3)} are`;
}

/** ' --hidden-size 192', ' --no-bidirectional' */
function flagOf(key: string, value: unknown): string {
  const name = words(key).replaceAll(' ', '-');
  if (typeof value === 'boolean') return value ? ` --${name}` : ` --no-${name}`;
  return ` --${name} ${value}`;
}

/** What else went into it: a classifier that it began with, teachers, texts without labels. */
function beginningLines({ initial, teachers = [], unlabelled = 0 }: Lineage): string[] {
  return [
    ...(initial == null ? [] : [`# begins with the model ${identity(initial)}`]),
    ...(teachers.length === 0
      ? []
      : [`# learns from the probabilities of ${teachers.map(identity).join(', ')}`]),
    ...(unlabelled === 0
      ? []
      : [`# learns from ${unlabelled.toLocaleString('en-US')} texts without labels too`]),
  ];
}

/** What a training came to that another begins with: of several LSTMs in one graph, one. */
function madeBy({ member, ...whole }: InitialClassifierFacts): string {
  return member === undefined ? identity(whole) : `${identity(member)}, a part of ${identity(whole)}`;
}

function identity({ name, sha256 }: { readonly name: string; readonly sha256: string }): string {
  return `${name} (${sha256.slice(0, 12)})`;
}

function summary(
  labels: readonly string[],
  { data, training, members: made, averaged }: ModelMetrics,
): string {
  const { layers, bidirectional, pooling } = training.configuration;
  const members = averaged === true ? undefined : made;
  const configurations = (members ?? [{ training }]).map((one) => one.training.configuration);
  const units = configurations
    .map(({ hiddenSize, embeddingSize }) => `${hiddenSize} units over words of ${embeddingSize} features`)
    .join(' and ');
  const shape = [
    `${layers === 1 ? 'one layer' : `${layers} layers`}${bidirectional ? ' in each direction' : ''} of ${units}`,
    `${pooling.join(' and ')} pooling`,
  ];
  return (
    `${members === undefined ? 'An LSTM (' : `${members.length} LSTMs in one graph (`}${shape.join(', ')}) that ${members === undefined ? 'reads' : 'read'} a text and ${members === undefined ? 'says' : 'say'} ${labels.map((label) => `\`${label}\``).join(' or ')} ` +
    `with a calibrated probability. ${averaged === true ? `Its weights are the mean of those of ${made!.length} trainings. ` : ''}Trained by Reelsense on ${data.name}.`
  );
}

function measured({ development, evaluations }: ModelMetrics): CardMetric[] {
  return [
    ...evaluations.flatMap(({ figures, part, data, of }) =>
      rows(figures, `${part} part of ${data.name}${of === undefined ? '' : `, of ${of}`}`),
    ),
    ...rows(development, 'development part'),
  ];
}

function rows(figures: EvaluationJson, part: string): CardMetric[] {
  const on = `${part} (${reviews(figures.count)})`;
  const metric = (name: string, value: number | null): CardMetric[] =>
    value === null ? [] : [{ name, value, on }];
  return [
    { name: 'accuracy', value: figures.accuracy, interval: figures.accuracyInterval, on },
    ...metric('f1', figures.f1),
    ...metric('roc_auc', figures.rocAuc),
    ...metric('log_loss', figures.logLoss),
    ...metric('expected_calibration_error', figures.ece),
  ];
}

function limits(metrics: ModelMetrics): string[] {
  const { data, training, storage } = metrics;
  return [
    `It knows texts like those of ${data.name}; on other subjects and languages expect less, and measure it there.`,
    ...(trainingsOf(metrics).some(mayHaveReadDevelopment)
      ? ['Its language model may have read development texts, so that figures on those may be too good.']
      : []),
    `It reads the first ${training.configuration.maximumLength - 1} tokens of a text, without regard to letter case.`,
    choiceNote(metrics),
    `${weightsNote(metrics)} ${calibrationText(storage)} folded into the weights.`,
    ...(metrics.calibration === undefined ? [] : [calibrationNote(metrics.calibration)]),
    ...(metrics.export === undefined ? [] : [exportNote(storage.weights, metrics.export)]),
  ];
}

/** Which figures are a little too good, because a choice was made on those reviews. */
function choiceNote({ calibration }: ModelMetrics): string {
  return calibration === undefined || calibration.isDevelopment
    ? 'The development part chose the epoch and the calibration, so its figures are a little too good; figures on a test part are not.'
    : `The development part chose the epoch, and ${partOf(calibration.part, calibration.data)} the calibration, so figures on those are a little too good; figures on a test part outside them are not.`;
}

/** How the weights are stored, and what that cost when the model was made. */
function weightsNote({
  storage,
  development,
  developmentFullPrecision,
  calibration,
  export: exported,
}: ModelMetrics): string {
  return calibration?.isDevelopment === true
    ? `Weights are stored as ${storage.weights}.`
    : storageNote(exported?.figuresOf?.weights ?? storage.weights, development, developmentFullPrecision);
}

/** That it was calibrated again, and which figures that leaves behind. */
function calibrationNote({ part, data, count, command, from, isDevelopment }: RecalibrationFacts): string {
  const figures = isDevelopment ? '' : '; its development figures are of before that';
  return `It is ${identity(from)}, calibrated again on ${partOf(part, data)} (${reviews(count)}) by \`${command}\`${figures}.`;
}

/** That the weights are stored in another way than when the figures were measured, and what it costs. */
function exportNote(weights: string, { from, figuresOf, command, measured }: ExportFacts): string {
  const [stored] = measured?.after ?? [];
  const cost =
    measured === null || stored === undefined
      ? 'what that costs was not measured'
      : `on the ${measured.part} part of ${measured.data.name} (${reviews(measured.count)}) accuracy is ${(100 * stored.accuracy).toFixed(2)} % ` +
        `after ${(100 * measured.before.accuracy).toFixed(2)} %, log loss ${stored.logLoss.toFixed(4)} after ${measured.before.logLoss.toFixed(4)}`;
  const figures =
    figuresOf === undefined ? '' : ` The development figures here are those of ${figuresOf.name}.`;
  return `The weights were then stored again as ${weights}, from the model ${from.name} by \`${command}\`: ${cost}.${figures}`;
}

/** How much the smaller storage costs, in a sentence. */
export function storageNote(weights: string, stored: HeadlineFigures, full: HeadlineFigures): string {
  const text = (figures: HeadlineFigures): string =>
    `${(100 * figures.accuracy).toFixed(2)} % (log loss ${figures.logLoss.toFixed(4)})`;
  return `Weights are stored as ${weights}: development accuracy ${text(stored)}, before storing ${text(full)}.`;
}

/** 'duplicatesDropped' -> 'duplicates dropped'. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function reviews(count: number): string {
  return count === 1 ? '1 review' : `${count.toLocaleString('en-US')} reviews`;
}
