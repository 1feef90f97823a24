import type { GraphQLSchema } from 'graphql';
import { isInterfaceType } from 'graphql';
import type { ListSize } from './model.ts';

/** Collects the sizes of all lists, over all producers of each field. */
export interface ListSizes {
  add(coordinate: string, size: ListSize): void;
  /** Fields of interfaces among them: whatever the object turns out to be, its list is no longer. */
  all(schema: GraphQLSchema): ReadonlyMap<string, ListSize>;
}

export function createListSizes(): ListSizes {
  const sizes = new Map<string, ListSize>();
  return {
    add(coordinate, size) {
      const known = sizes.get(coordinate);
      sizes.set(coordinate, known === undefined ? size : widest(known, size));
    },
    all: (schema) => new Map([...sizes, ...sizesOfInterfaces(schema, sizes)]),
  };
}

function sizesOfInterfaces(
  schema: GraphQLSchema,
  sizes: ReadonlyMap<string, ListSize>,
): readonly (readonly [string, ListSize])[] {
  const interfaces = Object.values(schema.getTypeMap()).filter(isInterfaceType);
  return interfaces.flatMap((type) => {
    const members = schema.getPossibleTypes(type);
    return Object.keys(type.getFields()).flatMap((field) => {
      const known = members.flatMap(({ name }) => sizes.get(`${name}.${field}`) ?? []);
      const [first, ...others] = known;
      return first === undefined ? [] : [[`${type.name}.${field}`, others.reduce(widest, first)] as const];
    });
  });
}

/** Two producers of one field, or two members of one interface: what only one of them promises is no promise. */
function widest(one: ListSize, other: ListSize): ListSize {
  return {
    assumedSize: larger(one.assumedSize, other.assumedSize),
    sizedFields: one.sizedFields.filter((name) => other.sizedFields.includes(name)),
    slicingArguments: one.slicingArguments.filter((name) => other.slicingArguments.includes(name)),
    contractMax: larger(one.contractMax, other.contractMax),
  };
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}
