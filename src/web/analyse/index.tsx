/** The page "Analyse": a review, its verdict as it is typed, why, how it reads, and what another wording would do. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Notice, PageHead } from '../components/index.js';
import { useDevice } from '../device/use-device.js';
import { useEnvironment } from '../environment.js';
import { joinOverlapping } from '../reading/join-overlapping.js';
import { serverReader } from '../reading/server-reader.js';
import { useLiveQuestion } from '../reading/use-live-question.js';
import { verdictOf } from '../reading/verdict.js';
import { useFacts } from '../use-facts.js';
import { useFileDrop } from '../use-file-drop.js';
import { useKey } from '../use-key.js';
import { BeforeReading } from './before-reading.js';
import { ComparisonCard } from './comparison-card.js';
import { DeviceCard } from './device-card.js';
import { Editor, focusText } from './editor.js';
import { ExplanationCards } from './explanation-cards.js';
import { rememberedEntry, useHistoryEntry } from './history-entry.js';
import { ProgramCard } from './program-card.js';
import { useAnnouncement } from './use-announcement.js';
import { useKept, type Version } from './use-kept.js';
import { useText } from './use-text.js';
import { VerdictCard } from './verdict-card.js';
import './analyse.css';

const verdictTimes = { delay: 25, longestDelay: 250 };
const explanationTimes = { delay: 350, longestDelay: 5000 };

export default function Page(): JSX.Element {
  const { hasServer, base, deliveredText, facts: askFacts } = useEnvironment();
  const [answeredBy, setAnsweredBy] = useState<string>();
  const [facts, factsFailure] = useFacts(askFacts, answeredBy);
  const [{ text, atOnce }, setText] = useText(deliveredText);
  const device = useDevice(facts, base, rememberedEntry()?.device === true);
  useHistoryEntry({ text, device: device.state.kind !== 'off' });
  const reader =
    device.state.kind === 'ready'
      ? device.state.reader
      : hasServer && device.state.kind === 'off'
        ? serverReader
        : undefined;
  const isHere = device.sizes?.missing === 0;
  useEffect(() => {
    if (!hasServer && isHere && device.state.kind === 'off') device.turn(true);
  }, [hasServer, isHere]);
  const key = useKey();
  const predict = useCallback(
    async (asked: string, signal: AbortSignal) => {
      const prediction = await reader!.predict(asked, signal);
      if (reader!.place === 'server' && !signal.aborted) setAnsweredBy(prediction.model.sha256);
      return prediction;
    },
    [reader, key],
  );
  const explain = useCallback(
    async (asked: string, signal: AbortSignal) => {
      const explanation = await reader!.explain(asked, signal);
      return { ...explanation, words: joinOverlapping(explanation.words) };
    },
    [reader, key],
  );
  const verdict = useLiveQuestion(text, reader && predict, { ...verdictTimes, atOnce });
  const explanation = useLiveQuestion(text, reader && explain, { ...explanationTimes, atOnce });
  const { latest } = verdict;
  const [kept, setKept] = useKept(latest, reader && predict);
  const now: Version | undefined = latest?.text === text ? { text, prediction: latest.answer } : undefined;
  const announcement = useAnnouncement(verdict, facts);
  useFileDrop();
  return (
    <>
      <PageHead title="How does this review read?">
        A neural network reads it word by word, says what it takes it for, how sure it is, and why.
      </PageHead>
      {factsFailure === undefined ? null : (
        <Notice kind="warning" title="The model's details are missing" live>
          {factsFailure.message}
        </Notice>
      )}
      <div class="analyse">
        <Editor
          text={text}
          limit={facts?.limits.maximumTextCharacters}
          isKept={kept !== undefined}
          verdict={
            latest &&
            facts && {
              ...verdictOf(latest.answer, facts.labels, facts.unsureBelow),
              probability: latest.answer.probability,
            }
          }
          onText={setText}
          onKeep={now && (() => setKept(now))}
        />
        <div class="side">
          <VerdictCard
            state={verdict}
            explained={explanation.latest}
            facts={facts}
            place={reader?.place ?? 'device'}
            instead={reader === undefined ? <BeforeReading device={device} /> : undefined}
          />
          <DeviceCard device={device} facts={facts} isOnlyWay={!hasServer} />
        </div>
        {kept === undefined || facts === undefined ? null : (
          <ComparisonCard
            kept={kept}
            text={text}
            now={now?.prediction}
            facts={facts}
            onRestore={() => {
              setText(kept.text, true);
              focusText();
            }}
            onStop={() => {
              setKept(undefined);
              focusText();
            }}
          />
        )}
        <ExplanationCards state={explanation} text={text} />
        {hasServer ? <ProgramCard text={text} needsKey={facts?.needsKey === true} /> : null}
      </div>
      <p class="unseen" role="status">
        {announcement}
      </p>
    </>
  );
}
