/** Paths with templates, by their segments. */
export interface PathTree<Item> {
  /** @param template `/products/{id}` */
  add(template: string, item: Item): void;
  /** What stands at a percent-encoded path, concrete segments before templated ones. */
  find(pathname: string): readonly PathEntry<Item>[];
}

export interface PathEntry<Item> {
  readonly item: Item;
  /** By the names in the template, still percent-encoded. */
  readonly values: Readonly<Record<string, string>>;
}

interface Branch<Item> {
  /** By the text that they mean, not by how it is encoded. */
  readonly concrete: Map<string, Branch<Item>>;
  readonly templated: { readonly segment: Segment; readonly branch: Branch<Item> }[];
  readonly ends: { readonly item: Item; readonly names: readonly string[] }[];
}

interface Segment {
  readonly pattern: RegExp;
  /** A template and nothing else; such segments come last. */
  readonly isWhole: boolean;
}

/** A tree finds one of ten thousand paths as fast as one of ten. */
export function createPathTree<Item>(): PathTree<Item> {
  const root: Branch<Item> = createBranch();
  return {
    add(template, item) {
      const segments = template.split('/').slice(1);
      const branch = segments.reduce<Branch<Item>>(branchFor, root);
      branch.ends.push({ item, names: segments.flatMap(namesIn) });
    },
    find: (pathname) => [...walk(root, pathname.split('/').slice(1), [])],
  };
}

function createBranch<Item>(): Branch<Item> {
  return { concrete: new Map(), templated: [], ends: [] };
}

function branchFor<Item>(parent: Branch<Item>, segment: string): Branch<Item> {
  if (namesIn(segment).length === 0) {
    const text = decode(segment);
    let branch = parent.concrete.get(text);
    if (branch === undefined) parent.concrete.set(text, (branch = createBranch<Item>()));
    return branch;
  }
  const read = readSegment(segment);
  const known = parent.templated.find(({ segment: { pattern } }) => pattern.source === read.pattern.source);
  if (known !== undefined) return known.branch;
  const branch = createBranch<Item>();
  parent.templated.push({ segment: read, branch });
  parent.templated.sort((left, right) => Number(left.segment.isWhole) - Number(right.segment.isWhole));
  return branch;
}

function* walk<Item>(
  { concrete, templated, ends }: Branch<Item>,
  [segment, ...rest]: readonly string[],
  values: readonly string[],
): Generator<PathEntry<Item>> {
  if (segment === undefined) {
    for (const { item, names } of ends) {
      yield { item, values: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) };
    }
    return;
  }
  const branch = concrete.get(decode(segment));
  if (branch !== undefined) yield* walk(branch, rest, values);
  for (const { segment: wanted, branch: next } of templated) {
    const found = wanted.pattern.exec(segment);
    if (found !== null) yield* walk(next, rest, [...values, ...found.slice(1)]);
  }
}

function namesIn(segment: string): readonly string[] {
  return [...segment.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
}

/** `{id}.json` → `([^/]+)\.json` */
function readSegment(segment: string): Segment {
  const parts = segment.split(/\{([^{}]+)\}/);
  const pattern = parts.map((part, index) => (index % 2 === 1 ? '([^/]+)' : escapePattern(part)));
  return {
    pattern: new RegExp(`^${pattern.join('')}$`),
    isWhole: parts.every((part, index) => index % 2 === 1 || part === ''),
  };
}

/** As it is written, and as a URL carries it. */
function escapePattern(text: string): string {
  const encoded = encodeURI(decode(text));
  return encoded === text ? escapePlain(text) : `(?:${escapePlain(text)}|${escapePlain(encoded)})`;
}

function escapePlain(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
