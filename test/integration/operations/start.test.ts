import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { BFFS } from '../../support/bffs.ts';
import { runBff } from '../../support/start-bff.ts';
import { copyBff } from './copy-bff.ts';

describe.each(BFFS)('$name does not start', (row) => {
  const schemaFile = `schemas/clients/${row.name}.graphql`;

  it('with a schema that does not fit its contracts, and tells every mistake with its place and a fix', async () => {
    const { bff, edit } = await copyBff(row);
    const broken = 'type Category {\n  one: String! @json(path: "nowhere")\n  two: Int! @json(path: "name")';
    await edit(`clients/${row.name}.graphql`, (text) => text.replace('type Category {', broken));
    const { code, complaint } = await runBff(bff);
    expect(code).toBe(1);
    expect(
      complaint.match(new RegExp(`^${schemaFile}:\\d+:\\d+ {2}error GH\\d{3} {2}`, 'gm'))?.length,
    ).toBeGreaterThan(1);
    expect(complaint).toMatch(/\n {2}fix: /);
    expect(complaint).not.toMatch(/\n\s+at /);
  });

  it('without the manifest of its registered documents', async () => {
    const { bff, home } = await copyBff(row);
    const manifest = `schemas/generated/${row.name}/manifest.json`;
    await rm(new URL(manifest, home));
    const { code, complaint } = await runBff(bff);
    expect([code, complaint]).toEqual([1, `${manifest} cannot be read: run npm run generate\n`]);
  });

  it.each([
    ['is no JSON', '{', 'is not a JSON object'],
    ['has an entry without a file', '{"sha256:00":{"name":"A"}}', 'has no name and file at sha256:00'],
    [
      'leads out of schemas/',
      '{"sha256:00":{"name":"A","file":"schemas/../package.json"}}',
      'does not lie in schemas/',
    ],
    [
      'names a file that is gone',
      '{"sha256:00":{"name":"A","file":"schemas/gone.graphql"}}',
      'cannot be read',
    ],
  ])('with a manifest that %s', async (_, text, reason) => {
    const { bff, home } = await copyBff(row);
    await writeFile(new URL(`schemas/generated/${row.name}/manifest.json`, home), text);
    const { code, complaint } = await runBff(bff);
    expect([code, complaint]).toEqual([1, expect.stringContaining(`${reason}: run npm run generate`)]);
  });
});
