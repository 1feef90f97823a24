import { open } from 'node:fs/promises';

/** What a file says of itself, whatever it is called. */
export interface Picture {
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
}

/** Where the size stands in what cameras make, and in what else is usual. */
const HEAD_BYTES = 256 * 1024;

/** Undefined for a file that is no picture of a known kind. */
export async function readPicture(path: string): Promise<Picture | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return readPng(head) ?? readWebp(head) ?? readJpeg(head);
  } finally {
    await file.close();
  }
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function readPng(head: Buffer): Picture | undefined {
  if (head.byteLength < 24 || !head.subarray(0, 8).equals(PNG_SIGNATURE)) return undefined;
  return { mediaType: 'image/png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Only the extended form says its size in one place; the others are taken for a square. */
function readWebp(head: Buffer): Picture | undefined {
  const text = head.subarray(0, 16).toString('latin1');
  if (!text.startsWith('RIFF') || text.slice(8, 12) !== 'WEBP') return undefined;
  if (text.slice(12, 16) !== 'VP8X' || head.byteLength < 30)
    return { mediaType: 'image/webp', width: 1, height: 1 };
  return { mediaType: 'image/webp', width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
}

/** The segments of a JPEG begin with 0xff; the one that begins the frame has the size. */
function readJpeg(head: Buffer): Picture | undefined {
  if (head.byteLength < 4 || head.readUInt16BE(0) !== 0xff_d8) return undefined;
  let at = 2;
  while (at + 9 < head.byteLength && head[at] === 0xff) {
    const marker = head.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { mediaType: 'image/jpeg', width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return { mediaType: 'image/jpeg', width: 1, height: 1 };
}
