import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { testSize } from '../../support/test-size.ts';
import { asViewer } from '../../support/test-viewer.ts';
import { TRANSPORTS, type Transport, type TransportAnswer } from '../../support/transports.ts';
import { clientSchema, type Demand, demandsIn } from './client-schema.ts';
import { callsOf, demandsMore, type Person, type Probe, probesOf, refusalOf } from './probes.ts';
import { type StartedClient, startClient } from './start-client.ts';

const PARALLEL = 16;

interface Role extends Person {
  readonly name: string;
  readonly credentials: Readonly<Record<string, string>>;
}

function holderOf(name: string, scopes: readonly string[]): Role {
  return { name, signedIn: true, scopes: new Set(scopes), credentials: asViewer('acct_mara', ...scopes) };
}

/**
 * Nobody, everybody, whoever lacks one thing, and whoever has but a part of what is demanded together; the larger size
 * adds those who have one thing alone.
 */
function rolesOf(demands: readonly Demand[]): readonly Role[] {
  const all = [...new Set(demands.flat(2))].toSorted();
  const without = (scopes: readonly string[]) => all.filter((scope) => !scopes.includes(scope));
  const parts = demands.flatMap((demand) =>
    demand
      .filter((together) => together.length > 1)
      .flatMap((together) => together.map((scope) => [...without(demand.flat()), scope])),
  );
  const single = testSize.isFull ? all.map((scope) => holderOf(`${scope} alone`, [scope])) : [];
  return [
    { name: 'nobody', signedIn: false, scopes: new Set(), credentials: {} },
    holderOf('no scopes', []),
    ...all.map((scope) => holderOf(`all but ${scope}`, without([scope]))),
    ...parts.map((scopes) => holderOf(`the part ${scopes.at(-1)} of what belongs together`, scopes)),
    ...single,
    holderOf('all scopes', all),
  ];
}

/** What one probe showed. */
interface Finding {
  readonly probe: string;
  readonly codes: readonly string[];
  readonly calls: readonly string[];
}

const SHORT = ['nobody', 'no scopes', 'all scopes'];

const idOf = (index: number) => `probe-number-${index}`;

/** The larger size asks everything on every transport; the smaller one all of it on the first. */
function casesOf(client: string, roles: readonly Role[]) {
  return TRANSPORTS.flatMap((transport, index) =>
    roles
      .filter(({ name }) => testSize.isFull || index === 0 || client === 'strict' || SHORT.includes(name))
      .map((role) => [transport.name, role.name, transport, role] as const),
  );
}

describe.each(['web', 'mobile', 'strict'])('GQL-06 every field of %s that has a policy', (client) => {
  const schema = clientSchema(client);
  const probes = testSize.isFull ? probesOf(client, schema) : withoutRepeats(probesOf(client, schema));
  let running: StartedClient;
  beforeAll(async () => {
    running = await startClient(client);
  });

  /** The answers of probes and the calls that were made for them; afterwards the shop is as it was. */
  async function askAll(transport: Transport, group: readonly Probe[], { credentials }: Role) {
    const answers = await Promise.all(
      group.map(({ query }, index) =>
        transport.ask(running.url, { query }, { ...credentials, 'x-request-id': idOf(index) }),
      ),
    );
    const calls = await running.callsByRequest();
    await running.mocks.reset();
    return group.map((probe, index) => {
      const made = (calls.get(idOf(index)) ?? []).map(({ operation }) => String(operation));
      return { probe, made, answer: answers[index] };
    });
  }

  it.each(casesOf(client, rolesOf(demandsIn(schema))))(
    'by %s for %s is answered, or null with the one right code and without its call',
    async (_transport, _role, transport, role) => {
      const reached = new Set<string>();
      const found: Finding[] = [];
      const expected: Finding[] = [];
      const carried = probes.filter(({ kind }) => transport.carries.includes(kind));
      for (const group of groupsOf(schema, carried, role)) {
        for (const { probe, made, answer } of await askAll(transport, group, role)) {
          if (isReached(answer?.data, probe)) reached.add(edgeOf(probe));
          found.push(findingOf(probe, answer, made));
          expected.push(expectationOf(schema, probe, role, made));
        }
      }
      expect(found).toEqual(expected);
      const everything = role.name === 'all scopes' ? carried.map(edgeOf) : [];
      expect(everything.filter((edge) => !reached.has(edge))).toEqual([]);
    },
  );
});

describe.each(TRANSPORTS)('GQL-06 by $name', ({ ask }) => {
  it('a bad credential is HTTP 401, for what everybody may see, too', async () => {
    const { url, mocks } = await startClient('mobile');
    for (const authorization of ['Believe', 'Bearer a.b.c', 'nonsense']) {
      const { status, text, headers, errors } = await ask(
        url,
        { query: '{ home { __typename } }' },
        { authorization },
      );
      expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer\b/)]);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
      expect(text).not.toContain('"data"');
    }
    expect(await mocks.calls('catalog')).toEqual([]);
  });
});

/** Reads go together, and so do writes that are refused; a write that happens needs the shop as it was. */
function groupsOf(schema: GraphQLSchema, probes: readonly Probe[], role: Role) {
  const alone = probes.filter(
    (probe) => probe.kind === 'mutation' && refusalOf(schema, probe, role)?.depth !== 0,
  );
  const together = probes.filter((probe) => !alone.includes(probe));
  const groups = alone.map((probe) => [probe]);
  for (let start = 0; start < together.length; start += PARALLEL) {
    groups.push(together.slice(start, start + PARALLEL));
  }
  return groups;
}

/** Every field below a write is one write more, so that the small size keeps those that demand more than the write does. */
function withoutRepeats(probes: readonly Probe[]): readonly Probe[] {
  const seen = new Set(probes.filter(({ kind }) => kind === 'query').map(edgeOf));
  return probes.filter((probe) => {
    const isNew = !seen.has(edgeOf(probe));
    seen.add(edgeOf(probe));
    return isNew || probe.kind === 'query' || probe.steps.length === 1 || demandsMore(probe);
  });
}

function edgeOf({ name }: Probe): string {
  return name.split(' ')[0] ?? name;
}

/** Whether the answer has the field at all, be it null: only then was it asked for. */
function isReached(answer: unknown, { steps }: Probe): boolean {
  return holds(
    answer,
    steps.map(({ field }) => field.name),
  );
}

function holds(value: unknown, names: readonly string[]): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return true;
  if (Array.isArray(value)) return value.some((item) => holds(item, names));
  return isObject(value) && name in value && holds(value[name], rest);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function findingOf(probe: Probe, answer: TransportAnswer | undefined, calls: readonly string[]): Finding {
  const { errors = [], status } = answer ?? {};
  const codes = errors.map(({ path = [], extensions }) => {
    const names = path.filter((part) => typeof part === 'string');
    return `${status} ${names.join('.')} ${extensions.code}`;
  });
  return { probe: probe.name, codes: [...new Set(codes)], calls };
}

/** Calls are those that were made, as far as they may be made. */
function expectationOf(schema: GraphQLSchema, probe: Probe, role: Role, calls: readonly string[]): Finding {
  const refusal = refusalOf(schema, probe, role);
  const allowed = callsOf(probe, refusal?.calls ?? probe.steps.length);
  const names = probe.steps.slice(0, (refusal?.depth ?? 0) + 1).map(({ field }) => field.name);
  return {
    probe: probe.name,
    codes: refusal === undefined ? [] : [`200 ${names.join('.')} ${refusal.code}`],
    calls: calls.filter((operation) => allowed.has(operation)),
  };
}
