import type { Readable } from 'node:stream';
import { GatewayError } from '../errors.ts';

export interface BodyLimits {
  readonly service: string;
  readonly maxBytes: number;
  /** Told of every piece that arrives. */
  readonly progressed: () => void;
}

/**
 * Reads a whole body, and leaves it (closing its connection) as soon as it is too large.
 * @throws GatewayError UPSTREAM_ANSWER_TOO_LARGE; otherwise whatever the stream fails with.
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  limits: BodyLimits,
): Promise<Buffer> {
  // Whoever leaves early destroys the stream, and a destroyed stream reports that as an error to nobody.
  body.on('error', () => {});
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    refuseEncoded(headers, limits);
    if (Number(headers['content-length']) > limits.maxBytes) throw tooLarge(limits);
    for await (const piece of body as AsyncIterable<Buffer>) {
      limits.progressed();
      bytes += piece.length;
      if (bytes > limits.maxBytes) throw tooLarge(limits);
      pieces.push(piece);
    }
  } finally {
    body.destroy();
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, bytes);
}

/**
 * We ask for no encoding. A body that is encoded all the same, once or twenty times, is refused instead of decoded: a
 * small answer must not become a large one (CVE-2026-22036).
 */
function refuseEncoded(headers: Readonly<Record<string, string>>, { service }: BodyLimits): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    throw new GatewayError(
      'UPSTREAM_FAILED',
      { service },
      new Error('the answer is encoded, which was not asked for'),
    );
  }
}

function tooLarge({ service, maxBytes }: BodyLimits): GatewayError {
  return new GatewayError('UPSTREAM_ANSWER_TOO_LARGE', {
    service,
    limit: { name: 'maxAnswerBytes', max: maxBytes },
  });
}
