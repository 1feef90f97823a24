import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { checkSchema, formatDiagnostic } from '#binding';
import { type JsonObject, parseContract } from '#contract';
import { exampleContracts, readFixture } from './bind-text.ts';

const DOCS = readFileSync(new URL('../../../docs/binding-language.md', import.meta.url), 'utf8');
const [, constants = ''] = /^```yaml\n# web\.config\.yaml\n(.*?)^```/ms.exec(DOCS) ?? [];
const config: JsonObject = parse(constants);
const examples = [...DOCS.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, text = '']) => text);

describe('docs/binding-language.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples.map((text, index) => ({ number: index + 1, text })))(
    'example $number binds without a remark',
    ({ text }) => {
      const sdl = { file: 'binding-language.md', text };
      const { diagnostics } = checkSchema({ client: 'web', sdl, contracts: exampleContracts, config });

      expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    },
  );
});

describe('the overlay in docs/binding-language.md', () => {
  const overlays = [...DOCS.matchAll(/^```yaml\n# (\w+)\.overlay\.yaml\n(.*?)^```/gms)];

  it('is there', () => {
    expect(overlays).toHaveLength(1);
  });

  it.each(overlays.map(([, service = '', text = '']) => ({ service, text })))(
    'applies to $service, and says nothing that the contract says by itself',
    ({ service, text }) => {
      const published = readFixture(`language/${service}.openapi.yaml`);
      const overlay = { file: `${service}.overlay.yaml`, text };
      const contract = parseContract({ service, file: `${service}.openapi.yaml`, text: published, overlay });

      expect(contract.overlay?.claims.map(({ isGranted }) => isGranted)).toEqual([
        false,
        false,
        false,
        false,
      ]);
    },
  );
});
