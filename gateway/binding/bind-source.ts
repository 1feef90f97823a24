import { isNonNullType } from 'graphql';
import type { FileContent, Json, JsonKind, SchemaNode } from '../contract/index.ts';
import { isNullable, itemsOf, kindsOf } from '../contract/index.ts';
import type { ArgumentUse } from './argument-use.ts';
import { bindInput } from './bind-input.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt, reportFromProducer } from './binding-scope.ts';
import { checkConstant } from './check-constant.ts';
import type { Wire } from './check-input-leaf.ts';
import { bindElement, constantIn } from './constant-field.ts';
import { describeSchema, isArray, valueKinds } from './describe-schema.ts';
import { findArgument } from './find-argument.ts';
import { findInCall } from './find-in-call.ts';
import { findInRow, isOfRow, itemOf, type RowSource, type RowValue, reportNoRow } from './find-in-row.ts';
import { isJsonArray, isJsonObject } from './kind-of-json.ts';
import type { BoundInput, Source } from './model.ts';
import type { PathSegment } from './parse-path.ts';
import type { ParsedSource } from './parse-template.ts';
import { reportPathProblem } from './read-path.ts';
import { resolvePath } from './resolve-path.ts';
import { suggestName } from './suggest-name.ts';

/** Where a template is being written. */
export interface WriteContext {
  readonly site: FieldSite;
  readonly wire: Wire;
  /** Where the body takes files; undefined elsewhere. */
  readonly files?: FileContent | undefined;
  /** `shared`: the call is made once for many parents, so that none of them can be read. */
  readonly parent: 'one' | 'shared';
  readonly used: ArgumentUse;
}

export interface BoundSource {
  readonly source: Source;
  /** False where an absent argument leaves the value out. */
  readonly certain: boolean;
}

/** `target` is what the contract takes at this place; undefined where it does not say. */
export function bindSource(
  context: WriteContext,
  parsed: ParsedSource,
  target: SchemaNode | undefined,
): BoundSource | undefined {
  if (parsed.root === 'args') return bindArgument(context, parsed, target);
  if (isOfRow(parsed)) return bindRowSource(context, parsed, target);
  if (parsed.root === 'call') return bindParameter(context, parsed, target);
  if (parsed.root === 'config') return bindConstant(context, parsed, target);
  return bindViewer(context, parsed, target);
}

function bindArgument(
  { site, wire, used, files }: WriteContext,
  parsed: ParsedSource,
  target: SchemaNode | undefined,
): BoundSource | undefined {
  const found = findArgument(site, parsed, wire);
  if (found === undefined) return undefined;
  used.add(found.path);
  const { path, element, type, certain } = found;
  const place = { site, wire, files, text: `\`${parsed.text}\``, node: parsed.node };
  const constant = constantIn(element);
  const input =
    target === undefined
      ? constant === undefined
        ? undefined
        : ({ kind: 'constant', value: constant } as const)
      : bindElement(place, { ...element, type }, target, bindInput);
  if (target !== undefined && input === undefined) return undefined;
  const write = input === undefined || isPlain(input) ? undefined : input;
  const source: Source = { root: 'args', path, write, text: parsed.text };
  const mayBeNull = !isNonNullType(type) && wire === 'json' && target !== undefined && !isNullable(target);
  return { source: mayBeNull ? { ...source, refusesNull: true } : source, certain };
}

/** Sent exactly as the client gave it. */
function isPlain(input: BoundInput): boolean {
  if (input.kind === 'list') return isPlain(input.item);
  return input.kind === 'leaf' && input.toWire === undefined;
}

function bindRowSource(
  { site, wire, parent }: WriteContext,
  parsed: RowSource,
  target: SchemaNode | undefined,
): BoundSource | undefined {
  const { text, node } = parsed;
  if (parent === 'shared') {
    const fix = 'put it into `on`, or use @rest with `fanout`';
    const message = `\`${text}\` differs between parents, and the join makes one call for all of them`;
    return reportAt(site, { code: 'GH066', node, message, fix });
  }
  const found = findInRow(site, parsed);
  if (found === undefined) return undefined;
  if (target !== undefined && !fits(found, target, wire))
    return reportSource(site, parsed, found.node, target);
  return { source: { root: found.root, path: found.path, write: undefined, text }, certain: true };
}

