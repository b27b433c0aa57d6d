/** The switch for reading on the device: says before what it downloads, shows how far it is, and that nothing is sent. */
import type { JSX } from 'preact';
import type { ModelFacts } from '../api/index.js';
import { Button, Card, Notice, Progress, Switch } from '../components/index.js';
import type { Device } from '../device/use-device.js';
import { bytes, share } from '../format.js';

const deviceSwitch = 'device-switch';

/** For other places to begin, which go then: the switch stays. */
export function focusSwitch(): void {
  document.getElementById(deviceSwitch)?.focus({ preventScroll: true });
}

export interface DeviceCardProps {
  readonly device: Device;
  readonly facts: ModelFacts | undefined;
  /** True where there is no server to ask instead. */
  readonly isOnlyWay: boolean;
}

export function DeviceCard({ device, facts, isOnlyWay }: DeviceCardProps): JSX.Element {
  const { state, sizes, unavailable, turn } = device;
  const decide = (on: boolean): void => {
    turn(on);
    focusSwitch();
  };
  return (
    <Card title="On this device" class="device">
      <Switch
        id={deviceSwitch}
        on={state.kind === 'starting' || state.kind === 'ready'}
        disabled={state.kind === 'off' && (unavailable !== undefined || sizes === undefined)}
        onChange={turn}
        describedBy="device-note"
      >
        Read in this browser
      </Switch>
      <p class="note" id="device-note">
        {noteOf(device, facts, isOnlyWay)}
      </p>
      {state.kind === 'starting' ? (
        <Progress label="Download" value={state.total === 0 ? undefined : state.loaded / state.total}>
          {state.total === 0 || state.loaded < state.total
            ? `${bytes(state.loaded)} of ${bytes(state.total)}`
            : 'Starting the model ...'}
        </Progress>
      ) : null}
      {state.kind === 'failed' ? (
        <Notice
          kind="error"
          title="That did not work"
          live
          actions={
            <>
              <Button small onClick={() => decide(true)}>
                Try again
              </Button>
              {isOnlyWay ? null : (
                <Button small onClick={() => decide(false)}>
                  Let the server read
                </Button>
              )}
            </>
          }
        >
          {state.message}
        </Notice>
      ) : null}
    </Card>
  );
}

function noteOf(
  { state, sizes, unavailable }: Device,
  facts: ModelFacts | undefined,
  isOnlyWay: boolean,
): string {
  if (state.kind === 'ready') {
    return 'On: the model reads here, in the background of this page. Nothing you write leaves this device.';
  }
  if (unavailable !== undefined) return unavailable;
  const what = isOnlyWay ? 'The model' : modelOf(facts);
  const promise = `${what} then reads in your browser, and nothing you write leaves this device.`;
  if (sizes === undefined) return promise;
  if (sizes.missing === 0) return `${promise} Everything is here from last time: nothing to download.`;
  return `${promise} It downloads at most ${bytes(sizes.missing)} once and keeps it for next time.`;
}

/** Another model than the server's is named, with how good it is. */
function modelOf(facts: ModelFacts | undefined): string {
  if (facts === undefined || facts.device.model.sha256 === facts.model.sha256) return 'The same model';
  const { model, accuracy } = facts.device;
  const good = accuracy === null ? '' : `, right on ${share(accuracy, 1)} of its test reviews,`;
  return `A smaller model, ${model.name}${good}`;
}
