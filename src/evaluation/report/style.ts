/**
 * The report's style sheet. Series colours are those of M. Okabe and K. Ito, "Color universal design" (2008), which
 * colour-blind readers can tell apart, made lighter on a dark page; each series also has a dash of its own.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --surface: #ffffff; --ink: #1a1f26; --muted: #59626e; --line: #dde1e7; --accent: #0072b2;
  --c1: #0072b2; --c2: #d55e00; --c3: #00805c; --c4: #b0578d; --c5: #8a6d00; --c6: #5b5bb5;
  --small: 0.8125rem; --normal: 0.9375rem; --large: 1.125rem; --huge: 1.625rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --surface: #1b2027; --ink: #e7eaee; --muted: #a2abb7; --line: #333b46; --accent: #56b4e9;
    --c1: #56b4e9; --c2: #f28e2b; --c3: #2ec4a0; --c4: #e59ac6; --c5: #e6cf4a; --c6: #a5a5f5;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: var(--normal)/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: var(--huge); line-height: 1.2; margin: 0 0 0.25rem; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: var(--large); line-height: 1.3; margin: 2.5rem 0 0.75rem; }
h3 { font-size: var(--normal); line-height: 1.4; margin: 0 0 0.5rem; }
p { margin: 0 0 0.5rem; max-width: 68ch; }
.lead { color: var(--muted); margin: 0; overflow-wrap: anywhere; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1.25rem; margin: 0; min-width: 0; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
.grid.wide { grid-template-columns: minmax(0, 1fr); }
.tiles { display: grid; gap: 1px; grid-template-columns: repeat(4, 1fr); margin: 0; padding: 0; overflow: hidden; background: var(--line); }
.tile { background: var(--surface); padding: 1rem 1.25rem; }
.tile dt { color: var(--muted); font-size: var(--small); }
.tile dd { margin: 0; }
.tile dd.value { font-size: var(--huge); font-weight: 600; line-height: 1.3; letter-spacing: -0.01em; white-space: nowrap; }
.tile dd.note { color: var(--muted); font-size: var(--small); overflow-wrap: anywhere; }
.plot { display: block; width: 100%; max-width: 30rem; height: auto; margin: 0 auto; }
.plot text { font-size: 11.5px; fill: var(--ink); }
.axis text { fill: var(--muted); }
.axis .name { font-weight: 600; }
.gridline { stroke: var(--line); stroke-width: 1; }
.line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.area { fill: var(--c); fill-opacity: 0.16; }
.point { fill: var(--c); stroke: var(--surface); stroke-width: 1.5; }
.interval { stroke: var(--c); stroke-width: 2; stroke-opacity: 0.55; }
.bar { fill: var(--c1); fill-opacity: 0.75; }
.reference { stroke: var(--muted); stroke-width: 1.25; stroke-dasharray: 4 4; }
.series-1 { --c: var(--c1); } .series-2 { --c: var(--c2); } .series-3 { --c: var(--c3); }
.series-4 { --c: var(--c4); } .series-5 { --c: var(--c5); } .series-6 { --c: var(--c6); }
.line.series-2 { stroke-dasharray: 7 3.5; } .line.series-3 { stroke-dasharray: 2 4; }
.line.series-4 { stroke-dasharray: 9 3 2 3; } .line.series-5 { stroke-dasharray: 12 4; } .line.series-6 { stroke-dasharray: 4 4; }
.line.again { stroke-width: 1.25; }
.legend { display: flex; flex-wrap: wrap; gap: 0.125rem 1rem; list-style: none; margin: 0 0 0.5rem; padding: 0; color: var(--muted); font-size: var(--small); }
.legend li { display: flex; align-items: center; gap: 0.4rem; overflow-wrap: anywhere; }
.swatch { width: 1.6rem; height: 0.75rem; flex: none; }
figcaption { color: var(--muted); font-size: var(--small); margin-top: 0.5rem; overflow-wrap: anywhere; }
details { margin-top: 0.5rem; font-size: var(--small); }
summary { color: var(--accent); cursor: pointer; width: fit-content; }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: var(--small); }
.hint { color: var(--muted); font-size: var(--small); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 0.375rem 0.75rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: baseline; white-space: nowrap; unicode-bidi: isolate; }
tr > :first-child { padding-left: 0; } tr > :last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--muted); font-weight: 600; }
tbody th { font-weight: 500; }
.text { text-align: left; overflow-wrap: anywhere; }
.facts th { color: var(--muted); font-weight: 400; width: 40%; white-space: normal; overflow-wrap: break-word; }
.facts td, .quote td { white-space: normal; overflow-wrap: anywhere; text-align: left; }
.heat td { background: color-mix(in srgb, var(--c1) calc(var(--share) * 50%), var(--surface)); padding: 0.75rem; min-width: 4.5rem; text-align: center; border: 1px solid var(--line); }
.heat tbody tr:last-child > td { border-bottom: 1px solid var(--line); }
.heat thead th { white-space: normal; }
.heat thead th:not(:first-child) { text-align: center; }
.mistakes code { white-space: normal; overflow-wrap: anywhere; }
.mistakes tbody th { white-space: normal; }
.quoted > * { border-bottom: 0; }
.quote td { padding: 0 0 0.75rem; color: var(--muted); max-width: 0; }
.heat td strong { display: block; font-size: var(--normal); }
.heat td span { color: var(--ink); opacity: 0.8; }
.heat tbody th { padding-right: 0.75rem; }
.heat tbody tr:last-child > th { border-bottom: 0; }
pre { margin: 0; padding: 1rem 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre span { display: inline-block; max-width: 100%; }
pre, code { font: var(--small)/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.notes { margin: 0; padding-left: 1.25rem; max-width: 68ch; }
@media (max-width: 48rem) {
  .tiles { grid-template-columns: repeat(2, 1fr); }
}
@media (max-width: 34rem) {
  main { padding: 1.5rem 1rem 3rem; }
  .card { padding: 1rem; }
  .tile { padding: 0.75rem 1rem; }
  .tiles.card { padding: 0; }
  .plot text { font-size: 14.5px; }
  th, td { padding-left: 0.25rem; padding-right: 0.25rem; }
  table, table code { font-size: 0.75rem; }
  tbody th.text, .mistakes thead th, .mistakes td.text { white-space: normal; overflow-wrap: break-word; }
  .mistakes tbody th { min-width: 5.5rem; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --surface: #ffffff; --ink: #000000; --muted: #444444; --line: #cccccc; --c1: #0072b2; --c2: #d55e00; --c3: #00805c; --c4: #b0578d; --c5: #8a6d00; --c6: #5b5bb5; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  .card, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  details:not([open]) { display: none; }
}
`;
