import type { MockFigures } from '../../support/ask-every-operation.ts';

/** A table of Markdown, one row for each document. */
export function presentFigures(figures: ReadonlyMap<string, MockFigures>): string {
  const rows = [...figures].map(([name, one]) => [
    name,
    one.megabytes.toFixed(1),
    String(one.operations),
    String(one.fromExample),
    String(one.generated),
    String(one.empty),
    String(one.unanswered),
    one.startMs.toFixed(0),
    one.p50Ms.toFixed(1),
    one.p99Ms.toFixed(1),
  ]);
  const heads = [
    'document',
    'MB',
    'operations',
    'example',
    'generated',
    'no body',
    '501',
    'start ms',
    'p50 ms',
    'p99 ms',
  ];
  const lines = [heads, heads.map((_, index) => (index === 0 ? '---' : '---:')), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