/** A parameter of the call that gave the row: without it there is no call, as without a value of the row itself. */
function bindParameter(
  { site, wire }: WriteContext,
  parsed: ParsedSource,
  target: SchemaNode | undefined,
): BoundSource | undefined {
  const { text, node, path } = parsed;
  const { place } = site;
  if (place.kind === 'root') return reportNoRow(site, parsed, 'no call behind it');
  const parameter = findInCall(site, place.sent, {
    segments: path,
    node,
    insteadOfKeys: 'read the row instead: `$parent.<key>`',
  });
  if (parameter === undefined) return undefined;
  const found = resolvePath(parameter.node, path.slice(1), 'source');
  if (found.kind !== 'found') return reportPathProblem(site, found, { node, text, use: 'source' });
  const isList = found.crossesList || isArray(found.node);
  const value = { path: [parameter.name, ...found.path], node: found.node, isList };
  if (target !== undefined && !fits(value, target, wire))
    return reportSource(site, parsed, found.node, target);
  return { source: { root: 'call', path: value.path, write: undefined, text }, certain: true };
}

function fits(value: Pick<RowValue, 'node' | 'isList'>, target: SchemaNode, wire: Wire): boolean {
  if (!value.isList) return kindsFit(value.node, target, wire);
  const items = isArray(target) ? itemsOf(target) : undefined;
  return items !== undefined && kindsFit(itemOf(value), items, wire);
}

const SCALARS: readonly JsonKind[] = ['boolean', 'integer', 'number', 'string'];

/** Can every JSON kind that is given here go where the target stands? As text, every scalar is a string too. */
export function kindsFit(given: SchemaNode, target: SchemaNode, wire: Wire): boolean {
  const taken = kindsOf(target);
  const isText = wire === 'text' && taken.has('string');
  const kinds = valueKinds(given);
  return (
    kinds.length > 0 &&
    kinds.every(
      (kind) =>
        taken.has(kind) || (kind === 'integer' && taken.has('number')) || (isText && SCALARS.includes(kind)),
    )
  );
}

function reportSource(
  site: FieldSite,
  { text, node }: ParsedSource,
  given: SchemaNode,
  target: SchemaNode,
): undefined {
  return reportFromProducer(site, {
    code: 'GH032',
    node,
    message: `\`${text}\` is ${describeSchema(given)}, but the contract takes ${describeSchema(target)}`,
    fix: 'send a value of that type',
    place: target,
  });
}

function bindConstant(
  { site, wire }: WriteContext,
  { path, text, node }: ParsedSource,
  target: SchemaNode | undefined,
): BoundSource | undefined {
  const { config, client } = site.scope;
  const value = path.reduce<Json | undefined>(memberOf, config);
  if (value === undefined) {
    const nearest = suggestName(String(path[0]), Object.keys(config));
    const message = `\`${text}\` is no constant of this deployment`;
    const fix =
      nearest === undefined
        ? `declare it in schemas/clients/${client}.config.yaml: ${path[0]}: …`
        : `write \`$config.${nearest}\``;
    return reportAt(site, { code: 'GH015', node, message, fix });
  }
  if (value === null || (value === '' && wire === 'text'))
    return reportEmptyConstant(site, { text, node }, value);
  if (target !== undefined && !checkConstant({ site, wire, text, node }, value, target)) return undefined;
  return { source: { root: 'config', path, write: undefined, text }, certain: true };
}

/** Without a value no call would ever be made. */
function reportEmptyConstant(
  site: FieldSite,
  { text, node }: Pick<ParsedSource, 'text' | 'node'>,
  value: Json,
): undefined {
  return reportAt(site, {
    code: 'GH015',
    node,
    message: `\`${text}\` is ${value === null ? 'null' : 'an empty text'}, so that ${site.coordinate} would never make its call`,
    fix: `give it a value in schemas/clients/${site.scope.client}.config.yaml`,
  });
}

function memberOf(json: Json | undefined, segment: PathSegment): Json | undefined {
  if (typeof segment === 'number') return isJsonArray(json) ? json[segment] : undefined;
  return isJsonObject(json) && Object.hasOwn(json, segment) ? json[segment] : undefined;
}

/** Claims have no schema; they are texts, so that only a place for text or anything takes them. */
function bindViewer(
  { site, wire }: WriteContext,
  { path, text, node }: ParsedSource,
  target: SchemaNode | undefined,
): BoundSource | undefined {
  const isScalar = target === undefined || valueKinds(target).some((kind) => SCALARS.includes(kind));
  if (isScalar || wire === 'json')
    return { source: { root: 'viewer', path, write: undefined, text }, certain: true };
  const message = `\`${text}\` is a claim, but the contract takes ${describeSchema(target)}`;
  return reportAt(site, { code: 'GH032', node, message, fix: 'send a value of that type', place: target });
}
