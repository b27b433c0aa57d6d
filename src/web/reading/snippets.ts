/**
 * The same question as a command and as a program, of a server whose absolute address ends in '/'. Where it wants a key, both take it from
 * the environment.
 */

/** For a POSIX shell. */
export function curlCommand(base: string, text: string, needsKey: boolean): string {
  return [
    `curl ${plain(base)}api/v1/predict \\`,
    `  -H 'Content-Type: application/json' \\`,
    ...(needsKey ? [`  -H "Authorization: Bearer $REELSENSE_KEY" \\`] : []),
    `  -d ${shellQuote(JSON.stringify({ text }))}`,
  ].join('\n');
}

/** For Node.js; without a key for a page of the same origin, too. */
export function javascriptProgram(base: string, text: string, needsKey: boolean): string {
  const key = needsKey ? ", authorization: 'Bearer ' + process.env.REELSENSE_KEY" : '';
  return `const response = await fetch('${plain(base)}api/v1/predict', {
  method: 'POST',
  headers: { 'content-type': 'application/json'${key} },
  body: JSON.stringify({ text: ${JSON.stringify(text)} }),
});
const { model, predictions } = await response.json();
console.log(predictions[0].label, predictions[0].probability);`;
}

/** The signs of a path that would end a string, or that shells act on, as their percent-encoding. */
function plain(address: string): string {
  return address.replace(/[^\w/:.~%[\]-]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
