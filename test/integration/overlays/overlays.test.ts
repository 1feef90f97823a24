import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Json, loadContracts } from '#contract';
import { createGateway, createLogger, systemClock } from '#gateway';
import { leaveNothing, started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { sendJson } from '../execution/start-bound-services.ts';
import { startService } from '../upstream/start-service.ts';

/** A contract as many are: without names, promises and lists. Its overlay makes it fit for the client's schema. */
const SCHEMAS = join(import.meta.dirname, '../../fixtures/overlaid');
const HOME = join(import.meta.dirname, '../../..');

type Ask = (query: string) => Promise<{ readonly data: unknown; readonly codes: readonly string[] }>;

/** A gateway as real users meet it: it looks at one answer in a hundred, and here at none. */
async function startGateway(parcels: string): Promise<Ask> {
  const file = join(SCHEMAS, 'clients/web.graphql');
  const gateway = createGateway({
    schemas: {
      client: 'web',
      sdl: { file, text: await readFile(file, 'utf8') },
      contracts: await loadContracts(join(SCHEMAS, 'services')),
      documents: new Map(),
    },
    options: { port: 0, operationsPort: 0, validateAnswers: 0 },
    services: { parcels: { url: parcels } },
    users: { by: 'own', proof: 'bearer', authenticate: async () => null },
    log: createLogger({ level: 'silent', fields: {}, clock: systemClock }),
  });
  leaveNothing(() => gateway.stop());
  const { url } = await gateway.start();
  return async (query) => {
    const response = await fetch(url.replace(/\/?$/, '/graphql'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const answer: {
      data: unknown;
      errors?: { path: string[]; extensions: { code: string; pointer?: string } }[];
    } = JSON.parse(await response.text());
    const codes = (answer.errors ?? []).map(({ path, extensions: { code, pointer } }) =>
      `${path.join('.')} ${code} ${pointer ?? ''}`.trim(),
    );
    return { data: answer.data, codes };
  };
}

/** A service that answers what its team has promised, but for what is given here. */
async function startParcels(answers: Readonly<Record<string, Json>>): Promise<string> {
  const kept: Readonly<Record<string, Json>> = {
    '/shipments': {
      shipments: [
        { id: 's1', carrier: 'dhl', zone: 'z1' },
        { id: 's2', carrier: 'ups', zone: 'z2' },
      ],
    },
    '/carriers': [
      { code: 'ups', name: 'UPS' },
      { code: 'dhl', name: 'DHL' },
    ],
    '/zones': [
      { id: 'z1', label: 'North' },
      { id: 'z2', label: 'South' },
    ],
  };
  const { url } = await startService((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://parcels');
    sendJson(response, answers[pathname] ?? kept[pathname] ?? null);
  });
  return url;
}

const QUERY = '{ shipments(limit: 2) { next shipments { id carrier { name } zone { label } } } }';

describe('a client schema that rests on an overlay', () => {
  test('is answered from a service that keeps what the overlay says', async () => {
    const ask = await startGateway(await startParcels({}));

    expect(await ask(QUERY)).toEqual({
      data: {
        shipments: {
          next: 2,
          shipments: [
            { id: 's1', carrier: { name: 'DHL' }, zone: { label: 'North' } },
            { id: 's2', carrier: { name: 'UPS' }, zone: { label: 'South' } },
          ],
        },
      },
      codes: [],
    });
  });

  test('is answered from the mocks of the same folder, which keep it as well', async () => {
    const { urls } = started(await startMocks({ schemas: join(SCHEMAS, 'services') }));
    const ask = await startGateway(urls['parcels'] ?? '');
    const { data, codes } = await ask(QUERY);

    expect(codes).toEqual([]);
    expect(data).toMatchObject({
      shipments: {
        shipments: expect.arrayContaining([{ id: expect.any(String), carrier: null, zone: null }]),
      },
    });
  });

  test('learns from each answer whether the claims hold, however few others are looked at', async () => {
    const shipments = { shipments: [{ id: 's1', carrier: 'dhl' }] };
    const ask = await startGateway(await startParcels({ '/shipments': shipments }));

    expect(await ask('{ shipments { shipments { id } } }')).toEqual({
      data: { shipments: null },
      codes: ['shipments CONTRACT_VIOLATED /shipments/0/zone'],
    });
  });
});

const check = async (folder: string) => {
  try {
    const program = [join(HOME, 'bin/gatehouse.js'), 'check', '--schemas', folder];
    const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: HOME });
    return { ok: true, stdout };
  } catch (error) {
    return { ok: false, stdout: error instanceof Error && 'stdout' in error ? String(error.stdout) : '' };
  }
};

async function changedSchemas(file: string, change: (text: string) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-overlays-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  await cp(SCHEMAS, folder, { recursive: true });
  await writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
  return folder;
}

describe('gatehouse check', () => {
  test('lists what overlays claim as requests to the teams', async () => {
    const { ok, stdout } = await check(SCHEMAS);

    expect(ok).toBe(true);
    expect(stdout).toMatch(/^overlays {2}10 requests to the teams of the contracts$/m);
    expect(stdout).toMatch(
      /parcels\.overlay\.yaml:5:5 {2}Operations have names\.\n +\$\.paths\['\/shipments'\]\.get {2}say \{"operationId":"listShipments"\}/,
    );
    expect(stdout).toMatch(/:13:5 {2}All properties are always there; the team has checked it\.$/m);
    expect(stdout).toMatch(/properties\.label {2}the contract says so by now: remove this action/);
  });

  test('fails for an action that matches nothing, at its place', async () => {
    const folder = await changedSchemas('services/parcels.overlay.yaml', (text) =>
      text.replace('.Carrier', '.Carier'),
    );
    const { ok, stdout } = await check(folder);

    expect(ok).toBe(false);
    expect(stdout).toMatch(
      /parcels\.overlay\.yaml:18:5 {2}error GH150 {2}`\$\.components\.schemas\.Carier` matches nothing/,
    );
  });

  test('names a "comma separated" text that takes no list of keys', async () => {
    const folder = await changedSchemas('services/parcels.overlay.yaml', (text) =>
      text.replace(/ {2}- target: [^\n]*'codes'[^\n]*\n[^\n]*\n/, ''),
    );
    const { ok, stdout } = await check(folder);

    expect(ok).toBe(false);
    expect(stdout).toMatch(/error GH060 {2}`codes` of parcels\.listCarriers takes string.*"comma separated"/);
  });
});
