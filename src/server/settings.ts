/** All that can be set about the server: defaults, units and descriptions in one place, from which flags and help derive. */
import { availableParallelism } from 'node:os';
import { ReelsenseError } from '../errors/index.js';

export interface NumberSetting {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
  readonly description: string;
}

export interface TextSetting {
  readonly default: string;
  readonly unit: string;
  readonly description: string;
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
  maximumBatchCharacters: {
    default: 50_000,
    minimum: 1,
    maximum: 1 << 26,
    unit: 'characters',
    description: 'Waiting requests run together up to so many characters',
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
} as const satisfies Record<string, NumberSetting | TextSetting>;

export type ServerSettingName = keyof typeof serverSettings;

export type ServerSettings = {
  readonly [Name in ServerSettingName]: (typeof serverSettings)[Name]['default'] extends number
    ? number
    : string;
};

/**
 * Defaults with what is given in their place.
 * @throws ReelsenseError 'invalid-option' naming the setting, its value and its bounds
 */
export function resolveSettings(given: Partial<ServerSettings> = {}): ServerSettings {
  const values = Object.entries(serverSettings).map(([name, setting]) => {
    const value = given[name as ServerSettingName] ?? setting.default;
    if ('minimum' in setting) checkNumber(name, value, setting);
    else if (typeof value !== 'string' || value === '') throw invalid(name, value, `an ${setting.unit}`);
    return [name, value];
  });
  const settings = Object.fromEntries(values) as ServerSettings;
  checkOrder(settings, 'headersTimeout', 'requestTimeout');
  checkOrder(settings, 'maximumTexts', 'maximumQueuedTexts');
  return settings;
}

function checkNumber(name: string, value: unknown, { minimum, maximum, unit }: NumberSetting): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return;
  throw invalid(name, value, `a whole number from ${minimum} to ${maximum} (${unit})`);
}

/** The first must not be above the second: the one is a part of the other. */
function checkOrder(settings: ServerSettings, lower: ServerSettingName, upper: ServerSettingName): void {
  if (settings[lower] <= settings[upper]) return;
  throw invalid(lower, settings[lower], `at most ${upper} (${settings[upper]})`);
}

function invalid(name: string, value: unknown, expected: string): ReelsenseError {
  return new ReelsenseError('invalid-option', `The setting ${name} is ${String(value)}; give ${expected}.`);
}
