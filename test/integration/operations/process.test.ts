import { describe, expect, it } from '@jest/globals';
import { readSchemas, runGateway } from '../../../gateway/index.ts';
import { webConfig } from '../../../web-bff/config.ts';
import { leaveNothing } from '../../support/leftovers.ts';

const schemas = new URL('../../../schemas/', import.meta.url);

/** A process that only writes down what is done to it. */
async function runHere(env: Readonly<Record<string, string>> = {}) {
  const { contracts } = await readSchemas({ directory: schemas, client: 'web' });
  const urls = Object.fromEntries(
    contracts.map(({ service }) => [`${service.toUpperCase()}_URL`, 'http://127.0.0.1:9']),
  );
  const written = { stdout: '', stderr: '' };
  const listeners = new Map<string, (reason: unknown) => void>();
  const exits: number[] = [];
  const exited = Promise.withResolvers<void>();
  const host = {
    env: { WEB_PORT: '0', WEB_OPS_PORT: '0', LOG_LEVEL: 'silent', ...urls, ...env },
    versions: { node: '24.0.0' },
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
    on: (event: string, listener: (reason: unknown) => void) => listeners.set(event, listener),
    exit(code: number) {
      exits.push(code);
      exited.resolve();
    },
  };
  await runGateway(host, { ...webConfig, schemas });
  const fire = (event: string, reason: unknown = event) => listeners.get(event)?.(reason);
  leaveNothing(async () => {
    fire('SIGTERM');
    if (exits.length === 0) await exited.promise;
  });
  return { written, exits, exited: exited.promise, fire };
}

describe('a process', () => {
  it('says where it listens, whatever the log level is', async () => {
    const { written } = await runHere();
    expect(JSON.parse(written.stdout)).toMatchObject({
      msg: 'listening',
      client: 'web',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      operationsUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
  });

  it.each(['SIGTERM', 'SIGINT'])('exits with 0 at %s', async (signal) => {
    const { fire, exited, exits } = await runHere();
    fire(signal);
    await exited;
    expect(exits).toEqual([0]);
  });

  it('exits with 1 at the second signal, without waiting', async () => {
    const { fire, exits } = await runHere({ DRAIN_DELAY_MS: '1000' });
    fire('SIGTERM');
    fire('SIGTERM');
    expect(exits).toEqual([1]);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('exits with 1 at an %s', async (event) => {
    const { fire, exits } = await runHere();
    fire(event, new Error('nobody expected this'));
    expect(exits).toEqual([1]);
  });

  it('tells mistakes without a stack, and exits with 1', async () => {
    const { written, exits } = await runHere({ WEB_DEADLINE_MS: '1' });
    expect(exits).toEqual([1]);
    expect(written.stderr).toMatch(
      /^The environment has 1 mistake\(s\):\n {2}WEB_DEADLINE_MS must be [^\n]*\n$/,
    );
    expect(written.stdout).toBe('');
  });
});
