import { createServer, type IncomingMessage } from 'node:http';
import { decodeJwt } from 'jose';
import { listenOn } from './listen-on.ts';

/** The service of accounts, as cheap as can be: whoever shows a token is told the account of its subject, and of nobody else. */
export interface Accounts {
  readonly url: string;
  /** How often it was asked. */
  readonly asked: number;
  stop(this: void): Promise<void>;
}

export async function startAccounts(): Promise<Accounts> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const sub = subjectOf(request);
    response
      .writeHead(sub === undefined ? 401 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(sub === undefined ? {} : accountOf(sub)));
  });
  const url = `http://127.0.0.1:${await listenOn(server)}`;
  return {
    url,
    get asked() {
      return asked;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function subjectOf({ headers }: IncomingMessage): string | undefined {
  const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  return token === undefined ? undefined : decodeJwt(token).sub;
}

/** As the contract wants it. */
function accountOf(id: string): object {
  return {
    id,
    displayName: id,
    email: 'somebody@customers.example',
    phone: null,
    membership: 'standard',
    marketingEmails: true,
    createdAt: '2026-01-07T20:02:11Z',
  };
}
