import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { GatewayError } from '../errors.ts';
import type { DocumentLimits } from '../options.ts';

/** What a selection set comes to, once every fragment is written out. */
interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields on this level alone. */
  readonly fields: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0, fields: 0 };

/**
 * Refuses a document that is not validated yet, in time linear in its text: every fragment is measured once, and
 * then counts as often as it is spread. Nothing is exempt, by whatever name; only what lies below the fields
 * `__schema` and `__type`, which reach no service, has a depth of its own.
 * @throws GatewayError DOCUMENT_LIMIT_EXCEEDED
 */
export function checkDocumentLimits(document: DocumentNode, limits: DocumentLimits): void {
  const measureSelections = createMeasurer(document, limits);
  for (const operation of document.definitions.filter(isOperation)) {
    const { depth, aliases, directives, fields } = measureSelections(operation.selectionSet);
    refuseAbove('maxDepth', depth, limits);
    refuseAbove('maxAliases', aliases, limits);
    refuseAbove('maxDirectives', directives + countOwnDirectives(operation), limits);
    refuseAbove('maxRootFields', fields, limits);
  }
}

/** The error of a passed limit names it as the options do. */
export function refuseAbove(name: keyof DocumentLimits, counted: number, limits: DocumentLimits): void {
  if (counted > limits[name]) throw limitExceeded(name, limits);
}

export function limitExceeded(name: keyof DocumentLimits, limits: DocumentLimits): GatewayError {
  return new GatewayError('DOCUMENT_LIMIT_EXCEEDED', { limit: { name, max: limits[name] } });
}

function createMeasurer(
  document: DocumentNode,
  limits: DocumentLimits,
): (selections: SelectionSetNode) => Measure {
  const fragments = new Map(document.definitions.filter(isFragment).map((node) => [node.name.value, node]));
  const measured = new Map<string, Measure>();

  function measureSelections({ selections }: SelectionSetNode): Measure {
    return selections.map(measureSelection).reduce(add, NOTHING);
  }

  function measureSelection(node: SelectionNode): Measure {
    const inner = measureInner(node);
    return { ...inner, directives: inner.directives + count(node.directives) };
  }

  function measureInner(node: SelectionNode): Measure {
    if (node.kind === Kind.FIELD) return measureField(node);
    if (node.kind === Kind.INLINE_FRAGMENT) return measureSelections(node.selectionSet);
    return measureFragment(node.name.value);
  }

  function measureField(field: FieldNode): Measure {
    const inner = field.selectionSet === undefined ? NOTHING : measureSelections(field.selectionSet);
    const depth = 1 + inner.depth;
    if (isIntrospection(field)) refuseAbove('maxIntrospectionDepth', depth, limits);
    return {
      depth: isIntrospection(field) ? 1 : depth,
      aliases: inner.aliases + (field.alias === undefined ? 0 : 1),
      directives: inner.directives,
      fields: 1,
    };
  }

  function measureFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    if (fragment === undefined) return NOTHING;
    measured.set(name, NOTHING); // a fragment inside itself adds nothing; validation refuses it anyway
    const inner = measureSelections(fragment.selectionSet);
    const measure = { ...inner, directives: inner.directives + count(fragment.directives) };
    measured.set(name, measure);
    return measure;
  }

  return measureSelections;
}

function add(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: left.aliases + right.aliases,
    directives: left.directives + right.directives,
    fields: left.fields + right.fields,
  };
}

/** By the field's name, never by its alias or the name of a fragment: those are the client's to choose. */
function isIntrospection(field: FieldNode): boolean {
  return field.name.value === '__schema' || field.name.value === '__type';
}

function countOwnDirectives({ directives, variableDefinitions = [] }: OperationDefinitionNode): number {
  return (
    count(directives) + variableDefinitions.reduce((sum, variable) => sum + count(variable.directives), 0)
  );
}

function count(directives: readonly DirectiveNode[] | undefined): number {
  return directives?.length ?? 0;
}

function isOperation(node: DefinitionNode): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function isFragment(node: DefinitionNode): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}
