/** The figures of a chart as a table, folded away under it: for screen readers, and for whoever wants the numbers. */
import type { JSX } from 'preact';

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly string[])[];
}

export function DataTable({ caption, columns, rows }: DataTableProps): JSX.Element {
  return (
    <details class="model-data">
      <summary>As a table</summary>
      <div class="table-frame">
        <table class="table">
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((name, index) => (
                <th key={name} scope="col" class={index === 0 ? '' : 'number'}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([head, ...cells]) => (
              <tr key={head}>
                <th scope="row">{head}</th>
                {cells.map((cell, index) => (
                  <td key={columns[index + 1]} class="number">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
