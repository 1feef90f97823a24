/** Which parts of a document come from somewhere else than the place at which they stand. */
export interface Origins {
  /** What stands at `pointer` of the document, with all below it, is what stands at `from` in `file`. */
  note(pointer: string, origin: Origin): void;
  /** An item of the array at `pointer` is gone, and those behind it have moved up. */
  removeItem(pointer: string, index: number, length: number): void;
  /** What stood there, with all below it, is gone. */
  removeMember(pointer: string): void;
  find(pointer: string): Origin;
  /** Where the document holds what the overlay says. */
  fromOverlay(): readonly string[];
}

export interface Origin {
  readonly file: 'contract' | 'overlay';
  readonly pointer: string;
}

export function createOrigins(): Origins {
  let known = new Map<string, Origin>();
  const find = (pointer: string): Origin => {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const origin = known.get(at);
      if (origin !== undefined) return { ...origin, pointer: origin.pointer + pointer.slice(at.length) };
    }
    return { file: 'contract', pointer };
  };
  const removeMember = (pointer: string): void => {
    for (const key of known.keys()) if (isWithin(key, pointer)) known.delete(key);
  };
  return {
    find,
    removeMember,
    note: (pointer, origin) => void known.set(pointer, origin),
    removeItem(pointer, index, length) {
      const moved = new Map<string, Origin>();
      // Items without an origin of their own get one, since they no longer stand where they stood.
      for (let at = index + 1; at < length; at += 1)
        moved.set(`${pointer}/${at - 1}`, find(`${pointer}/${at}`));
      for (const [key, origin] of known) {
        if (!isWithin(key, pointer) || key === pointer) moved.set(key, origin);
        else {
          const [item = '', ...below] = key.slice(pointer.length + 1).split('/');
          if (Number(item) < index) moved.set(key, origin);
          else if (Number(item) > index) moved.set([pointer, Number(item) - 1, ...below].join('/'), origin);
        }
      }
      known = moved;
    },
    fromOverlay: () => [...known].flatMap(([pointer, { file }]) => (file === 'overlay' ? [pointer] : [])),
  };
}

function isWithin(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}
