import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { argumentsFor } from './arguments-for.ts';
import { type Demand, demandOf, type Guarded, operationsOf } from './client-schema.ts';

/** One field on the way from the root. */
export interface Step {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** A field, and one way to it. */
export interface Probe {
  readonly kind: 'query' | 'mutation';
  /** `Account.addresses`, and the root field that leads there. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly query: string;
}

export interface Person {
  readonly signedIn: boolean;
  readonly scopes: ReadonlySet<string>;
}

export interface Refusal {
  /** How many fields were answered before. */
  readonly depth: number;
  /** How many fields may have made their calls: of a union's member it is known only then that it may not be seen. */
  readonly calls: number;
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN';
}

/**
 * Every field of the schema that somebody may not see, and every root field, by the shortest way from each root field
 * that leads to it.
 */
export function probesOf(client: string, schema: GraphQLSchema): readonly Probe[] {
  return waysOf(schema)
    .filter(
      ({ steps }) =>
        steps.length === 1 ||
        demandsOf(steps.at(-1)).some((demand) => demand.length > 0) ||
        isAbstractType(getNamedType(steps.at(-1)?.field.type)),
    )
    .map(({ kind, steps }) => ({ kind, steps, name: nameOf(steps), query: queryFor(client, kind, steps) }));
}

interface Way {
  readonly kind: Probe['kind'];
  readonly steps: readonly Step[];
}

/** Every field of every type that a root field leads to, once for each root field. */
export function waysOf(schema: GraphQLSchema): readonly Way[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    type === null || type === undefined
      ? []
      : Object.values(type.getFields()).flatMap((field) =>
          below(schema, [{ type, field }]).map((steps) => ({ kind, steps })),
        ),
  );
}

function below(schema: GraphQLSchema, first: readonly Step[]): (readonly Step[])[] {
  const found = [first];
  const seen = new Set<GraphQLObjectType>();
  for (const steps of found) {
    for (const type of membersOf(schema, steps)) {
      if (seen.has(type)) continue;
      seen.add(type);
      found.push(...Object.values(type.getFields()).map((field) => [...steps, { type, field }]));
    }
  }
  return found;
}

/** The object types that a field may turn out to be. */
export function membersOf(schema: GraphQLSchema, steps: readonly Step[]): readonly GraphQLObjectType[] {
  const type = getNamedType(steps.at(-1)?.field.type);
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

function nameOf(steps: readonly Step[]): string {
  const last = steps.at(-1);
  const own = `${last?.type.name}.${last?.field.name}`;
  return steps.length === 1 ? own : `${own} below ${steps[0]?.field.name}`;
}

export function queryFor(client: string, kind: Probe['kind'], steps: readonly Step[]): string {
  const named = getNamedType(steps.at(-1)?.field.type);
  let selection = isLeafType(named) ? '' : '{ __typename }';
  for (const [index, { type, field }] of [...steps.entries()].toReversed()) {
    const later = steps.slice(index + 1).map((step) => step.type.name);
    const asked = `${field.name}${argumentsFor(client, { type: type.name, field, later })} ${selection}`;
    const above = getNamedType(steps[index - 1]?.field.type);
    selection = isAbstractType(above) ? `{ __typename ... on ${type.name} { ${asked} } }` : `{ ${asked} }`;
  }
  return `${kind} ${selection}`;
}

/** What is demanded where a field is asked: by the type it stands in, by itself, by the type that it returns. */
function demandsOf(step: Step | undefined): readonly Demand[] {
  if (step === undefined) return [];
  const returned = getNamedType(step.field.type);
  return demandsOfAll([step.type, step.field, ...(isObjectType(returned) ? [returned] : [])]);
}

/** What is demanded once it is known which member of a union or interface a field has become. */
function demandsOfMember(schema: GraphQLSchema, step: Step, next: Step | undefined): readonly Demand[] {
  if (!isAbstractType(getNamedType(step.field.type))) return [];
  const member = next?.type ?? schema.getType(FIRST_MEMBERS[`${step.type.name}.${step.field.name}`] ?? '');
  return isObjectType(member) ? demandsOfAll([member]) : [];
}

/** What the mocks answer where a probe does not say which member it wants. */
const FIRST_MEMBERS: Readonly<Record<string, string>> = { 'Order.payment': 'CardPayment' };

function demandsOfAll(elements: readonly Guarded[]): readonly Demand[] {
  return elements.flatMap((element) => {
    const demand = demandOf(element);
    return demand === undefined ? [] : [demand];
  });
}

/** Whether a field demands scopes of its own. */
export function demandsMore({ steps }: Probe): boolean {
  return demandsOf(steps.at(-1)).flat(2).length > 0;
}

/** Where a person is turned away on the way to a field, and how; undefined when not at all. */
export function refusalOf(schema: GraphQLSchema, { steps }: Probe, person: Person): Refusal | undefined {
  const code = person.signedIn ? 'FORBIDDEN' : 'UNAUTHENTICATED';
  for (const [depth, step] of steps.entries()) {
    if (!demandsOf(step).every((demand) => isMet(demand, person))) return { depth, calls: depth, code };
    const ofMember = demandsOfMember(schema, step, steps[depth + 1]);
    if (!ofMember.every((demand) => isMet(demand, person))) return { depth, calls: depth + 1, code };
  }
  return undefined;
}

function isMet(demand: Demand, { signedIn, scopes }: Person): boolean {
  if (demand.length === 0) return true;
  return signedIn && demand.some((all) => all.every((scope) => scopes.has(scope)));
}

/** Operations that may be called on the way, as far as it is open. */
export function callsOf({ steps }: Probe, count: number): ReadonlySet<string> {
  return new Set(
    steps.slice(0, count).flatMap(({ type, field }) => [...operationsOf(type), ...operationsOf(field)]),
  );
}
