/** The same question from a program, to copy. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button, Card, CopyButton } from '../components/index.js';
import { useEnvironment } from '../environment.js';
import { curlCommand, javascriptProgram } from '../reading/snippets.js';

const languages = { curl: curlCommand, JavaScript: javascriptProgram } as const;
type Language = keyof typeof languages;
const names = Object.keys(languages) as Language[];

const example = 'A warm, funny film.';

export interface ProgramCardProps {
  readonly text: string;
  readonly needsKey: boolean;
}

export function ProgramCard({ text, needsKey }: ProgramCardProps): JSX.Element {
  const { base } = useEnvironment();
  const [language, setLanguage] = useState<Language>('curl');
  const program = languages[language](base, text.trim() === '' ? example : text, needsKey);
  return (
    <Card
      title="Ask from a program"
      class="program"
      lead={
        <>
          The same verdict over HTTP, for the text above.{' '}
          <a href="./docs">All that the API takes and answers</a>
        </>
      }
      actions={
        <div class="row">
          <fieldset class="row" aria-label="Language">
            {names.map((name) => (
              <Button key={name} small aria-pressed={name === language} onClick={() => setLanguage(name)}>
                {name}
              </Button>
            ))}
          </fieldset>
          <CopyButton content={() => program}>Copy</CopyButton>
        </div>
      }
    >
      <textarea
        class="code"
        readOnly
        rows={program.split('\n').length + 1}
        spellcheck={false}
        aria-label={`The question in ${language}`}
        value={program}
      />
    </Card>
  );
}
