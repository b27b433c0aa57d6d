import { describe, expect, it } from 'vitest';
import { type MemberFacts, secondsOf } from './model-metrics.js';

type Training = MemberFacts['training'];

const languageModel = (checkpoint: string, seconds: number, before?: object) =>
  ({ checkpoint, seconds, ...(before === undefined ? {} : { before }) }) as Training['pretraining'];

const training = (
  command: string,
  seconds: number,
  pretraining: Training['pretraining'],
  initial?: Training,
): Training =>
  ({ command, seconds, pretraining, initial: initial && { training: initial } }) as unknown as Training;

const member = (one: Training): MemberFacts => ({ training: one }) as MemberFacts;

describe('secondsOf', () => {
  it('counts what a training began with, and before that', () => {
    const first = languageModel('first', 100);
    const second = languageModel('second', 20, first!);
    expect(secondsOf(member(training('b', 3, null, training('a', 4, second))))).toBe(127);
  });

  it('counts once what several members share', () => {
    const shared = languageModel('shared', 100);
    const once = training('a', 7, shared);
    const members = [member(once), member(training('b', 5, null, once)), member(training('a', 8, shared))];
    const nested = { ...member(once), members: [member(training('c', 2, shared)), member(once)] };
    const joined = { training: training('join', 999, null), members: [...members, nested] };
    expect(secondsOf(joined)).toBe(100 + 7 + 5 + 8 + 2);
  });
});
