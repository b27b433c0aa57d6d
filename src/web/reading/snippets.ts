/** The same question as a command and as a program. Where the server wants a key, both take it from the environment. */

/** For a POSIX shell. */
export function curlCommand(origin: string, text: string, needsKey: boolean): string {
  return [
    `curl ${origin}/api/v1/predict \\`,
    `  -H 'Content-Type: application/json' \\`,
    ...(needsKey ? [`  -H "Authorization: Bearer $REELSENSE_KEY" \\`] : []),
    `  -d ${shellQuote(JSON.stringify({ text }))}`,
  ].join('\n');
}

/** For Node.js; without a key for a page of the same origin, too. */
export function javascriptProgram(origin: string, text: string, needsKey: boolean): string {
  const key = needsKey ? ", authorization: 'Bearer ' + process.env.REELSENSE_KEY" : '';
  return `const response = await fetch('${origin}/api/v1/predict', {
  method: 'POST',
  headers: { 'content-type': 'application/json'${key} },
  body: JSON.stringify({ text: ${JSON.stringify(text)} }),
});
const { model, predictions } = await response.json();
console.log(predictions[0].label, predictions[0].probability);`;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
