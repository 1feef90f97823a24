import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { BFFS, unhurried } from '../../support/bffs.ts';
import { started } from '../../support/leftovers.ts';
import { startMocks } from '../../support/mock-servers.ts';
import { startBff } from '../../support/start-bff.ts';
import { copyBff } from '../operations/copy-bff.ts';
import { gatehouse } from './run-gatehouse.ts';

const YAML = `openapi: 3.1.0
info: { title: Shipping, version: "1" }
servers: [{ url: http://localhost:4107 }]
paths:
  /parcels/{number}:
    get:
      operationId: getParcel
      parameters: [{ name: number, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: Where the parcel is.
          content:
            application/json:
              schema: { type: object, required: [place], properties: { place: { type: string } } }
              example: { place: On its way }
        "404": { description: There is no such parcel. }
`;
const LINE =
  '  parcelPlace(number: ID!): String @public @rest(operation: "shipping.getParcel", at: "place", missing: NULL)';

it('a seventh service and a field on it take one YAML file and one line of SDL', async () => {
  const web = BFFS.find(({ name }) => name === 'web');
  if (web === undefined) throw new Error('no web');
  const { bff, home, edit } = await copyBff(web);
  const schemas = join(fileURLToPath(home), 'schemas');

  await writeFile(join(schemas, 'services/shipping.openapi.yaml'), YAML);
  await edit('clients/web.graphql', (text) => text.replace('type Query {\n', `type Query {\n${LINE}\n`));

  const { code, stdout } = await gatehouse('check', '--schemas', schemas);
  expect(stdout).toMatch(/^web .* bound, \d+ documents$/m);
  expect(code).toBe(0);

  const mocks = started(await startMocks({ schemas: join(schemas, 'services') }));
  expect(await (await fetch(`${mocks.urls['shipping']}/parcels/7`)).json()).toEqual({ place: 'On its way' });

  const { url } = await startBff(bff, { services: mocks.urls, env: unhurried(bff) });
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bff.headers },
    body: JSON.stringify({ query: '{ parcelPlace(number: "7") }' }),
  });
  expect(await answer.json()).toEqual({ data: { parcelPlace: 'On its way' } });
  expect((await mocks.calls('shipping')).map(({ operation }) => operation)).toContain('shipping.getParcel');
});
