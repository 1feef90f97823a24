import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkSchema, formatDiagnostic } from '#binding';
import { exampleContracts } from './bind-text.ts';

const DOCS = readFileSync(new URL('../../../docs/binding-language.md', import.meta.url), 'utf8');
const examples = [...DOCS.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, text = '']) => text);

describe('docs/binding-language.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples.map((text, index) => ({ number: index + 1, text })))(
    'example $number binds without a remark',
    ({ text }) => {
      const sdl = { file: 'binding-language.md', text };
      const { diagnostics } = checkSchema({ client: 'web', sdl, contracts: exampleContracts });

      expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    },
  );
});
