/**
 * `npm run lock`, after every change of dependencies: writes into package-lock.json the optional packages of other
 * platforms that npm left out because its registry does not carry them. `npm ci` refuses a lock file without them,
 * although it would never install them here. Where they are installed, npm fills in their hashes itself.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface LockedPackage {
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface LockFile {
  readonly packages: Record<string, LockedPackage>;
}

/** Words in the name of a platform's package, and what npm calls the platform. */
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const LIBRARIES = { musl: 'musl', musleabihf: 'musl', gnu: 'glibc', gnueabihf: 'glibc' };

const path = join(import.meta.dirname, '../package-lock.json');
const lock: LockFile = JSON.parse(await readFile(path, 'utf8'));
const missing = Object.values(lock.packages).flatMap((dependent) =>
  Object.entries(dependent.optionalDependencies ?? {})
    .filter(([name, version]) => /^\d/.test(version) && lock.packages[`node_modules/${name}`] === undefined)
    .map(([name, version]) => [`node_modules/${name}`, describePlatform(name, version, dependent)] as const),
);
const packages = [...Object.entries(lock.packages), ...missing].toSorted(([left], [right]) =>
  left < right ? -1 : 1,
);
if (missing.length > 0) {
  await writeFile(
    path,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, undefined, 2)}\n`,
  );
}
for (const [name] of missing) process.stdout.write(`added ${name}\n`);

function describePlatform(name: string, version: string, { dev }: LockedPackage): object {
  const words = name.split(/[/-]/);
  const system = words.filter((word) => SYSTEMS.includes(word));
  const processor = words.filter((word) => PROCESSORS.includes(word));
  const library = Object.entries(LIBRARIES).flatMap(([word, libc]) => (words.includes(word) ? [libc] : []));
  if (system.length === 0)
    throw new Error(`${name} is missing, and is no package of a platform: run npm install`);
  return {
    version,
    ...(processor.length === 0 ? {} : { cpu: processor }),
    ...(dev === true ? { dev } : {}),
    ...(library.length === 0 ? {} : { libc: library }),
    optional: true,
    os: system,
  };
}
