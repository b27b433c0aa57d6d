/** Starts the worker. The page's policy wants the address of a script to be vouched for (Trusted Types). */
import address from './worker.js?worker&url';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (text: string) => string },
  ): { createScriptURL(text: string): string };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('reelsense', {
  createScriptURL: (text) => {
    if (text === address) return text;
    throw new TypeError(`${text} is not the worker of this page.`);
  },
});

export function startWorker(): Worker {
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module', name: 'reelsense' });
}
