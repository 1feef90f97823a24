import type { GraphQLInputField, GraphQLInputObjectType, GraphQLInputType, GraphQLLeafType } from 'graphql';
import { getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { isNullable, itemsOf } from '../contract/index.ts';
import { bindUpload, UPLOAD } from './bind-upload.ts';
import { reportAt } from './binding-scope.ts';
import { checkInputLeaf } from './check-input-leaf.ts';
import { bindElement, constantIn, isCertain } from './constant-field.ts';
import { isArray, isObject, schemaIdentity } from './describe-schema.ts';
import { argumentOf, directiveOn, textArgument } from './directives.ts';
import type { OneOfPlace } from './find-one-of-place.ts';
import { findOneOfPlace } from './find-one-of-place.ts';
import type { InputBranch } from './input-branches.ts';
import { branchOfInput, inputBranchesOf } from './input-branches.ts';
import type { WrittenConstant } from './input-constants.ts';
import { bindConstants, writtenConstants } from './input-constants.ts';
import type { InputPlace } from './input-place.ts';
import type { BoundConstant, BoundInput, BoundInputField } from './model.ts';
import { parsePath } from './parse-path.ts';
import { reportPathProblem } from './read-path.ts';
import { reportInputType, reportNoBranch } from './report-input.ts';
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
  if (items === undefined) return reportInputType(place, `[${String(itemType)}]`, node);
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
  const branches = inputBranchesOf(node);
  const written = writtenConstants(type, place.site.scope.findings);
  if (type.isOneOf) {
    return branches.length > 0
      ? bindBranches(place, type, node, branches)
      : bindFields(place, type, node, { written, implied: [] });
  }
  const branch = branches.length > 0 ? branchOfInput(type, written, node, branches) : 'plain';
  if (branch === undefined) return reportNoBranch(place, type, node, branches);
  return branch === 'plain'
    ? bindFields(place, type, node, { written, implied: [] })
    : bindFields(place, type, branch.node, { written, implied: branch.implied });
}

interface Constants {
  readonly written: readonly WrittenConstant[];
  /** What the contract itself demands of a value of this branch. */
  readonly implied: readonly BoundConstant[];
}

function bindFields(
  place: InputPlace,
  type: GraphQLInputObjectType,
  node: SchemaNode,
  { written, implied }: Constants,
): BoundInput | undefined {
  if (!isObject(node)) return reportInputType(place, type.name, node);
  const { inputs, findings } = place.site.scope;
  const key = keyOf(place, type, node, JSON.stringify(implied));
  const known = inputs.get(key);
  if (known !== undefined) return known;
  const fields = new Map<string, BoundInputField>();
  const constants: BoundConstant[] = [];
  const input: BoundInput = { kind: 'object', fields, constants };
  inputs.set(key, input);
  const before = findings.count();
  const writer = { ...place, text: type.name, node: type.astNode ?? undefined };
  constants.push(...bindConstants(writer, written, node));
  const reached: ReachedValue[] = constants.map((constant) => reachedByConstant(writer, constant));
  for (const field of Object.values(type.getFields())) {
    const bound = bindInputField(fieldPlace(place, type, field), field, node);
    if (bound === undefined) continue;
    fields.set(field.name, bound);
    reached.push({
      path: bound.path,
      text: `${type.name}.${field.name}`,
      certain: isCertain(field, place.wire),
      node: field.astNode ?? undefined,
    });
  }
  const missing = implied.filter(({ path }) => !reached.some((value) => value.path[0] === path[0]));
  constants.push(...missing);
  // What a mistaken field would have reached is not known.
  if (findings.count() > before) return input;
  // Of the fields of a one-of input only one is there.
  if (!type.isOneOf) reportTwice(writer, reached);
  reportUnreached(writer, node, [
    ...reached,
    ...missing.map((constant) => reachedByConstant(writer, constant)),
  ]);
  return input;
}

function reachedByConstant({ text, node }: InputPlace, { path }: BoundConstant): ReachedValue {
  return { path, text: `the constant of ${text}`, certain: true, node };
}

function keyOf(place: InputPlace, type: GraphQLInputObjectType, node: SchemaNode, more: string): string {
  return `${type.name} ${schemaIdentity(node)} ${place.wire} ${place.files?.schema.pointer ?? ''} ${more}`;
}

function fieldPlace(place: InputPlace, type: GraphQLInputObjectType, field: GraphQLInputField): InputPlace {
  return { ...place, text: `${type.name}.${field.name}`, node: field.astNode ?? undefined };
}

/** A one-of input over alternatives: each field is one of them, and what it holds is sent in its place. */
function bindBranches(
  place: InputPlace,
  type: GraphQLInputObjectType,
  node: SchemaNode,
  branches: readonly InputBranch[],
): BoundInput {
  const { inputs } = place.site.scope;
  const key = keyOf(place, type, node, 'branches');
  const known = inputs.get(key);
  if (known !== undefined) return known;
  const fields = new Map<string, BoundInputField>();
  const input: BoundInput = { kind: 'oneOf', fields };
  inputs.set(key, input);
  for (const field of Object.values(type.getFields())) {
    const own = fieldPlace(place, type, field);
    const found = findOneOfPlace(own, field, node, branches);
    const bound = found && bindBranch(own, field, found);
    if (found !== undefined && bound !== undefined)
      fields.set(field.name, { path: found.path, input: bound, nullable: true });
  }
  return input;
}

function bindBranch(
  place: InputPlace,
  field: GraphQLInputField,
  { branch, path, node }: OneOfPlace,
): BoundInput | undefined {
  const type = getNullableType(field.type);
  const isBranch = path.length === 0 && isInputObjectType(type) && !type.isOneOf;
  if (!isBranch || constantIn(field) !== undefined) return bindElement(place, field, node, bindInput);
  const written = writtenConstants(type, place.site.scope.findings);
  return bindFields(place, type, node, { written, implied: branch.implied });
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
  const input = bindElement(place, field, found.node, bindInput);
  return input && { path: found.path.map(String), input, nullable: isNullable(found.node) };
}
