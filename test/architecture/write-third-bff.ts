import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { HOME } from './source-files.ts';

/** Everything that a new client consists of. */
const FILES: Readonly<Record<string, string>> = {
  'schemas/clients/tv.graphql': `
    type Query {
      product(id: ID!): Product @public @rest(operation: "catalog.getProduct", missing: NULL)
    }
    type Product @public {
      id: ID!
      title: String! @json(path: "name")
    }
  `,
  'schemas/generated/tv/manifest.json': '{}',
  'tv-bff/config.ts': `
    import { defineGatewayEnvironment, type GatewayProcess } from '#gateway';

    export const tvConfig: Omit<GatewayProcess, 'schemas'> = {
      client: 'tv',
      environment: defineGatewayEnvironment({ client: 'tv', port: 4002, operationsPort: 9402 }),
      credential: 'bearer',
    };
  `,
  'tv-bff/main.ts': `
    import { runGateway } from '#gateway';
    import { tvConfig } from './config.ts';

    await runGateway(process, { ...tvConfig, schemas: new URL('../schemas/', import.meta.url) });
  `,
  'tsconfig.json': JSON.stringify({ extends: '../../../tsconfig.json', include: ['tv-bff'] }),
};

export interface ThirdBff {
  /** From the top of the repository. */
  readonly main: string;
  /** Its TypeScript, by path as if it stood at the top of the repository. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the compiler has to say; empty when all is well. */
  check(): Promise<string>;
  remove(): Promise<void>;
}

/** Writes a third client into a folder that git does not see, inside of the repository so that `#gateway` means it. */
export async function writeThirdBff(): Promise<ThirdBff> {
  const temporary = join(HOME, 'test/.tmp');
  await mkdir(temporary, { recursive: true });
  await writeFile(join(temporary, '.gitignore'), '*\n');
  const folder = await mkdtemp(join(temporary, 'third-bff-'));
  await cp(join(HOME, 'schemas/services'), join(folder, 'schemas/services'), { recursive: true });
  for (const [file, text] of Object.entries(FILES)) await write(join(folder, file), text);
  return {
    main: relative(HOME, join(folder, 'tv-bff/main.ts')),
    sources: new Map(Object.entries(FILES).filter(([file]) => file.endsWith('.ts'))),
    check: () => compile(folder),
    remove: () => rm(folder, { recursive: true }),
  };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function compile(folder: string): Promise<string> {
  const compiler = join(HOME, 'node_modules/typescript/bin/tsc');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder]);
    return stdout;
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
