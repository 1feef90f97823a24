import { writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { check } from '../../../cli/check.ts';
import { BFFS } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { startBff } from '../../support/start-bff.ts';
import { copyBff } from '../operations/copy-bff.ts';

/** One YAML file. */
const CONTRACT = `
openapi: 3.1.0
info: { title: Gift cards, version: 1.0.0 }
paths:
  /cards/{code}:
    get:
      operationId: getCard
      parameters: [{ name: code, in: path, required: true, schema: { type: string, maxLength: 20 } }]
      responses:
        "200":
          description: What is left.
          content:
            application/json:
              schema: { type: object, required: [left], properties: { left: { type: integer, format: int32 } } }
              example: { left: 2500 }
`;

/** One line of SDL. */
const FIELD = '  giftCard(code: ID!): Int @public @rest(operation: "giftcards.getCard", at: "left")';

it.each(BFFS)('a seventh service, and a field of $name on it, take one file and one line', async (row) => {
  const { bff, home, edit } = await copyBff(row);
  await writeFile(new URL('schemas/services/giftcards.openapi.yaml', home), CONTRACT);
  await edit(`clients/${bff.name}.graphql`, (sdl) =>
    sdl.replace('type Query {\n', `type Query {\n${FIELD}\n`),
  );

  const { ok, report } = await check(new URL('schemas', home).pathname);
  expect(report).toContain('bound');
  expect(ok).toBe(true);

  const mocks = started(await startMocks({ schemas: new URL('schemas/services/', home) }));
  expect(Object.keys(mocks.urls)).toHaveLength(7);
  const { url } = started(await startBff(bff, { services: mocks.urls }));
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bff.headers },
    body: JSON.stringify({ query: '{ giftCard(code: "SLOW-8K3P") }' }),
  });
  expect(await answer.json()).toEqual({ data: { giftCard: 2500 } });
  expect(await mocks.calls('giftcards')).toMatchObject([
    { operation: 'giftcards.getCard', path: '/cards/SLOW-8K3P' },
  ]);
});
