import type { Import, Target } from './imports-of.ts';

/** Top-level folders. Code in none of them (configuration at the top) may import what it likes. */
const ROOMS = ['schemas', 'gateway', 'mocks', 'cli', 'bin', 'scripts', 'test'] as const;

/**
 * The gateway from top to bottom. A room imports only rooms of lower layers; rooms of one layer do not know each
 * other. A room is a folder or a file right below `gateway/`.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['index'],
  ['create-gateway'],
  ['read-schemas', 'http', 'graphql', 'session', 'uploads', 'live', 'pages'],
  ['gates'],
  ['execution'],
  ['binding'],
  ['contract', 'upstream', 'redis'],
  ['request-scope'],
  ['lifecycle', 'environment'],
  ['observability', 'options'],
  ['errors', 'clock'],
];

/** Rooms with a door: entered through their `index.ts` alone. */
const DOORS: Readonly<Record<string, string>> = {
  contract: 'gateway/contract/index.ts',
  binding: 'gateway/binding/index.ts',
};

/** Who besides tests may import a package. A dependency that nobody is named for is nobody's to import. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  '@apollo/server': ['gateway/graphql/'],
  '@graphql-codegen/core': ['scripts/'],
  '@graphql-codegen/typed-document-node': ['scripts/'],
  '@graphql-codegen/typescript-operations': ['scripts/'],
  '@graphql-typed-document-node/core': ['schemas/generated/'],
  'connect-redis': ['gateway/session/'],
  'cookie-signature': ['gateway/session/'],
  ajv: ['gateway/contract/'],
  'ajv-formats': ['gateway/contract/'],
  dataloader: ['gateway/execution/'],
  express: ['gateway/http/'],
  'express-session': ['gateway/session/'],
  graphql: ['gateway/', 'cli/', 'scripts/'],
  helmet: ['gateway/gates/'],
  ioredis: ['gateway/redis/'],
  jose: ['gateway/session/', 'mocks/'],
  'json-p3': ['gateway/contract/'],
  msw: ['mocks/', 'cli/worker/create-worker-endpoint.ts'],
  multer: ['gateway/uploads/'],
  negotiator: ['gateway/graphql/'],
  'oidc-provider': ['mocks/identity-provider/'],
  'openid-client': ['gateway/session/provider/'],
  pino: ['gateway/observability/', 'mocks/'],
  'prom-client': ['gateway/observability/'],
  'proxy-addr': ['gateway/gates/'],
  'rate-limiter-flexible': ['gateway/gates/'],
  ruru: ['gateway/graphql/'],
  undici: ['gateway/upstream/'],
  ws: ['gateway/live/'],
  yaml: ['gateway/contract/'],
  zod: ['gateway/options.ts', 'gateway/options/', 'gateway/environment.ts', 'mocks/'],
};

export const OWNED_PACKAGES: readonly string[] = Object.keys(OWNERS);

/** Why this import may not be; undefined when it may. */
export function refuseImport({ file, target }: Import): string | undefined {
  const from = roomOf(file);
  if (from === 'test' || from === undefined) return undefined;
  if (target.kind === 'computed')
    return findsFiles(file) ? undefined : 'what is imported must stand in the file';
  if (from === 'schemas') return refuseFromSchemas(file, target);
  if (target.kind === 'node') return undefined;
  if (target.kind === 'package') return refusePackage(file, target.name);
  return from === 'gateway'
    ? refuseFromGateway(file, target.file)
    : refuseBetweenRooms(from, file, target.file);
}

/** Scripts find every BFF by its folder, and mocks every handler by its file, so that a new one needs no line there. */
function findsFiles(file: string): boolean {
  return file.startsWith('scripts/') || file === 'mocks/behaviour/load-handlers.ts';
}

/** What is generated is types: they may name each other, and the package that some of them come from. */
function refuseFromSchemas(file: string, target: Target): string | undefined {
  const generated = 'schemas/generated/';
  if (file.startsWith(generated) && target.kind === 'package') return refusePackage(file, target.name);
  const isWithin = target.kind === 'file' && target.file.startsWith(generated);
  return file.startsWith(generated) && isWithin ? undefined : 'schemas are data and import nothing';
}

function refusePackage(file: string, name: string): string | undefined {
  const owners = OWNERS[name];
  if (owners === undefined) return `${name} has no owner yet: name one in test/architecture/refuse-import.ts`;
  if (owners.some((owner) => file.startsWith(owner))) return undefined;
  return `${name} belongs to ${owners.join(' and ')}; everybody else asks its owner`;
}

function refuseBetweenRooms(from: string, file: string, imported: string): string | undefined {
  const to = roomOf(imported);
  if (to === from) return undefined;
  switch (from) {
    case 'mocks':
      return allowed(imported, [DOORS['contract'], 'schemas/'])
        ? undefined
        : 'mocks know contracts and schemas alone, else one bug hides on both sides';
    case 'cli':
      return allowed(imported, [DOORS['contract'], DOORS['binding'], 'mocks/'])
        ? undefined
        : 'the command line knows #contract, #binding and mocks, so that it loads no server';
    case 'bin':
      return allowed(imported, ['cli/main.ts']) ? undefined : 'bin starts the command line and nothing else';
    case 'scripts':
      return allowed(imported, ['gateway/index.ts', ...Object.values(DOORS), 'schemas/', 'cli/']) ||
        isConfigOfBff(imported)
        ? undefined
        : 'scripts enter the gateway by #gateway, #contract and #binding, and a BFF by its config.ts; else they know cli';
    default:
      return refuseFromBff(file, imported);
  }
}

function refuseFromBff(file: string, imported: string): string | undefined {
  if (allowed(imported, ['gateway/index.ts', 'schemas/'])) return undefined;
  return `${roomOf(file)} knows #gateway, #schemas and its own files; another room's insides may change at any time`;
}

function isConfigOfBff(file: string): boolean {
  return /^[a-z]+-bff\/config\.ts$/.test(file);
}

function allowed(imported: string, places: readonly (string | undefined)[]): boolean {
  return places.some(
    (place) => place !== undefined && (place.endsWith('/') ? imported.startsWith(place) : imported === place),
  );
}

function refuseFromGateway(file: string, imported: string): string | undefined {
  if (roomOf(imported) !== 'gateway')
    return 'the gateway knows no client, no schema, no mock and no command by name';
  const from = partOf(file);
  const to = partOf(imported);
  if (from === to) return undefined;
  const door = DOORS[to];
  if (door !== undefined && imported !== door) return `${to} is entered by its index.ts alone`;
  return refuseDirection(from, to);
}

function refuseDirection(from: string, to: string): string | undefined {
  const upper = layerOf(from);
  const lower = layerOf(to);
  if (upper === -1 || lower === -1) {
    return `gateway/${upper === -1 ? from : to} has no place yet: give it one in test/architecture/refuse-import.ts`;
  }
  // The schemas are read from disk before anything exists; contracts are all that reading needs.
  if (from === 'read-schemas' && to !== 'contract')
    return 'read-schemas reads files and knows contracts alone';
  if (upper === lower) return `${from} and ${to} are siblings, and siblings do not know each other`;
  return upper < lower ? undefined : `${to} stands above ${from}, and imports go downwards only`;
}

function layerOf(part: string): number {
  return LAYERS.findIndex((layer) => layer.includes(part));
}

/** `gateway/http/app.ts` → `http`, `gateway/errors.ts` → `errors` */
function partOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function roomOf(file: string): string | undefined {
  const [room = '', rest] = file.split('/');
  if (rest === undefined) return undefined;
  return room.endsWith('-bff') ? room : ROOMS.find((name) => name === room);
}
