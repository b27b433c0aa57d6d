/** In place of the verdict while nobody can read: the model is on its way, is to be downloaded first, or did not come. */
import type { JSX } from 'preact';
import { Button } from '../components/index.js';
import type { Device } from '../device/use-device.js';
import { useEnvironment } from '../environment.js';
import { bytes } from '../format.js';
import { focusSwitch } from './device-card.js';

export function BeforeReading({ device }: { readonly device: Device }): JSX.Element {
  const { state, sizes, unavailable, turn } = device;
  const { hasServer } = useEnvironment();
  if (state.kind === 'starting') {
    return (
      <div class="empty-verdict">
        <p class="verdict-name">The model is on its way</p>
        <p class="muted">The verdict comes as soon as it is here.</p>
      </div>
    );
  }
  if (state.kind === 'failed' && hasServer) {
    return (
      <div class="empty-verdict">
        <p class="verdict-name">Nothing is read, and nothing is sent</p>
        <p class="muted">Reading on this device did not begin. Try again, or let the server read.</p>
      </div>
    );
  }
  return (
    <div class="empty-verdict">
      <p class="verdict-name">The model reads on your device</p>
      <p class="muted">
        {unavailable ??
          'It is downloaded once; after that the page needs no network, and nothing you write is sent anywhere.'}
      </p>
      <div>
        <Button
          kind="primary"
          disabled={unavailable !== undefined || sizes === undefined}
          onClick={() => {
            turn(true);
            focusSwitch();
          }}
        >
          {sizes === undefined ? 'Download the model' : `Download (${bytes(sizes.missing)}) and begin`}
        </Button>
      </div>
    </div>
  );
}
