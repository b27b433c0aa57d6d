/** The page "Analyse". */
import type { JSX } from 'preact';
import { PageHead } from '../components/index.js';

export default function Page(): JSX.Element {
  return (
    <PageHead title="How does this review read?">
      Write or paste one. A neural network reads it word by word and says what it takes it for, and how likely
      it is to be right.
    </PageHead>
  );
}
