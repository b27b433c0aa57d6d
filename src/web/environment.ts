/** Where the front end runs: on pages of the server, or as static files without one. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ModelFacts } from './api/index.js';

export interface Environment {
  /** False for the static site: everything is read on the device. */
  readonly hasServer: boolean;
  /** Absolute address of the folder that the pages, the API and the folders of models stand in, ending in '/'. */
  readonly base: string;
  /** @throws ApiFailure */
  readonly facts: () => Promise<ModelFacts>;
  /** What stood in the text area of the page as it was delivered. */
  readonly deliveredText: string;
}

const context = createContext<Environment | undefined>(undefined);

export const EnvironmentProvider = context.Provider;

export function useEnvironment(): Environment {
  const environment = useContext(context);
  if (environment === undefined) throw new Error('The page has no environment.');
  return environment;
}
