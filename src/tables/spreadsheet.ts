/**
 * Writes cells of a CSV file so that a spreadsheet shows them as text and never runs them
 * (OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection).
 */

/**
 * `value` as one cell of a CSV file: quoted where it has to be (RFC 4180), and with an apostrophe in front where a
 * spreadsheet would take it for a formula (it begins with = + - @, also full-width, a tab or a return). A number is written as it
 * is, also one that comes as text, such as the label '-1'.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value);
  const safe = isFormula ? `'${value}` : value;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cells as one line of a CSV file, with its line end (CR LF, as in RFC 4180). */
export function csvLine(values: readonly (string | number)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
