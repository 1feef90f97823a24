import type { Contract, Json, ResponseContract } from '#contract';
import { givenValue } from './given-value.ts';
import { isObject, listOf, readPointer } from './read-pointer.ts';

/** Headers for which the contract itself gives a value; a made-up `Cache-Control` or `Link` would do harm. */
export function contractHeaders(contract: Contract, response: ResponseContract): Record<string, string> {
  const pairs = [...response.headers.keys()].flatMap((name) => {
    const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
    const declared = readPointer(
      contract.document,
      `${response.pointer}/headers/${encodeURIComponent(step)}`,
    );
    const value = isObject(declared) ? givenValue(contract.document, declared) : undefined;
    if (value === undefined || IMPLIED.has(name.toLowerCase())) return [];
    return [[name.toLowerCase(), headerText(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function headerText(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? listOf(value).map(headerText).join(',') : JSON.stringify(value);
}

const IMPLIED = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'date',
]);
