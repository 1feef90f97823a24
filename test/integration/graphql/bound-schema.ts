import { buildSchema, printSchema } from 'graphql';
import type { BoundSchema, ListSize, Shape } from '../../../gateway/binding/index.ts';

export interface SchemaForTest {
  readonly sdl: string;
  /** By `Type.field`: the argument that says how many rows there are. */
  readonly slices?: Readonly<Record<string, string>>;
}

/** A client schema as the gates see it; nothing in it is bound to any service. */
export function boundSchema({ sdl, slices = {} }: SchemaForTest): BoundSchema {
  const schema = buildSchema(sdl);
  return {
    client: 'test',
    schema,
    publicSdl: printSchema(schema),
    contracts: [],
    roots: {
      query: emptyShape('Query'),
      mutation: schema.getMutationType() ? emptyShape('Mutation') : undefined,
      subscription: schema.getSubscriptionType() ? emptyShape('Subscription') : undefined,
    },
    policies: new Map(),
    weights: new Map(),
    listSizes: new Map(Object.entries(slices).map(([field, argument]) => [field, sizedBy(argument)])),
    advice: [],
  };
}

function sizedBy(argument: string): ListSize {
  return { assumedSize: undefined, slicingArguments: [argument], sizedFields: [], contractMax: undefined };
}

function emptyShape(type: string): Shape {
  return { type, producer: type, fields: new Map(), calls: new Map() };
}
