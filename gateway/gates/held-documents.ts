import type { DocumentNode } from 'graphql';
import type { PreparedDocument } from './prepared-document.ts';

/** The documents of operations that are being answered, by hash: found whatever the cache forgets meanwhile. */
export interface HeldDocuments {
  /** To be found until the returned function is called, once. */
  hold(prepared: PreparedDocument): () => void;
  find(hash: string): DocumentNode | undefined;
}

export function createHeldDocuments(): HeldDocuments {
  const held = new Map<string, PreparedDocument[]>();

  function release(prepared: PreparedDocument): void {
    const holders = held.get(prepared.hash) ?? [];
    holders.splice(holders.indexOf(prepared), 1);
    if (holders.length === 0) held.delete(prepared.hash);
  }

  return {
    hold(prepared) {
      const holders = held.get(prepared.hash);
      if (holders === undefined) held.set(prepared.hash, [prepared]);
      else holders.push(prepared);
      return () => release(prepared);
    },
    find: (hash) => held.get(hash)?.at(-1)?.document,
  };
}
