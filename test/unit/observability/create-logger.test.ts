import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { createLogger, type LogLevel } from '../../../gateway/observability/create-logger.ts';

function startLogger(level: LogLevel = 'debug') {
  const written: string[] = [];
  const clock = { ...systemClock, now: () => Date.UTC(2026, 0, 2) };
  const destination = { write: (line: string) => void written.push(line) };
  const logger = createLogger({ level, fields: { client: 'web' }, clock, destination });
  const last = (): Record<string, unknown> => JSON.parse(written.at(-1) ?? '{}');
  return { logger, written, last };
}

describe('a log line', () => {
  it('is one JSON object with time, level, the process, the fields and the sentence', () => {
    const { logger, written, last } = startLogger();
    logger.info({ route: '/graphql' }, 'answered');
    expect(last()).toEqual({
      level: 'info',
      time: '2026-01-02T00:00:00.000Z',
      client: 'web',
      route: '/graphql',
      msg: 'answered',
    });
    expect(written).toEqual([expect.stringMatching(/^\{[^\n]*\}\n$/)]);
  });

  it('carries the fields of every child above it', () => {
    const { logger, last } = startLogger();
    logger.child({ requestId: 'r1' }).child({ operation: 'Home' }).warn({}, 'slow');
    expect(last()).toMatchObject({ client: 'web', requestId: 'r1', operation: 'Home' });
  });

  it('is not written below the level', () => {
    const { logger, written } = startLogger('warn');
    logger.info({}, 'quiet');
    expect(written).toEqual([]);
  });

  it.each([
    ['authorization'],
    ['Cookie'],
    ['set-cookie'],
    ['accessToken'],
    ['refresh_token'],
    ['clientSecret'],
    ['password'],
    ['x-api-key'],
    ['sessionId'],
  ])('never shows what is called %s', (name) => {
    const { logger, written } = startLogger();
    logger.info({ headers: { [name]: 'canary' }, [name]: ['canary'] }, 'seen');
    expect(written.join()).not.toContain('canary');
  });

  it.each([
    ['a bearer credential', 'Bearer canary-0123456789'],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.canary'],
    ['credentials of a URL', 'http://user:canary@orders.internal/'],
  ])('never shows %s, wherever it stands', (_, text) => {
    const { logger, written } = startLogger();
    logger.error(
      { note: `got ${text}`, error: new Error(`sent ${text}`, { cause: new Error(text) }) },
      'failed',
    );
    expect(written.join()).not.toMatch(/canary|eyJjYW5hcnkiOjF9/);
  });

  it('keeps numbers and flags that only sound secret', () => {
    const { logger, last } = startLogger();
    logger.info({ tokens: 12, cookies: false }, 'counted');
    expect(last()).toMatchObject({ tokens: 12, cookies: false });
  });

  it('holds an error with its causes, and none of its other properties', () => {
    const { logger, last, written } = startLogger();
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', request: { url: 'canary' } });
    logger.error({ err: new AggregateError([new TypeError('inner')], 'outer', { cause }) }, 'failed');
    expect(last()['err']).toMatchObject({
      type: 'AggregateError',
      message: 'outer',
      stack: expect.any(String),
      cause: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' },
      errors: [{ type: 'TypeError', message: 'inner' }],
    });
    expect(written.join()).not.toContain('canary');
  });

  it('survives a cyclic cause, a cyclic field, a bigint and bytes', () => {
    const { logger, last } = startLogger();
    const error = new Error('round');
    error.cause = error;
    const cyclic: Record<string, unknown> = { count: 1n, bytes: Buffer.from('canary') };
    cyclic['self'] = cyclic;
    logger.error({ error, cyclic }, 'failed');
    expect(last()).toMatchObject({ msg: 'failed', cyclic: { count: '1', bytes: '[6 bytes]' } });
  });

  it('cannot be forged or repainted by what a client sends', () => {
    const { logger, written, last } = startLogger();
    const forged = 'a\r\n{"level":"info","msg":"forged"}\u001b[2J\u009b1m\u2028\u202e';
    logger.info({ path: forged, error: new Error(forged) }, 'seen');
    expect(written).toHaveLength(1);
    expect(written[0]?.split('\n')).toHaveLength(2);
    expect(JSON.stringify(last()['path'])).not.toMatch(/[^\u0020-\u007e]|\\[rn]/);
    expect(last()['path']).toContain('\\u001b[2J');
  });
});
