import { describe, expect, it } from '@jest/globals';
import { chooseMediaType, statusOfRefusal } from '../../../gateway/graphql/response-media-type.ts';

const PLAIN = 'application/json; charset=utf-8';
const OWN = 'application/graphql-response+json; charset=utf-8';

describe('chooseMediaType', () => {
  it.each([
    [undefined, PLAIN],
    ['', PLAIN],
    ['*/*', PLAIN],
    ['application/*', PLAIN],
    ['application/json', PLAIN],
    ['application/graphql-response+json', OWN],
    ['application/graphql-response+json, application/json;q=0.9', OWN],
    ['application/json;q=0.5, application/graphql-response+json', OWN],
    ['text/html', undefined],
    ['text/event-stream', undefined],
    ['nonsense', undefined],
  ])('%s', (accept, mediaType) => {
    expect(chooseMediaType(accept)).toBe(mediaType);
  });
});

describe('statusOfRefusal', () => {
  it('is 200 in plain JSON for a request that was well-formed', () => {
    expect(statusOfRefusal(400, ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'], PLAIN)).toBe(200);
  });

  it.each([
    ['in GraphQL’s own media type', 400, ['GRAPHQL_VALIDATION_FAILED'], OWN],
    ['for a malformed request', 400, ['BAD_REQUEST'], PLAIN],
    ['for a document that is not trusted', 400, ['DOCUMENT_NOT_TRUSTED'], PLAIN],
    ['for other statuses', 413, ['BAD_USER_INPUT'], PLAIN],
  ])('stays %s', (_, status, codes, mediaType) => {
    expect(statusOfRefusal(status, codes, mediaType)).toBe(status);
  });
});
