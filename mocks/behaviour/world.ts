import type { Logger } from 'pino';
import { type Contract, encodeRequest, type Operation, type RequestInput } from '#contract';
import type { FileStore } from '../bytes/file-store.ts';
import type { PathMatch } from '../operation-paths.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { createEvents, type Events } from './events.ts';

/** What one service answered another inside the mocks: a success of the contract, or a problem. */
export type Answered<Answer> =
  | { readonly ok: true; readonly status: number; readonly body: Answer }
  | { readonly ok: false; readonly status: number; readonly body: unknown };

/** A service as the world sees it. */
export interface WorldMember {
  readonly contract: Contract;
  readonly prefix: string;
  readonly find: (method: string, pathname: string) => PathMatch;
  respond(match: PathMatch, request: Request): Promise<Response>;
  restart(): void;
}

/** What the services of one process have in common: time, events, and one another. */
export interface World {
  readonly agenda: Agenda;
  readonly events: Events;
  /** What was uploaded. */
  readonly files: FileStore;
  /** Starts the service, which takes part from now on in the place of the one that had its name. */
  join(service: WorldMember): void;
  /**
   * One service asks another, as a system that may do everything. Undefined when the other is not mocked here. The
   * other's faults are not met, and it remembers no call.
   */
  ask(asking: string, coordinate: string, input: RequestInput): Promise<Answered<unknown> | undefined>;
  /** Everything is as it was at the start. */
  reset(): Promise<void>;
}

/** The present of the examples in the repository's contracts. */
const START_MS = Date.parse('2026-11-21T07:30:00Z');

export function createWorld(log: Logger, files: FileStore): World {
  const agenda = createAgenda(START_MS);
  const events = createEvents(log);
  const services = new Map<string, WorldMember>();

  return {
    agenda,
    events,
    files,
    join(service) {
      service.restart();
      services.set(service.contract.service, service);
    },
    async ask(asking, coordinate, input) {
      const [name = '', id = ''] = coordinate.split('.');
      const service = services.get(name);
      if (service === undefined) return undefined;
      const operation = service.contract.operationsById.get(id);
      if (operation === undefined) throw new Error(`${asking} asks for ${coordinate}, which does not exist`);
      const { method, path, headers, body = null } = encodeRequest(operation, input);
      const url = `http://localhost${service.prefix}${path}`;
      const authorization = credentialFor(operation, asking);
      const request = new Request(url, { method, body, headers: { ...headers, authorization } });
      const answer = await service.respond(service.find(method, new URL(url).pathname), request);
      const text = await answer.text();
      const told: unknown = text === '' ? undefined : JSON.parse(text);
      return { ok: answer.ok, status: answer.status, body: told };
    },
    async reset() {
      agenda.clear();
      events.clear();
      for (const service of services.values()) service.restart();
      await files.clear();
    },
  };
}

/** The scopes that the first alternative asks for. */
function credentialFor({ security: [requirement = []] }: Operation, subject: string): string {
  return ['Test', subject, ...requirement.flatMap(({ scopes }) => scopes)].join(' ');
}
