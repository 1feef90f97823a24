import { type Authenticate, GatewayError, type Proof, type Users, type Viewer } from '#gateway';

/**
 * Believes what it is told, so that a gateway inside a test's process has users without a provider. Processes of their
 * own have no such door: their tests sign in.
 */
export const believeAll: Authenticate = async ({ headers: { authorization } }) =>
  authorization === undefined ? null : readViewer(authorization);

/** The header that makes a request somebody's, who may do what these scopes say. */
export function asViewer(sub: string, ...scopes: readonly string[]): { readonly authorization: string } {
  return { authorization: ['Believe', sub, ...scopes].join(' ') };
}

/** Users who are believed; services are shown what the mocks take from people who talk to them directly. */
export function testUsers(proof: Proof): Users {
  return {
    by: 'own',
    proof,
    authenticate: believeAll,
    tokens: {
      authorizationFor: async ({ token }, { viewer }) =>
        token === 'user' && viewer !== null ? `Test ${await viewer.accessToken()}` : null,
    },
  };
}

function readViewer(authorization: string): Viewer {
  const [scheme, sub = '', ...scopes] = authorization.split(' ');
  if (scheme !== 'Believe' || sub === '') throw new GatewayError('UNAUTHENTICATED');
  return {
    sub,
    key: `test:${sub}`,
    scopes: new Set(scopes),
    claims: { sub },
    accessToken: async () => [sub, ...scopes].join(' '),
  };
}
