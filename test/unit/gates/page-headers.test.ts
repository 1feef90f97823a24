import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { systemRandomness } from '../../../gateway/clock.ts';
import { createPageHeaders } from '../../../gateway/gates/security-headers.ts';

it('CSR-04 a page runs and styles what carries the nonce of this one answer, and nothing else', () => {
  const setPageHeaders = createPageHeaders(systemRandomness);
  const answers = Array.from({ length: 100 }, () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    const { nonce } = setPageHeaders(response);
    const policy = String(response.getHeader('content-security-policy'));
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    return nonce;
  });
  expect(new Set(answers).size).toBe(100);
  for (const nonce of answers) expect(nonce).toMatch(/^[\da-f]{32}$/);
});
