import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createTestIdentity } from '../../../gateway/gates/test-identity.ts';

const authenticate = createTestIdentity();

function withAuthorization(authorization?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (authorization !== undefined) request.headers.authorization = authorization;
  return request;
}

describe('createTestIdentity', () => {
  it('knows nobody without a header', async () => {
    expect(await authenticate(withAuthorization())).toBeNull();
  });

  it('believes the header, and hands it on to services', async () => {
    const viewer = await authenticate(withAuthorization('Test u-1 orders:read orders:write'));
    expect(viewer).toMatchObject({ sub: 'u-1', claims: { sub: 'u-1' } });
    expect([...(viewer?.scopes ?? [])]).toEqual(['orders:read', 'orders:write']);
    expect(await viewer?.accessToken()).toBe('Test u-1 orders:read orders:write');
  });

  it('needs no scopes', async () => {
    expect((await authenticate(withAuthorization('Test u-1')))?.scopes.size).toBe(0);
  });

  it.each([
    '',
    'Test',
    'Test ',
    'test u-1',
    'Bearer u-1',
    'Test u/1',
    `Test ${'u'.repeat(65)}`,
    'Test u-1  b',
    'Test u-1 "',
  ])('refuses %j with UNAUTHENTICATED', async (header) => {
    await expect(authenticate(withAuthorization(header))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
