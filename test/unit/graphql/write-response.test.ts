import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import { expect, it } from '@jest/globals';
import { systemClock } from '../../../gateway/clock.ts';
import { writeResponse } from '../../../gateway/graphql/write-response.ts';
import { recordingLogger } from '../../integration/graphql/recording-logger.ts';

const answer: HTTPGraphQLResponse = {
  status: 200,
  headers: new HeaderMap(),
  body: { kind: 'complete', string: '{}' },
};

it('ends with REQUEST_ABORTED for a client that is gone, and writes nothing', async () => {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  response.destroy();
  const scope = {
    id: 'request-1',
    clock: systemClock,
    signal: AbortSignal.abort(),
    address: '127.0.0.1',
    deadlineAt: 0,
    log: recordingLogger([]),
    viewer: null,
  };
  const exchange = { request, response, scope, readBody: async () => Buffer.alloc(0) };
  await expect(writeResponse(exchange, answer)).rejects.toMatchObject({ code: 'REQUEST_ABORTED' });
  expect(response.headersSent).toBe(false);
});
