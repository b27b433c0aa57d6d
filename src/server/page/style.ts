/**
 * The page's style sheet. Colours are those of M. Okabe and K. Ito, "Color universal design" (2008), which colour-blind readers
 * can tell apart, as in the report; text in them keeps a contrast of 4.5 to 1 on its ground in both themes.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --surface: #ffffff; --ink: #1a1f26; --muted: #59626e; --line: #d9dee5; --edge: #7c8794; --track: #e6eaef;
  --accent: #0067a0; --accent-ink: #ffffff; --accent-over: #00547f; --danger: #a8330a;
  --tone-1: #0067a0; --tone-2: #b84e00; --tone-3: #00724f; --tone-4: #9c4479; --tone-5: #7a6000; --tone-6: #5252ad;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --surface: #1b2027; --ink: #e7eaee; --muted: #a2abb7; --line: #333b46; --edge: #76818f; --track: #2b323c;
    --accent: #62b8ee; --accent-ink: #0d1216; --accent-over: #8accf5; --danger: #ff9b70;
    --tone-1: #62b8ee; --tone-2: #f59a45; --tone-3: #2ec4a0; --tone-4: #e59ac6; --tone-5: #e6cf4a; --tone-6: #a9a9f7;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
header, main { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
header { display: flex; align-items: center; justify-content: space-between; padding-top: 1rem; padding-bottom: 1rem; }
.brand { display: inline-flex; align-items: center; gap: 0.6rem; color: var(--ink); font-weight: 650; font-size: 1.125rem; text-decoration: none; }
a { color: var(--accent); text-underline-offset: 0.2em; }
nav a { display: inline-block; padding: 0.5rem 0.25rem; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.25rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 0.5rem; text-wrap: balance; }
h2 { font-size: 1rem; line-height: 1.5; margin: 0 0 0.5rem; }
p { margin: 0; }
.intro { padding: 1.75rem 0 1.5rem; }
.intro p { color: var(--muted); max-width: 62ch; margin-bottom: 0.5rem; text-wrap: pretty; overflow-wrap: anywhere; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.5rem; min-width: 0; scroll-margin-top: 1rem; }
.workbench { display: grid; gap: 1rem; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
label { display: block; font-weight: 600; margin-bottom: 0.5rem; }
textarea {
  display: block; width: 100%; min-height: 12rem; resize: vertical; padding: 0.75rem 0.875rem; font: inherit; line-height: 1.6;
  color: inherit; background: var(--page); border: 1px solid var(--edge); border-radius: 0.5rem; field-sizing: content; max-height: 26rem;
}
textarea::placeholder { color: var(--muted); opacity: 1; }
button { font: inherit; cursor: pointer; border-radius: 0.5rem; border: 1px solid var(--edge); background: transparent; color: inherit; padding: 0.45rem 0.85rem; min-height: 2.75rem; }
button:hover { border-color: var(--accent); color: var(--accent); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; padding: 0.45rem 1.4rem; white-space: nowrap; }
.primary:hover { background: var(--accent-over); border-color: var(--accent-over); color: var(--accent-ink); }
:is(a, button, textarea, pre):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.5rem; }
.actions { display: flex; gap: 1rem; align-items: center; justify-content: space-between; margin: 0.875rem 0 1.25rem; }
.hint, .note { color: var(--muted); font-size: 0.875rem; }
.examples { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-wrap: wrap; gap: 0.5rem; }
.examples legend { padding: 0; margin-bottom: 0.5rem; font-size: 0.875rem; color: var(--muted); }
.examples button { font-size: 0.9375rem; }
.result { display: flex; flex-direction: column; }
.result[aria-busy="true"] [data-part="answer"] { opacity: 0.6; }
[data-part="answer"] { transition: opacity 0.15s 0.2s; }
.verdict { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; margin-bottom: 1.25rem; color: var(--tone); overflow-wrap: anywhere; }
.verdict strong { font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; min-width: 0; }
.verdict strong::first-letter { text-transform: uppercase; }
.verdict span { font-size: 1.375rem; font-weight: 600; white-space: nowrap; }
.bars { list-style: none; margin: 0 0 1.25rem; padding: 0; display: grid; gap: 0.75rem; max-height: 24rem; overflow-y: auto; }
.bars li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1rem; font-size: 0.9375rem; }
.bars .name { overflow-wrap: anywhere; }
.bars .share { white-space: nowrap; }
.bars svg { grid-column: 1 / -1; width: 100%; height: 0.625rem; border-radius: 0.3125rem; display: block; overflow: hidden; }
.track { fill: var(--track); }
.fill { fill: var(--tone); transition: width 0.25s ease-out; }
.tone-1 { --tone: var(--tone-1); } .tone-2 { --tone: var(--tone-2); } .tone-3 { --tone: var(--tone-3); }
.tone-4 { --tone: var(--tone-4); } .tone-5 { --tone: var(--tone-5); } .tone-6 { --tone: var(--tone-6); }
.facts { margin: 0; padding-top: 1rem; border-top: 1px solid var(--line); display: grid; gap: 0.25rem; font-size: 0.9375rem; }
.facts div { display: flex; justify-content: space-between; gap: 1rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; white-space: nowrap; }
.note { margin-top: 0.75rem; padding-left: 0.75rem; border-left: 3px solid var(--tone-5); }
.mistake { color: var(--danger); padding-left: 0.75rem; border-left: 3px solid currentColor; overflow-wrap: anywhere; }
#api { margin: 1rem 0 2.5rem; }
#api p { max-width: 82ch; font-size: 0.9375rem; text-wrap: pretty; }
.command { position: relative; margin-top: 1rem; }
pre { margin: 0; padding: 1rem; background: var(--page); border: 1px solid var(--line); border-radius: 0.5rem; overflow-x: auto; }
code { font: 0.875em/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre code { overflow-wrap: normal; }
.model { margin-top: auto; padding-top: 1.25rem; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
nav { display: flex; flex-wrap: wrap; gap: 0 1rem; }
main > .card + .card { margin-top: 1rem; }
main > .card:last-child { margin-bottom: 2.5rem; }
h3 { font-size: 0.9375rem; margin: 1.5rem 0 0.25rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; margin-top: 0.75rem; }
caption { text-align: left; color: var(--muted); font-size: 0.875rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--muted); font-size: 0.875rem; }
td ul, .contents { margin: 0; padding-left: 1.1rem; }
.contents { list-style: none; padding: 0.5rem 0 0; display: grid; gap: 0.25rem; }
.docs .card p { max-width: 82ch; }
@media (max-width: 56rem) {
  .workbench { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 34rem) {
  header, main { padding-left: 1rem; padding-right: 1rem; }
  .intro { padding: 0.75rem 0 1.25rem; }
  .card { padding: 1.125rem; }
  .actions { flex-direction: column; align-items: stretch; gap: 0.75rem; }
  .command { display: grid; gap: 0.5rem; }
  .examples button { padding: 0.35rem 0.65rem; font-size: 0.875rem; }
  pre { font-size: 0.875rem; }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .fill { fill: CanvasText; } .track { fill: Canvas; stroke: CanvasText; }
}
`;
