/** `reelsense serve`: the page and the API, until Ctrl-C. */
import { Option } from 'commander';
import { BUNDLED_MODEL, SMALL_MODEL } from '../load-model.js';
import {
  closeOnSignals,
  createApiKey,
  environmentName,
  type ServerSettingName,
  type ServerSettings,
  serverSettings,
  startServer,
} from '../server/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { examples, kebabCase, numberOf, valueHelp } from './flags.js';
import { modelOption } from './model-option.js';

const names = Object.keys(serverSettings) as ServerSettingName[];

type ServeOptions = { model?: string; deviceModel?: string; hashApiKey?: boolean } & Partial<
  Record<ServerSettingName, string>
>;

export const addServeCommand: AddCommand = (program, context, finish) => {
  const command = program
    .command('serve')
    .description('answer over HTTP: a page for people, an API for programs')
    .option(...modelOption)
    .option(
      '--device-model <model>',
      `the model that the page runs in browsers, as --model is written (default: ${SMALL_MODEL} beside ${BUNDLED_MODEL}, else the served model)`,
    );
  for (const name of names) {
    const setting = serverSettings[name];
    const { unit, default: standard, description } = setting;
    const range = 'minimum' in setting ? { minimum: setting.minimum, maximum: setting.maximum } : {};
    const variable = `; or ${environmentName(name)} in the environment`;
    const help = `${description}${variable}${valueHelp({ unit, standard: standard === '' ? 'none' : standard, ...range })}`;
    command.addOption(new Option(`--${kebabCase(name)} <${placeholder(setting)}>`, help));
  }
  command
    .option('--hash-api-key', 'make a new key for the API, print it and its hash for --api-keys, and end')
    .addHelpText('after', examples('serve', 'serve --port 8080 --model runs/sample', 'serve --host 0.0.0.0'))
    .action(async (options: ServeOptions) => finish(await serve(options, context)));
};

function placeholder(setting: (typeof serverSettings)[ServerSettingName]): string {
  if ('minimum' in setting) return 'n';
  return 'pattern' in setting ? 'list' : 'address';
}

async function serve(options: ServeOptions, { console }: CommandContext): Promise<number> {
  if (options.hashApiKey === true) {
    const { key, sha256 } = createApiKey();
    await console.print(`Key, for who asks the API (it is kept nowhere): ${key}`);
    await console.print(`Hash, for the server: --api-keys ${sha256}`);
    return exitCodes.success;
  }
  const { server, address } = await startServer({
    ...serverOptions(options, console.env),
    model: options.model ?? BUNDLED_MODEL,
    deviceModel: deviceModelOf(options),
    onError: (error) => console.note(`reelsense: ${error instanceof Error ? error.message : String(error)}`),
  });
  await console.print(`Reelsense answers at ${address.url} with the model ${server.model.name}.`);
  if (!address.loopback) {
    await console.print(
      `Attention: it listens on ${address.host}, so other machines can reach it; ${server.settings.apiKeys === '' ? 'nobody has to sign in' : 'a key is needed to have texts read, by the API and on the page'}.`,
    );
  }
  await console.print('Ctrl-C stops it.');
  await closeOnSignals(server, {
    onSignal: () => console.note('Answering what was accepted, then stopping.'),
  });
  return exitCodes.success;
}

/** The small bundled model goes with the accurate one; with another model only what was named. */
function deviceModelOf({ model = BUNDLED_MODEL, deviceModel }: ServeOptions): string | undefined {
  return deviceModel ?? (model === BUNDLED_MODEL ? SMALL_MODEL : undefined);
}

/** A flag, else the environment, else the default of the server. */
function serverOptions(
  given: ServeOptions,
  env: Readonly<Record<string, string | undefined>>,
): Partial<ServerSettings> {
  const values = names.flatMap((name): [string, string | number][] => {
    const variable = environmentName(name);
    const fromEnvironment = env[variable] || undefined;
    const text = given[name] ?? fromEnvironment;
    if (text === undefined) return [];
    const source = given[name] === undefined ? `${variable} in the environment` : `--${kebabCase(name)}`;
    const { unit } = serverSettings[name];
    return [[name, 'minimum' in serverSettings[name] ? numberOf(source, text, `a number (${unit})`) : text]];
  });
  return Object.fromEntries(values);
}
