import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { loadYaml } from '#contract';
import { leaveNothing } from '../../support/leftovers.ts';

async function fileWith(text: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-yaml-'));
  leaveNothing(() => rm(folder, { recursive: true }));
  const file = join(folder, 'web.config.yaml');
  if (text !== undefined) await writeFile(file, text);
  return file;
}

it('reads an object, from a path or a URL', async () => {
  const file = await fileWith('shop: web\nlimits: { featured: 6 }\n');
  const held = { shop: 'web', limits: { featured: 6 } };
  expect(await loadYaml(file, 'configuration')).toEqual(held);
  expect(await loadYaml(pathToFileURL(file), 'configuration')).toEqual(held);
});

it('is undefined where there is no file', async () => {
  expect(await loadYaml(await fileWith(undefined), 'configuration')).toBeUndefined();
});

it.each([
  ['- web', /web\.config\.yaml:1:1 This is no configuration: its root must be an object/],
  ['shop: [', /web\.config\.yaml:1:\d+ /],
  ['shop: web\nshop: tv', /web\.config\.yaml:2:1 /],
])('names the place of what is wrong with %j', async (text, message) => {
  await expect(loadYaml(await fileWith(text), 'configuration')).rejects.toThrow(message);
});
