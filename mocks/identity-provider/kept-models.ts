import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What a provider remembers: sessions, grants, codes, refresh tokens. It outlives the provider that fills it. */
export interface KeptModels {
  /** What oidc-provider takes as `adapter`. */
  readonly adapter: (model: string) => Adapter;
  /** Everything of one model: `RefreshToken`, `Session`, `Grant`, … */
  all(model: string): readonly AdapterPayload[];
  /** Ends what was granted in a session of a browser, and not for the time after it (`offline_access`). */
  removeSession(uid: string): void;
  /** Ends every session, grant and token of a subject. */
  removePerson(sub: string): void;
}

/** Keeps all of it in memory. What has expired is refused by oidc-provider itself, and stays until the end. */
export function createKeptModels(): KeptModels {
  const models = new Map<string, Map<string, AdapterPayload>>();
  const rowsOf = (model: string): Map<string, AdapterPayload> => {
    const rows = models.get(model) ?? new Map<string, AdapterPayload>();
    models.set(model, rows);
    return rows;
  };
  return {
    adapter: (model) => createAdapter(rowsOf(model)),
    all: (model) => [...rowsOf(model).values()],
    removeSession: (uid) => remove(models, (row) => row.sessionUid === uid && !isOffline(row)),
    removePerson: (sub) => remove(models, ({ accountId }) => accountId === sub),
  };
}

function isOffline({ scope = '' }: AdapterPayload): boolean {
  return scope.split(' ').includes('offline_access');
}

function remove(
  models: ReadonlyMap<string, Map<string, AdapterPayload>>,
  isGone: (row: AdapterPayload) => boolean,
): void {
  for (const rows of models.values()) for (const [id, row] of rows) if (isGone(row)) rows.delete(id);
}

function createAdapter(rows: Map<string, AdapterPayload>): Adapter {
  const findBy = (member: 'uid' | 'userCode', wanted: string): AdapterPayload | undefined =>
    [...rows.values()].find((row) => row[member] === wanted);
  return {
    upsert: async (id, payload) => void rows.set(id, payload),
    find: async (id) => rows.get(id),
    findByUid: async (uid) => findBy('uid', uid),
    findByUserCode: async (userCode) => findBy('userCode', userCode),
    async consume(id) {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, consumed: row.iat ?? 1 });
    },
    destroy: async (id) => void rows.delete(id),
    async revokeByGrantId(grantId) {
      for (const [id, row] of rows) if (row.grantId === grantId) rows.delete(id);
    },
  };
}
