import type { Contract } from '#contract';
import { memberOf } from './schema-children.ts';

/** Gives every schema that is referred to a name of its own. */
export interface TypeNames {
  /** The same pointer and suffix always have the same name. */
  of(pointer: string, suffix: string): string;
}

/** @param reserved names that no schema may have */
export function createTypeNames(contract: Contract, reserved: readonly string[]): TypeNames {
  const names = new Map<string, string>();
  const taken = new Set(reserved);
  const give = (key: string, wanted: string): string => {
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
    taken.add(name);
    names.set(key, name);
    return name;
  };
  // Components come first, so that what is found later cannot take their names.
  const components = memberOf(memberOf(contract.document, 'components'), 'schemas');
  for (const name of Object.keys(components ?? {}))
    give(`/components/schemas/${escape(name)} `, typeName(name));
  return {
    of(pointer, suffix) {
      const key = `${pointer} ${suffix}`;
      const plain = names.get(`${pointer} `);
      return names.get(key) ?? give(key, `${plain ?? nameOfPlace(pointer)}${suffix}`);
    },
  };
}

/** `order-line` → `OrderLine`. It begins with a capital, so that it is no word of the language. */
function typeName(name: string): string {
  const words = name.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Z$]/.test(joined) ? joined : `T${joined}`;
}

/** `/components/schemas/Order/properties/lines/items` → `OrderLinesItems` */
function nameOfPlace(pointer: string): string {
  const segments = pointer.split('/').map(unescape);
  return typeName(segments.filter((segment) => !STRUCTURE.includes(segment)).join('-'));
}

const STRUCTURE = [
  '',
  'components',
  'schemas',
  'paths',
  'properties',
  'content',
  'application/json',
  'schema',
];

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescape(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
