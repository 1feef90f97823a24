/** The smallest file of a media type, so that something is to be seen where a contract promises one; undefined for others. */
export function sampleFile(essence: string): string | Uint8Array<ArrayBuffer> | undefined {
  const text = Object.hasOwn(TEXTS, essence) ? TEXTS[essence] : undefined;
  if (text !== undefined) return text;
  const encoded = Object.hasOwn(FILES, essence) ? FILES[essence] : undefined;
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
}

const TEXTS: Readonly<Record<string, string>> = {
  'text/html': '<!doctype html><html lang="en"><title>Sample</title><p>Sample</p></html>',
  'application/xhtml+xml':
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Sample</title></head><body><p>Sample</p></body></html>',
  'text/css': 'body { color: #222; }',
  'text/javascript': 'export {};',
  'application/javascript': 'export {};',
  'text/markdown': '# Sample\n\nSome text.\n',
  'text/calendar': 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Gatehouse//Mock//EN\r\nEND:VCALENDAR\r\n',
  'text/vcard': 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Sample\r\nEND:VCARD\r\n',
  'image/svg+xml':
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="16" height="16" fill="#888"/></svg>',
  'application/pdf':
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
};

const GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const EMPTY_ZIP = 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==';
const EMPTY_GZIP = 'H4sIAAAAAAAAAwMAAAAAAAAAAAA=';
const SILENCE = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const FILES: Readonly<Record<string, string>> = {
  'image/png':
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'image/gif': GIF,
  'image/jpeg':
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z',
  'image/webp': 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==',
  'application/zip': EMPTY_ZIP,
  'application/x-zip-compressed': EMPTY_ZIP,
  'application/gzip': EMPTY_GZIP,
  'application/x-gzip': EMPTY_GZIP,
  'audio/wav': SILENCE,
  'audio/x-wav': SILENCE,
};
