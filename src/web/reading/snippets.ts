/** The same question as a command and as a program. */

/** For a POSIX shell. */
export function curlCommand(origin: string, text: string): string {
  return [
    `curl ${origin}/api/v1/predict \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${shellQuote(JSON.stringify({ text }))}`,
  ].join('\n');
}

/** For Node.js or a page of the same origin. */
export function javascriptProgram(origin: string, text: string): string {
  return `const response = await fetch('${origin}/api/v1/predict', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: ${JSON.stringify(text)} }),
});
const { model, predictions } = await response.json();
console.log(predictions[0].label, predictions[0].probability);`;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
