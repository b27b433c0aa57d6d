/**
 * All that can be set about the server: defaults, units and descriptions in one place, from which flags, variables of the
 * environment, help and docs/settings.md derive.
 */
import { availableParallelism } from 'node:os';
import { ReelsenseError, refuseUnknown } from '../errors/index.js';

export interface NumberSetting {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  readonly description: string;
  /** For the reference, where the default depends on the machine. */
  readonly defaultShown?: string;
}

export interface TextSetting {
  readonly default: string;
  readonly unit: string;
  readonly description: string;
  /** What it may look like; whatever is not empty when undefined. */
  readonly pattern?: RegExp;
  /** The pattern in words. */
  readonly shape?: string;
}

/** Numbers are whole. A time-out is what somebody may take; a maximum is refused beyond, never cut. */
export const serverSettings = {
  host: {
    default: '127.0.0.1',
    unit: 'address',
    description:
      'Address to listen on; 127.0.0.1 is reached from this machine alone, 0.0.0.0 from everywhere',
  },
  port: {
    default: 3000,
    minimum: 0,
    maximum: 65_535,
    unit: 'TCP port',
    description: 'Port to listen on; 0 takes any free one',
  },
  threads: {
    default: Math.max(1, Math.min(4, availableParallelism())),
    defaultShown: "the machine's processors, at most 4",
    minimum: 1,
    maximum: 64,
    unit: 'threads',
    description: 'Worker threads that predict, each with the whole model in memory',
  },
  maximumBodyBytes: {
    default: 1 << 20,
    minimum: 1024,
    maximum: 1 << 28,
    unit: 'bytes',
    description: 'Largest body of a request',
  },
  maximumTextCharacters: {
    default: 50_000,
    minimum: 1,
    maximum: 1 << 26,
    unit: 'characters',
    description: 'Longest text, in UTF-16 units',
  },
  maximumTexts: {
    default: 256,
    minimum: 1,
    maximum: 100_000,
    unit: 'texts',
    description: 'Most texts of one request',
  },
  maximumQueuedTexts: {
    default: 1024,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'texts',
    description: 'Most texts that wait for a thread; beyond, requests are answered 429',
  },
  maximumQueuedExplanations: {
    default: 32,
    minimum: 1,
    maximum: 100_000,
    unit: 'explanations',
    description: 'Most explanations that wait for a thread; beyond, requests are answered 429',
  },
  maximumExplanations: {
    default: explanationsBeside(Math.min(4, availableParallelism())),
    defaultShown: 'half of `threads`, at least 1',
    minimum: 1,
    maximum: 64,
    unit: 'explanations',
    description: 'Most explanations that run at the same time, so that threads are left for predictions',
  },
  maximumBatchTokens: {
    default: 8192,
    minimum: 1,
    maximum: 1 << 20,
    unit: 'tokens',
    description: 'Bound on texts x longest text of what runs together',
  },
  batchWait: {
    default: 1,
    minimum: 0,
    maximum: 1000,
    unit: 'ms',
    description: 'Time that a batch which is not full waits for more texts while another thread works',
  },
  maximumBatchStreams: {
    default: 4,
    minimum: 1,
    maximum: 1000,
    unit: 'requests',
    description: 'Most requests to /api/v1/batch at the same time; beyond, they are answered 429',
  },
  maximumConnections: {
    default: 1024,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'connections',
    description: 'Most open connections; further ones are closed at once',
  },
  headersTimeout: {
    default: 5_000,
    minimum: 50,
    maximum: 600_000,
    unit: 'ms',
    description: 'Time for a client to send the headers of a request',
  },
  requestTimeout: {
    default: 15_000,
    minimum: 50,
    maximum: 600_000,
    unit: 'ms',
    description: 'Time for a client to send a whole request',
  },
  answerTimeout: {
    default: 30_000,
    minimum: 50,
    maximum: 600_000,
    unit: 'ms',
    description: 'Time for a request to wait and be predicted; beyond, it is answered 503',
  },
  streamIdleTimeout: {
    default: 30_000,
    minimum: 50,
    maximum: 3_600_000,
    unit: 'ms',
    description:
      'Time in which a client of /api/v1/batch must send, or take, some part; a stream as a whole has no limit',
  },
  keepAliveTimeout: {
    default: 10_000,
    minimum: 1,
    maximum: 600_000,
    unit: 'ms',
    description: 'Time that a connection may rest between two requests',
  },
  drainTimeout: {
    default: 7_000,
    minimum: 0,
    maximum: 600_000,
    unit: 'ms',
    description: 'Time to answer what was accepted before the server stops',
  },
  corsOrigins: {
    default: '',
    unit: 'origins',
    description:
      'Pages of these origins may ask the API, as https://films.example, with commas between; * means every page',
    shape: 'as https://films.example or http://localhost:8080, or *',
    pattern: /^(\*|https?:\/\/[\w.-]+(:\d+)?|https?:\/\/\[[\da-f:]+\](:\d+)?)$/i,
  },
  apiKeys: {
    default: '',
    unit: 'SHA-256 hashes',
    description:
      'Hashes of the keys with which the API is asked, with commas between; none: no key is needed. `reelsense serve --hash-api-key` makes one',
    shape: 'of 64 hexadecimal digits, as `reelsense serve --hash-api-key` makes them',
    pattern: /^[\da-f]{64}$/i,
  },
} as const satisfies Record<string, NumberSetting | TextSetting>;

