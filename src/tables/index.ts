/** Tables and lines of text from bytes, and cells back to CSV; the same in Node.js and in a browser. */
export { type ColumnRole, columnIn, findColumn, idColumnOf, requireColumn } from './columns.js';
export { type Decoded, decodeText, withoutByteOrderMark } from './decode.js';
export { type Line, LineSplitter } from './lines.js';
export { csvCell, csvLine } from './spreadsheet.js';
export { formatOfTable, jsonByName } from './table-format.js';
export { type Cell, type TableFormat, type TableOptions, type TableRow, tableRows } from './table-rows.js';
