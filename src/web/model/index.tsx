/** The page "The model". */
import type { JSX } from 'preact';
import { PageHead } from '../components/index.js';

export default function Page(): JSX.Element {
  return <PageHead title="The model" />;
}
