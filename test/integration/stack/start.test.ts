import { beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { leaveNothing } from '../../support/leftovers.ts';
import { readmeRequests } from './readme-requests.ts';
import { busyAddresses, childOf, runStart, type StartProcess, takePort } from './run-start.ts';

interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly unknown[];
}

const SERVICES = ['accounts', 'catalog', 'inventory', 'media', 'orders', 'reviews'];

function start(environment?: Readonly<Record<string, string>>): StartProcess {
  const running = runStart(environment);
  leaveNothing(async () => {
    running.signal('SIGTERM');
    await running.ended;
  });
  return running;
}

describe('npm start', () => {
  let running: StartProcess;
  let addresses: ReadonlyMap<string, string>;
  beforeAll(async () => {
    running = start();
    addresses = await running.addresses();
  });

  it('says what runs where', () => {
    expect([...addresses.keys()].toSorted()).toEqual(
      ['web-bff', 'mobile-bff']
        .flatMap((bff) => ['GraphQL', 'GraphiQL', 'metrics', 'diagnostics'].map((what) => `${bff} ${what}`))
        .concat('identity-provider sign-in')
        .concat(SERVICES.map((service) => `mocks ${service}`))
        .toSorted(),
    );
  });

  it.each([
    'web-bff GraphiQL',
    'web-bff metrics',
    'web-bff diagnostics',
    'mobile-bff GraphiQL',
    'mobile-bff metrics',
  ])('serves %s at its address', async (what) => {
    const answer = await request(addresses.get(what) ?? '');
    expect(answer.statusCode).toBe(200);
    await answer.body.dump();
  });

  it('prints the commands of the README', () => {
    const commands = readmeRequests().map(({ command, url }) => command.replace(url, addressOf(url)));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(running.output()).toContain(command);
  });

  it.each(readmeRequests())('answers $command', async ({ url, headers, body }) => {
    const answer = await request(addressOf(url), { method: 'POST', headers, body });
    const { data, errors }: GraphqlAnswer = JSON.parse(await answer.body.text());
    expect(errors).toBeUndefined();
    expect(Object.values(data ?? {})).not.toContain(null);
  });

  it('shows logs that a person can read', () => {
    expect(running.output()).toMatch(/^web-bff +\| \d\d:\d\d:\d\d\.\d{3} info {2}listening url=http:/m);
  });

  /** The README is about the default ports. */
  function addressOf(url: string): string {
    return addresses.get(url.includes(':4000/') ? 'web-bff GraphQL' : 'mobile-bff GraphQL') ?? '';
  }
});

describe('npm start, when it ends,', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind after %s', async (signal) => {
    const running = start();
    const addresses = await running.addresses();
    running.signal(signal);
    expect(await running.ended).toBe(0);
    expect(await busyAddresses(addresses)).toEqual([]);
  });

  it('does not wait after a second Ctrl-C', async () => {
    const running = start();
    const addresses = await running.addresses();
    // A process that is stopped hears no SIGTERM.
    process.kill(childOf(running.pid, 'mobile-bff/main.ts'), 'SIGSTOP');
    running.signal('SIGINT');
    await running.line('Ctrl-C again does not wait');
    running.signal('SIGINT');
    expect(await running.ended).toBe(1);
    expect(await busyAddresses(addresses)).toEqual([]);
  });

  it('stops the others when one of them dies, and says which', async () => {
    const running = start();
    const addresses = await running.addresses();
    process.kill(childOf(running.pid, 'web-bff/main.ts'), 'SIGKILL');
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain('web-bff ended by SIGKILL; stopping the others.');
    expect(await busyAddresses(addresses)).toEqual([]);
  });

  it.each([
    ['web-bff', 'WEB_PORT'],
    ['mobile-bff', 'MOBILE_OPS_PORT'],
    ['identity-provider', 'IDP_PORT'],
    ['mocks', 'MOCKS_PORT'],
  ])('names the port that another program has taken from %s', async (program, variable) => {
    const taken = await takePort();
    leaveNothing(() => taken.stop());
    const running = start({ [variable]: String(taken.port) });
    expect(await running.ended).toBe(1);
    expect(running.output()).toMatch(
      new RegExp(`^${program} +\\| .*port ${taken.port} of 127\\.0\\.0\\.1 is taken.*${variable}`, 'm'),
    );
    expect(running.output()).toContain(`${program} ended with code 1; stopping the others.`);
  });
});
