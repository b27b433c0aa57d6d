/** Puts the text into the page's address and copies that. */
import type { JSX } from 'preact';
import { CopyButton } from '../components/index.js';
import { fragmentOf } from '../reading/share-address.js';

export function ShareButton({ text }: { readonly text: string }): JSX.Element {
  const address = async (): Promise<string> => {
    const fragment = await fragmentOf(text);
    history.replaceState(history.state, '', fragment);
    return location.href;
  };
  return (
    <CopyButton
      content={address}
      disabled={text.trim() === ''}
      done="Link copied"
      failed="It is in the address bar"
      title="The text stands in the part of the address that no server sees"
    >
      Copy link
    </CopyButton>
  );
}
