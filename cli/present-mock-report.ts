import type { DocumentMock } from '../mocks/start-document-mock.ts';
import type { Terminal } from './command.ts';

export interface MockReportOptions {
  /** When the command began, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** Whether lists are shown to their end. */
  readonly isFull: boolean;
}

const MAX_LISTED = 20;

/** Says where a mock listens, then what is wrong with its document, as it is found out. Ends when all is said. */
export async function presentMockReport(
  mock: DocumentMock,
  { out, surroundings: { clock } }: Terminal,
  { startedMs, isFull }: MockReportOptions,
): Promise<void> {
  const { contract, url, mended } = mock;
  const seconds = (): string => `${((clock.now() - startedMs) / 1000).toFixed(1)} s`;
  const count = contract.operations.length;
  out(`${contract.file}: ${numberOf(count, 'operation')}\nlistening on ${url} after ${seconds()}\n`);

  const told = { mended: 0, example: 0, unanswerable: 0 };
  const tell = (kind: keyof typeof told, sentence: string): void => {
    told[kind] += 1;
    const isListed = isFull || kind === 'unanswerable' || told[kind] <= MAX_LISTED;
    if (isListed) out(`  ${LABELS[kind]}  ${sentence}\n`);
    else if (told[kind] === MAX_LISTED + 1) out(`  ${LABELS[kind]}  and more: --all lists them\n`);
  };
  for (const { message, position } of mended) {
    tell('mended', `${position.file}:${position.line}:${position.column} ${message}`);
  }
  const end = await mock.report(({ kind, sentence }) => tell(kind, sentence));
  if (end === 'stopped') return;
  const answered = count - told.unanswerable;
  out(
    `checked after ${seconds()}: ${answered} of ${numberOf(count, 'operation')} answered, ${told.unanswerable} with 501; ` +
      `${numberOf(told.example, 'example')} replaced, ${numberOf(told.mended, 'mistake')} mended\n`,
  );
}

const LABELS = {
  mended: 'mended ',
  example: 'example',
  unanswerable: '501    ',
} as const;

function numberOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
