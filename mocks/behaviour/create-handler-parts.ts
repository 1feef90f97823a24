import {
  type Contract,
  type ContractValidators,
  type Operation,
  type RequestInput,
  webhooksOf,
} from '#contract';
import { createRandom } from '../random.ts';
import { createCollection } from './collection.ts';
import { ContractBreach } from './contract-breach.ts';
import type { Listener } from './events.ts';
import { presentRefusal } from './present-refusal.ts';
import type { Received } from './received.ts';
import { schemaNamed, seedRows } from './seed-rows.ts';
import type { AnyTypes, HandlerParts, RowOptions } from './service-handlers.ts';
import type { World } from './world.ts';

/** What the behaviour of one service is made of. */
export interface BehaviourParts {
  readonly contract: Contract;
  readonly validators: ContractValidators;
  readonly world: World;
  readonly seed: number;
  readonly url: () => string;
  /** By schema. They are the same at every reset, and making them takes a while. */
  readonly seeds: Map<string, readonly object[]>;
}

/** Where the parts of handlers come together with the service that they belong to. */
export interface HandlerConnections {
  /** What was asked for by a request that a handler has in hand. */
  readonly receivedOf: (request: Request) => Received;
  readonly addListener: (listener: Listener) => void;
}

export function createHandlerParts(
  parts: BehaviourParts,
  { receivedOf, addListener }: HandlerConnections,
): HandlerParts<AnyTypes> {
  const { contract, validators, world, seed, url } = parts;
  const now = (): string => new Date(world.agenda.now()).toISOString().replace('.000Z', 'Z');

  return {
    collection(schema, options) {
      const node = schemaNamed(contract, schema);
      return createCollection({
        name: `${contract.service}.${schema}`,
        keyOf: options.key,
        check: (row) => validators.value(node, row),
        seeds: () => knownSeeds(schema, options, parts),
      });
    },
    received(request, id) {
      const { operation, input, subject } = receivedOf(request);
      if (operation.id === id) return { ...input, subject };
      throw new Error(`a handler takes ${operation.coordinate} for ${id}`);
    },
    refuse(request, status, refusal) {
      const { operation, instance } = receivedOf(request);
      return presentRefusal(operation, { status, instance, refusal }, validators);
    },
    announce(event, body) {
      const webhook = webhooksOf(contract).get(event);
      if (webhook === undefined) throw new Error(`${contract.service} announces no ${event}`);
      checkEvent(webhook, body, validators);
      world.events.announce({ event: webhook.coordinate, at: now(), body });
    },
    listen: (event, hear) => addListener({ event, hear }),
    ask: (coordinate, input) => world.ask(contract.service, coordinate, requestOf(input)),
    later: (delaySeconds, label, run) =>
      world.agenda.later(delaySeconds * 1_000, `${contract.service}: ${label}`, run),
    now,
    random: createRandom(`${seed} ${contract.service}`),
    url,
    discard: (file) => void world.files.remove(file),
  };
}

function requestOf(input: object): RequestInput {
  const { body, ...parameters }: { readonly body?: unknown } = input;
  return body === undefined ? { parameters } : { parameters, body };
}

function knownSeeds(schema: string, options: RowOptions<object>, parts: BehaviourParts): readonly object[] {
  const rows = parts.seeds.get(schema) ?? seedRows(schema, options, parts);
  parts.seeds.set(schema, rows);
  return rows;
}

function checkEvent(webhook: Operation, body: unknown, validators: ContractValidators): void {
  const schema = webhook.requestBody?.content.get('application/json')?.schema;
  const violation = schema === undefined ? undefined : validators.value(schema, body);
  if (violation !== undefined) throw new ContractBreach(`the event ${webhook.coordinate}`, violation);
}
