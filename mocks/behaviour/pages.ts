/** Some of the rows, and where the others begin. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The last row of the page, which the next one begins after; undefined on the last page. */
  readonly last: Row | undefined;
}

/** @param size how many rows a page has; all of them when left out */
export function pageOf<Row>(rows: readonly Row[], size = rows.length): Page<Row> {
  const page = rows.slice(0, size);
  return { rows: page, last: rows.length > size ? page.at(-1) : undefined };
}

/** A place in a list, in a form that callers do not take apart: base64url. */
export function encodeCursor(place: string): string {
  return Buffer.from(place).toString('base64url');
}

export function decodeCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}
