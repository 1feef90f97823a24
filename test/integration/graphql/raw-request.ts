import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Everything that came, as text. */
  readonly text: string;
}

export interface RawRequest {
  readonly port: number;
  /** The request line and headers, without the empty line. `Host` is added, unless `host` is empty. */
  readonly head: readonly string[];
  /** @default gateway.test */
  readonly host?: string;
  /** Sent after the head, as much of it as the server takes. */
  readonly body?: string | Buffer;
}

/** Writes a request byte by byte as given, whatever HTTP clients may think of it, and waits for the end of its answer. */
export async function rawRequest({
  port,
  head,
  host = 'gateway.test',
  body = '',
}: RawRequest): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if (isComplete(Buffer.concat(chunks).toString('latin1'))) socket.destroy();
  });
  socket.on('error', () => {}); // a reset after the answer is the server's good right; a missing answer shows below
  socket.write(
    `${[head[0], ...(host === '' ? [] : [`Host: ${host}`]), ...head.slice(1)].join('\r\n')}\r\n\r\n`,
  );
  socket.write(body);
  await new Promise((resolve) => socket.once('close', resolve));
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(text)?.[1];
  const isHead = end !== -1 && length === undefined && !/^transfer-encoding:/im.test(text);
  return (
    end !== -1 &&
    (isHead ||
      text.length >= end + 4 + Number(length ?? Number.POSITIVE_INFINITY) ||
      text.endsWith('0\r\n\r\n'))
  );
}
