/** Reading on the device, switched on and off: what is to be downloaded, how far it is, and the reader when it is ready. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { runtimeFile } from '../../runtime/browser-file.js';
import { ApiFailure, type ModelFacts } from '../api/index.js';
import { downloadsOf } from './device-files.js';
import { DeviceReader } from './device-reader.js';
import { bytesToFetch, cacheName } from './downloads.js';
import type { StartOptions } from './messages.js';

export type DeviceState =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'ready'; readonly reader: DeviceReader }
  /** Nobody reads then, until the user says who shall: what is meant for this device alone is not sent. */
  | { readonly kind: 'failed'; readonly message: string };

export interface Device {
  readonly state: DeviceState;
  /** Bytes in all, and those that are not kept from an earlier visit; undefined until they are known. */
  readonly sizes: { readonly total: number; readonly missing: number } | undefined;
  /** Why it cannot be; undefined where it can, or that is not known yet. */
  readonly unavailable: string | undefined;
  readonly turn: (on: boolean) => void;
}

const insecure = 'Browsers allow this only on pages that come over https or from this very machine.';

const starting: DeviceState = { kind: 'starting', loaded: 0, total: 0 };

/** Without a secure address a browser gives neither a cache nor a hash. */
const isSecure = typeof caches !== 'undefined' && crypto.subtle !== undefined;

/**
 * @param base absolute address under which the folders of models are, ending in '/'
 * @param onAtFirst true where the device read before a reload or Back: it is switched on as soon as the model is known
 */
export function useDevice(facts: ModelFacts | undefined, base: string, onAtFirst: boolean): Device {
  const [state, setState] = useState<DeviceState>(onAtFirst ? starting : { kind: 'off' });
  const isDue = useRef(onAtFirst);
  const [sizes, setSizes] = useState<Device['sizes']>();
  const [unavailable, setUnavailable] = useState(isSecure ? undefined : insecure);
  const attempt = useRef(new AbortController());
  useEffect(() => {
    if (facts === undefined || !isSecure) return;
    sizesOf(facts, base).then(
      (found) => {
        setSizes(found);
        setUnavailable(undefined);
      },
      (error: unknown) => {
        setSizes(undefined);
        setUnavailable(`Not available here. ${error instanceof Error ? error.message : String(error)}`);
      },
    );
  }, [facts, base, state.kind]);
  useEffect(() => {
    if (state.kind !== 'ready') return;
    return () => state.reader.stop();
  }, [state]);
  const turn = useCallback(
    (on: boolean): void => {
      isDue.current = false;
      attempt.current.abort(); // what is under way is not downloaded to its end
      attempt.current = new AbortController();
      const { signal } = attempt.current;
      if (!on) setState({ kind: 'off' });
      if (!on || facts === undefined) return;
      setState(starting);
      const options = { ...optionsOf(facts, base), signal };
      DeviceReader.start(options, (loaded, total) => {
        if (!signal.aborted) setState({ kind: 'starting', loaded, total });
      }).then(
        (reader) => (signal.aborted ? reader.stop() : setState({ kind: 'ready', reader })),
        (error: unknown) => {
          if (signal.aborted) return;
          const message = error instanceof ApiFailure ? error.message : String(error);
          setState({ kind: 'failed', message });
        },
      );
    },
    [facts, base],
  );
  useEffect(() => {
    if (facts !== undefined && isDue.current) turn(true);
  }, [facts, turn]);
  return { state, sizes, unavailable, turn };
}

/** @throws Error when the server gives not all files of the model, or the browser keeps none */
async function sizesOf(facts: ModelFacts, base: string): Promise<NonNullable<Device['sizes']>> {
  const options = optionsOf(facts, base);
  const downloads = downloadsOf(options);
  const total = downloads.reduce((sum, { bytes }) => sum + bytes, 0);
  return { total, missing: await bytesToFetch(options.cache, downloads) };
}

function optionsOf({ device: { model, path, files } }: ModelFacts, base: string): StartOptions {
  const modelBase = new URL(path, base).href;
  const runtime = new URL(runtimeFile.address, location.href).href;
  const cache = cacheName(new URL(base).pathname, model.sha256);
  return { modelBase, model, files, runtime, runtimeBytes: runtimeFile.bytes, cache };
}
