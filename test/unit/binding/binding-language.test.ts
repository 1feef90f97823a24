import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { checkSchema, type Diagnostic, formatDiagnostic } from '#binding';
import { type JsonObject, parseContract } from '#contract';
import { exampleContracts, readFixture } from './bind-text.ts';
import { blocksIn, languagePages, referencePage, shortPage } from './language-pages.ts';

/** What ten minutes are enough for, code included. */
const MAX_WORDS = 1_700;

const yaml = blocksIn(referencePage, 'yaml');
const constants = yaml.find((text) => text.startsWith('# web.config.yaml\n')) ?? '';
const config: JsonObject = parse(constants);

function check(text: string): readonly Diagnostic[] {
  const sdl = { file: 'schemas/clients/web.graphql', text };
  return checkSchema({ client: 'web', sdl, contracts: exampleContracts, config }).diagnostics;
}

describe.each(languagePages)('%s', (_, page) => {
  const examples = blocksIn(page, 'graphql');

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(9);
  });

  it.each(examples.map((text, index) => ({ number: index + 1, text })))(
    'example $number binds without a remark',
    ({ text }) => {
      expect(check(text).map(formatDiagnostic)).toEqual([]);
    },
  );
});

describe('docs/binding-language.md', () => {
  it('is read in ten minutes', () => {
    expect(shortPage.trim().split(/\s+/).length).toBeLessThanOrEqual(MAX_WORDS);
  });

  it('shows what the checker says', () => {
    const [first = ''] = blocksIn(shortPage, 'graphql');
    const found = check(first.replace('tagline: String', 'tagline: String!')).map(formatDiagnostic);
    const [shown = ''] = blocksIn(shortPage, 'text');
    expect(shown.trim()).toBe(found.join('\n'));
  });
});

describe('the overlay in docs/binding-reference.md', () => {
  const overlays = yaml.flatMap((text) => {
    const [, service] = /^# (\w+)\.overlay\.yaml\n/.exec(text) ?? [];
    return service === undefined ? [] : [{ service, text: text.slice(text.indexOf('\n') + 1) }];
  });

  it('is there', () => {
    expect(overlays).toHaveLength(1);
  });

  it.each(overlays)(
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
