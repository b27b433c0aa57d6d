/** Where a server wants a key and does not know the one it was asked with: a place to type one. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { keyProblem, onRefusedKey, storeKey } from '../api/index.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { Notice } from './notice.js';

/** Where the focus goes while a typed key is tried. */
const content = 'main';

export function KeyForm(): JSX.Element | null {
  const [isRefused, setRefused] = useState(false);
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const hasTried = useRef(false);
  useEffect(() => onRefusedKey(() => setRefused(true)), []);
  useEffect(() => {
    if (isRefused && hasTried.current && document.activeElement?.id === content) field.current?.focus();
  }, [isRefused]);
  if (!isRefused) return null;
  return (
    <Card title="This server asks for a key" class="key-form">
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = keyProblem(key.trim());
          setProblem(wrong);
          if (wrong !== undefined) return;
          setRefused(false); // before everything is asked again, which may be refused again
          setKey('');
          hasTried.current = true;
          storeKey(key.trim());
          document.getElementById(content)?.focus({ preventScroll: true }); // this form goes
        }}
      >
        <label for="key">Key</label>
        <input
          id="key"
          ref={field}
          type="password"
          autocomplete="off"
          required
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
        <Button kind="primary" type="submit">
          Use it
        </Button>
      </form>
      {problem === undefined ? null : (
        <Notice kind="error" live>
          {problem}
        </Notice>
      )}
      <p class="note">
        The browser keeps it until this tab is closed; where storage is blocked, until this page is left. Who
        runs the server makes keys with <code>reelsense serve --hash-api-key</code>.
      </p>
    </Card>
  );
}
