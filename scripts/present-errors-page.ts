import type { ErrorEntry } from '#gateway';

const HEAD = `# Errors

Every error of the gateway carries a \`code\` in its \`extensions\`; codes are never reused. The sentence is all that a
client is told; causes stand in the log under the request's id. _HTTP_ is the status of an answer that consists of this
error alone: an error in one field of an answer leaves the status at 200.

Generated from \`gateway/errors.ts\` by \`npm run generate\`.

`;

/** `docs/errors.md` */
export function presentErrorsPage(errors: Readonly<Record<string, ErrorEntry>>): string {
  const rows = Object.entries(errors).map(([code, { status, text, retryable, actor }]) => [
    `\`${code}\``,
    String(status),
    text,
    retryable ? 'yes' : 'no',
    actor,
  ]);
  return `${HEAD}${presentTable(['code', 'HTTP', 'sentence', 'ask again?', 'who acts'], rows)}`;
}

/** In columns, as the formatter wants tables. */
function presentTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
