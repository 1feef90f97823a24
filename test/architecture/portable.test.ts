import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from './source-files.ts';

/** What belongs to one machine or one network, and not to the project. Written so that this file does not find itself. */
const FOREIGN: readonly { readonly pattern: RegExp; readonly except?: string }[] = [
  { pattern: /\.\.\/share[d]\b/, except: '.ci/run' },
  { pattern: /\/wor[k]\// },
  { pattern: /\/roo[t]\// },
  { pattern: /\bregistry\.(?!k8s)[a-z0-9-]+\./ },
  { pattern: /\b(artifactor[y]|pkg\.de[v]|npmr[c]\/_auth)\b/ },
];

describe('the project', () => {
  it.each(FOREIGN)('does not depend on $pattern', ({ pattern, except }) => {
    const found = projectFiles()
      .filter((file) => file !== except)
      .flatMap((file) =>
        readProjectFile(file)
          .split('\n')
          .flatMap((line, index) =>
            pattern.test(line) ? [`${file}:${index + 1} ${line.trim().slice(0, 120)}`] : [],
          ),
      );
    expect(found).toEqual([]);
  });
});
