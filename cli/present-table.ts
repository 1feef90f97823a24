/** A column of a table for a terminal. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** Lines of equal columns, two spaces apart; empty columns are left out, and nothing stands at the end of a line. */
export function presentTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const shown = columns.flatMap((column, index) =>
    rows.some((row) => row[index] !== '') ? [{ column, index }] : [],
  );
  const widths = shown.map(({ column, index }) =>
    Math.max(column.head.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, shown[at]?.column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [
    line(shown.map(({ column }) => column.head)),
    ...rows.map((row) => line(shown.map(({ index }) => row[index] ?? ''))),
  ];
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}
