/** The page's script: makes the form of the page live. Without it the form is sent as forms are. */
import { askServer } from './ask-server.js';
import { makeCopyButton } from './copy-button.js';
import { LiveAnalysis } from './live-analysis.js';
import { showState } from './result-view.js';

/** After the last key, before the server is asked. */
const DELAY_MILLISECONDS = 150;

function element<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}

const form = element('#form', HTMLFormElement);
const area = element('#text', HTMLTextAreaElement);
const result = element('#result', HTMLElement);

const analysis = new LiveAnalysis({
  delay: DELAY_MILLISECONDS,
  ask: askServer,
  show: (state) => showState(result, state),
});

area.addEventListener('input', () => analysis.update(area.value));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const example = event.submitter?.dataset.text;
  if (example !== undefined) {
    area.value = example;
    area.scrollTop = 0;
  }
  analysis.update(area.value, { atOnce: true });
  // Only where the answer stands below the form and out of sight.
  if (result.getBoundingClientRect().top > window.innerHeight - 80)
    result.scrollIntoView({ block: 'nearest' });
});
makeCopyButton(element('#copy', HTMLButtonElement), element('#command', HTMLElement));

// A browser that comes back to the page, or reloads it, has kept the text and not the answer.
const answered = result.querySelector('[data-part="answer"]:not([hidden])') !== null;
if (!answered && area.value.trim() !== '') analysis.update(area.value, { atOnce: true });
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) analysis.update(area.value, { atOnce: true });
});
