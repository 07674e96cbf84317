/** Rows of cells as text: CSV for files (RFC 4180), tabs for the clipboard, which spreadsheets paste as cells. */

export type Cell = string | number;

export function csvOf(rows: readonly (readonly Cell[])[]): Uint8Array {
  const quoted = (cell: Cell): string => {
    const text = String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return new TextEncoder().encode(rows.map((row) => `${row.map(quoted).join()}\r\n`).join(''));
}

export function tabbed(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map((cell) => String(cell).replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}
