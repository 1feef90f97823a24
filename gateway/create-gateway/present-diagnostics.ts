import { formatDiagnostic } from '../binding/index.ts';
import type { LifecycleState } from '../lifecycle.ts';
import type { ClientSchemas } from '../read-schemas.ts';
import type { BoundClient } from './bind-client.ts';
import type { CheckedParts } from './check-parts.ts';

/** What became of a change of the schemas. */
export interface Reload {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Why the former schema is still served; undefined when the change is. */
  readonly refusedBecause: string | undefined;
}

export interface DiagnosticsParts extends CheckedParts {
  readonly versions: Readonly<Record<string, string>>;
  readonly schemas: ClientSchemas;
  readonly client: BoundClient;
  readonly state: LifecycleState;
  readonly reload: Reload | undefined;
}

/** What an operator asks first. Settings hold no secrets: those go to the parts that need them, not through options. */
export function presentDiagnostics(parts: DiagnosticsParts): object {
  const { versions, schemas, client, state, settings, services, reload } = parts;
  return {
    client: schemas.client,
    versions,
    phase: state.phase,
    settings,
    services: Object.fromEntries(services),
    contracts: schemas.contracts.map(({ service, openapi, document, operations }) => ({
      service,
      openapi,
      version: versionOf(document['info']),
      operations: operations.length,
    })),
    documents: client.names,
    advice: client.bound.advice.map(formatDiagnostic),
    lastReload: reload === undefined ? null : { ...reload, at: new Date(reload.at).toISOString() },
  };
}

function versionOf(info: unknown): unknown {
  return typeof info === 'object' && info !== null && 'version' in info ? info.version : null;
}
