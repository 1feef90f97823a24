import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { isAbstractType, isObjectType, Kind } from 'graphql';

/** The fields of one object by their names in the answer; those of one name are merged. */
export type CollectedFields = ReadonlyMap<string, readonly FieldNode[]>;

export interface FieldCollector {
  /** As execution does it for an object of this type, whatever `@skip` and `@include` say. */
  collect(type: string, selectionSets: readonly SelectionSetNode[]): CollectedFields;
  /** True once more selections were looked at than the collector is made for; from then on it finds nothing. */
  isExhausted(): boolean;
}

/** @param maxSelections bounds the time: fragments that spread each other can unfold to any size */
export function createFieldCollector(
  schema: GraphQLSchema,
  document: DocumentNode,
  maxSelections: number,
): FieldCollector {
  const fragments = fragmentsOf(document);
  let seen = 0;
  return {
    isExhausted: () => seen > maxSelections,
    collect(type, selectionSets) {
      const fields = new Map<string, FieldNode[]>();
      const spread = new Set<string>();
      // A list and not the call stack: a document may nest thousands of fragments.
      const waiting: SelectionNode[] = [];
      for (const set of selectionSets.toReversed()) pushReversed(waiting, set);
      for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        seen += 1;
        if (seen > maxSelections) return new Map();
        if (node.kind === Kind.FIELD) addField(fields, node);
        else {
          const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
          if (fragment === undefined || !applies(schema, fragment.typeCondition?.name.value, type)) continue;
          if (node.kind === Kind.FRAGMENT_SPREAD && spread.has(node.name.value)) continue;
          if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value);
          pushReversed(waiting, fragment.selectionSet);
        }
      }
      return fields;
    },
  };
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}

/** What is pushed last is looked at first, so that fields come in the document's order. */
function pushReversed(waiting: SelectionNode[], { selections }: SelectionSetNode): void {
  for (const node of selections.toReversed()) waiting.push(node);
}

function addField(fields: Map<string, FieldNode[]>, node: FieldNode): void {
  const name = node.alias?.value ?? node.name.value;
  const known = fields.get(name);
  if (known === undefined) fields.set(name, [node]);
  else known.push(node);
}

function applies(schema: GraphQLSchema, condition: string | undefined, name: string): boolean {
  if (condition === undefined || condition === name) return true;
  const abstract = schema.getType(condition);
  const type = schema.getType(name);
  return isAbstractType(abstract) && isObjectType(type) && schema.isSubType(abstract, type);
}
