/** Aligned columns for the terminal. */

/** Numbers right-aligned, text left-aligned, two spaces apart; the first row is the heading. */
export function table(rows: readonly (readonly (string | number | undefined)[])[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : (cell ?? ''))),
  );
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const numeric = widths.map((_, column) => rows.slice(1).some((row) => typeof row[column] === 'number'));
  const pad = (cell: string, column: number): string =>
    numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return cells.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

/** "N×64×7×7", or "?" for an unknown shape. */
export function showShape(shape: readonly (number | string)[] | undefined): string {
  return shape ? shape.join('×') || 'scalar' : '?';
}
