import { type Contract, parseContract } from '#contract';

const READ = { diaryLogin: ['diary:read'] };
const json = (schema: object) => ({
  '200': { description: 'ok', content: { 'application/json': { schema } } },
});
const ids = {
  name: 'ids',
  in: 'query',
  required: true,
  explode: false,
  schema: { type: 'array', items: { type: 'string' }, maxItems: 3 },
};
const ENTRY = {
  type: 'object',
  required: ['id', 'owner', 'nextIds'],
  properties: {
    id: { type: 'string' },
    owner: { type: 'string' },
    nextIds: { type: 'array', maxItems: 4, items: { type: 'string' } },
  },
};

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Diaries', version: '1' },
  servers: [{ url: '/' }],
  paths: {
    '/entries/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'getEntry', security: [READ], responses: json(ENTRY) },
      put: { operationId: 'putEntry', security: [{ diaryLogin: ['diary:write'] }], responses: json(ENTRY) },
    },
    '/entries': {
      get: {
        operationId: 'listEntries',
        security: [READ],
        parameters: [ids],
        responses: json({ type: 'array', items: ENTRY }),
      },
    },
    '/audit/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'auditEntry',
        'x-token': 'system',
        security: [{ diaryLogin: ['audit:read'] }],
        responses: json(ENTRY),
      },
    },
    '/front': { get: { operationId: 'getFront', security: [], responses: json(ENTRY) } },
  },
  components: {
    securitySchemes: {
      diaryLogin: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://login.example/token',
            scopes: { 'diary:read': 'read', 'diary:write': 'write', 'audit:read': 'audit' },
          },
        },
      },
    },
  },
};

/** A client that asks it in every way there is. */
export const DIARY_SDL = `
  type Query {
    entry(id: ID!): Entry @requiresScopes(scopes: [["diary:read"]]) @rest(operation: "diary.getEntry")
    front: Page @public @rest(operation: "diary.getFront")
    audit(id: ID!): Page @public @rest(operation: "diary.auditEntry")
  }
  type Mutation {
    write(id: ID!): Entry @requiresScopes(scopes: [["diary:write"]]) @rest(operation: "diary.putEntry")
  }
  type Page { id: ID! owner: String! }
  type Entry @authenticated {
    id: ID!
    owner: String!
    next: [Entry!]
      @requiresScopes(scopes: [["diary:read"]])
      @join(operation: "diary.listEntries", on: { ids: "$parent.nextIds" }, match: { id: "$parent.nextIds" })
      @listSize(assumedSize: 4)
  }
`;

/** Entries of whoever asks, one that the system audits, and a front page for everybody. */
export function diaryContract(): Contract {
  return parseContract({ service: 'diary', file: 'diary.openapi.yaml', text: JSON.stringify(DOCUMENT) });
}