export type ServerSettingName = keyof typeof serverSettings;

export type ServerSettings = {
  readonly [Name in ServerSettingName]: (typeof serverSettings)[Name]['default'] extends number
    ? number
    : string;
};

/**
 * Defaults with what is given in their place.
 * @throws ReelsenseError 'invalid-option' naming the setting, its value and its bounds; for a name that is none, too: who
 *   mistypes `apiKeys` would have a server that is open
 */
export function resolveSettings(given: Partial<ServerSettings> = {}): ServerSettings {
  refuseUnknown('setting', given, Object.keys(serverSettings));
  const { threads = serverSettings.threads.default } = given;
  const values = Object.entries(serverSettings).map(([name, setting]) => {
    const standard = name === 'maximumExplanations' ? explanationsBeside(threads) : setting.default;
    const value = given[name as ServerSettingName] ?? standard;
    if ('minimum' in setting) checkNumber(name, value, setting);
    else checkText(name, value, setting);
    return [name, value];
  });
  const settings = Object.fromEntries(values) as ServerSettings;
  checkOrder(settings, 'headersTimeout', 'requestTimeout');
  checkOrder(settings, 'maximumTexts', 'maximumQueuedTexts');
  return settings;
}

function checkNumber(name: string, value: unknown, { minimum, maximum, unit }: NumberSetting): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return;
  const shown = typeof value === 'string' ? JSON.stringify(value) : value;
  throw invalid(name, shown, `a whole number from ${minimum} to ${maximum} (${unit})`);
}

function checkText(
  name: string,
  value: unknown,
  { default: standard, unit, pattern, shape }: TextSetting,
): void {
  if (typeof value !== 'string') {
    const several = pattern === undefined ? '' : ', with commas between';
    throw invalid(name, JSON.stringify(value), `a string (${unit}${several})`);
  }
  if (value === standard) return;
  if (value === '') throw invalid(name, value, `an ${unit}`);
  if (pattern !== undefined && listOf(value).length === 0) throw invalid(name, JSON.stringify(value), unit);
  const wrong = pattern === undefined ? undefined : listOf(value).find((item) => !pattern.test(item));
  if (wrong !== undefined) throw invalid(name, wrong, `${unit} ${shape}, with commas between`);
}

/** So many at the same time leave threads for predictions, where there is more than one. */
function explanationsBeside(threads: number): number {
  return Math.max(1, Math.floor(threads / 2));
}

/** The parts of a setting that is a list. */
export function listOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The variable of the environment that gives a setting: HOST and PORT, as hosting platforms do, else REELSENSE_... */
export function environmentName(name: ServerSettingName): string {
  if (name === 'host' || name === 'port') return name.toUpperCase();
  return `REELSENSE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The first must not be above the second: the one is a part of the other. */
function checkOrder(settings: ServerSettings, lower: ServerSettingName, upper: ServerSettingName): void {
  if (settings[lower] <= settings[upper]) return;
  throw invalid(lower, settings[lower], `at most ${upper} (${settings[upper]})`);
}

function invalid(name: string, value: unknown, expected: string): ReelsenseError {
  return new ReelsenseError('invalid-option', `The setting ${name} is ${String(value)}; give ${expected}.`);
}
