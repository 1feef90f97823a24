import type { GraphQLInputField, GraphQLInputObjectType, GraphQLInputType, GraphQLLeafType } from 'graphql';
import { getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { isNullable, itemsOf } from '../contract/index.ts';
import { bindUpload, UPLOAD } from './bind-upload.ts';
import { reportAt } from './binding-scope.ts';
import type { Wire } from './check-input-leaf.ts';
import { checkInputLeaf } from './check-input-leaf.ts';
import { describeSchema, isArray, isObject, schemaIdentity } from './describe-schema.ts';
import { argumentOf, directiveOn, textArgument } from './directives.ts';
import type { InputPlace } from './input-place.ts';
import type { BoundInput, BoundInputField } from './model.ts';
import { parsePath } from './parse-path.ts';
import { reportPathProblem } from './read-path.ts';
import type { ReachedValue } from './report-unreached.ts';
import { reportTwice, reportUnreached } from './report-unreached.ts';
import { resolvePath } from './resolve-path.ts';

/** How values of an input type become what the contract takes here. Undefined after a mistake, which was reported. */
export function bindInput(
  place: InputPlace,
  wrapped: GraphQLInputType,
  node: SchemaNode,
): BoundInput | undefined {
  const type = getNullableType(wrapped);
  if (isListType(type)) return bindList(place, type.ofType, node);
  if (isInputObjectType(type)) return bindObject(place, type, node);
  return bindLeaf(place, type, node);
}

function bindLeaf(place: InputPlace, type: GraphQLLeafType, node: SchemaNode): BoundInput | undefined {
  if (type.name === UPLOAD) return bindUpload(place, node);
  const leaf = checkInputLeaf(type, node, place.wire);
  if (!('code' in leaf)) return { kind: 'leaf', toWire: leaf.toWire };
  return reportAt(place.site, {
    ...leaf,
    node: place.node,
    message: `${place.text} ${leaf.says}`,
    place: node,
  });
}

function bindList(place: InputPlace, itemType: GraphQLInputType, node: SchemaNode): BoundInput | undefined {
  const items = isArray(node) ? itemsOf(node) : undefined;
  if (items === undefined) return reportType(place, `[${String(itemType)}]`, node);
  if (!isNonNullType(itemType) && !isNullable(items)) {
    reportAt(place.site, {
      code: 'GH033',
      node: place.node,
      message: `${place.text} is a list that may hold null, but the contract takes no null among the items`,
      fix: `write [${String(itemType)}!]`,
      place: items,
    });
  }
  const item = bindInput({ ...place, text: `an item of ${place.text}` }, itemType, items);
  return item && { kind: 'list', item };
}

function bindObject(
  place: InputPlace,
  type: GraphQLInputObjectType,
  node: SchemaNode,
): BoundInput | undefined {
  if (type.isOneOf) return reportOneOf(place, type, node);
  if (!isObject(node)) return reportType(place, type.name, node);
  const { inputs } = place.site.scope;
  const key = `${type.name} ${schemaIdentity(node)} ${place.wire} ${place.files?.schema.pointer ?? ''}`;
  const known = inputs.get(key);
  if (known !== undefined) return known;
  const fields = new Map<string, BoundInputField>();
  const input: BoundInput = { kind: 'object', fields };
  inputs.set(key, input);
  const reached: ReachedValue[] = [];
  const before = place.site.scope.findings.count();
  for (const field of Object.values(type.getFields())) {
    const bound = bindInputField(
      { ...place, text: `${type.name}.${field.name}`, node: field.astNode ?? undefined },
      field,
      node,
    );
    if (bound === undefined) continue;
    fields.set(field.name, bound);
    reached.push({
      path: bound.path,
      text: `${type.name}.${field.name}`,
      certain: isCertain(field, place.wire),
      node: field.astNode ?? undefined,
    });
  }
  const writer = { ...place, text: type.name, node: type.astNode ?? undefined };
  // What a mistaken field would have reached is not known.
  if (place.site.scope.findings.count() > before) return input;
  reportTwice(writer, reached);
  reportUnreached(writer, node, reached);
  return input;
}

/** Present in every value of the type; in JSON if only as a null, which as text is the same as absent. */
export function isCertain(
  { type, defaultValue }: Pick<GraphQLInputField, 'type' | 'defaultValue'>,
  wire: Wire,
): boolean {
  return isNonNullType(type) || (wire === 'json' && defaultValue !== undefined);
}

function bindInputField(
  place: InputPlace,
  field: GraphQLInputField,
  object: SchemaNode,
): BoundInputField | undefined {
  const json = directiveOn(field, 'json');
  const written = (json && textArgument(json, 'path')) ?? field.name;
  const node = (json && argumentOf(json, 'path')) ?? place.node;
  const path = parsePath(written);
  if (typeof path === 'string' || path.from !== 'value' || path.segments.length === 0) {
    const message = `${place.text}: \`${written}\` is no place in a body`;
    return reportAt(place.site, { code: 'GH003', node, message, fix: 'write names with dots between them' });
  }
  const found = resolvePath(object, path.segments, 'write');
  if (found.kind !== 'found') {
    return reportPathProblem({ ...place.site, coordinate: place.text }, found, {
      node,
      text: written,
      use: 'write',
    });
  }
  const input = bindInput({ ...place, node: place.node }, field.type, found.node);
  return input && { path: found.path.map(String), input, nullable: isNullable(found.node) };
}

function reportType({ site, text, node }: InputPlace, type: string, place: SchemaNode): undefined {
  return reportAt(site, {
    code: 'GH032',
    node,
    message: `${text} is ${type}, but the contract takes ${describeSchema(place)}`,
    fix: 'give it the type that the contract takes',
    place,
  });
}

function reportOneOf(
  { site, text, node }: InputPlace,
  type: GraphQLInputObjectType,
  place: SchemaNode,
): undefined {
  return reportAt(site, {
    code: 'GH040',
    node,
    message: `${text} is the one-of input ${type.name}, and telling variants apart is missing from this version`,
    fix: 'use an input object with optional fields',
    place,
  });
}
