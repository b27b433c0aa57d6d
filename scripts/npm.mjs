/** Runs npm: the very npm that runs us, where there is one, so that no second version is mixed in. */
import { spawnSync } from 'node:child_process';

/** ONNX Runtime's post-install would fetch CUDA files from a host of its own; nothing here needs them. */
const skipDownloads = { ONNXRUNTIME_NODE_INSTALL: 'skip' };

/**
 * Waits for npm to end. What npm was told on its own command line stays with it.
 * @param {string[]} parameters as after `npm`
 * @param {import('node:child_process').SpawnSyncOptions} options
 * @returns {{ status: number, output: string }} 1 when it could not be started; output is empty when it went to the terminal
 */
export function npm(parameters, options = {}) {
  const environment = { ...process.env, ...skipDownloads };
  delete environment.npm_config_onnxruntime_node_install; // From .npmrc; newer versions of npm warn of it.
  const script = process.env.npm_execpath;
  const direct = script !== undefined && /\.[cm]?js$/.test(script);
  const { status, stdout, stderr, error } = spawnSync(
    direct ? process.execPath : 'npm',
    direct ? [script, ...parameters] : parameters,
    { encoding: 'utf8', shell: !direct && process.platform === 'win32', ...options, env: environment },
  );
  const output = `${stdout ?? ''}${stderr ?? ''}${error === undefined ? '' : error.message}`;
  return { status: status ?? 1, output };
}
