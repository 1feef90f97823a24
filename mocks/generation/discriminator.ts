import type { Json, JsonObject } from '#contract';
import { isObject } from '../read-pointer.ts';

/** The word by which a discriminator knows the schema that a reference leads to; undefined for what is no reference. */
export function discriminatorOf({ mapping }: JsonObject, branch: Json): string | undefined {
  if (!isObject(branch) || typeof branch['$ref'] !== 'string') return undefined;
  const { $ref } = branch;
  const name = decodeName($ref.split('/').at(-1) ?? '');
  const pairs = isObject(mapping) ? Object.entries(mapping) : [];
  return pairs.find(([, target]) => target === $ref || target === name)?.[0] ?? name;
}

/** A word that the discriminator knows, for a schema that stands where it is used. */
export function ownNameIn({ mapping }: JsonObject): string | undefined {
  return isObject(mapping) ? Object.keys(mapping)[0] : undefined;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return name;
  }
}
