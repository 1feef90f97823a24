import { describe, expect, it } from '@jest/globals';
import { readProjectFile } from './source-files.ts';

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readProjectFile('package-lock.json'),
);
const manifest: { readonly allowScripts: Readonly<Record<string, boolean>> } = JSON.parse(
  readProjectFile('package.json'),
);

describe('package-lock.json', () => {
  it('has the packages of every platform, without which npm ci refuses it (npm run lock)', () => {
    const missing = Object.values(lock.packages)
      .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
      .filter(
        ([name, version]) => /^\d/.test(version) && lock.packages[`node_modules/${name}`] === undefined,
      );
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  it('has no package whose install script is not denied', () => {
    const scripted = Object.entries(lock.packages).filter(
      ([, { hasInstallScript = false }]) => hasInstallScript,
    );
    const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
  });
});
