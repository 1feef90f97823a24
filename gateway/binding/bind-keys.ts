import type { ASTNode, ConstDirectiveNode } from 'graphql';
import type { Operation, SchemaNode } from '../contract/index.ts';
import { itemsOf, maxItemsOf } from '../contract/index.ts';
import type { WriteContext } from './bind-source.ts';
import { kindsFit } from './bind-source.ts';
import { bindTemplate, readTemplate } from './bind-template.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import type { CallPlan, KeysPlace } from './call-plan.ts';
import type { Wire } from './check-input-leaf.ts';
import { describeSchema, isArray } from './describe-schema.ts';
import { argumentOf } from './directives.ts';
import { findInRow, isOfRow, itemOf } from './find-in-row.ts';
import type { ContractPlace } from './findings.ts';
import { matchName } from './fold-name.ts';
import type { JoinKeys, Source, Template } from './model.ts';
import { parametersByName } from './parameters-by-name.ts';
import type { ParsedEntry, ParsedTemplate } from './parse-template.ts';
import { reportPathProblem } from './read-path.ts';
import { resolvePath } from './resolve-path.ts';
import { jsonBodyOf } from './success-answer.ts';
import { suggestName } from './suggest-name.ts';

/** The most keys of one call where the contract does not say. */
const DEFAULT_MAX_KEYS = 50;

export interface KeysPlan {
  readonly site: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly operation: Operation;
  readonly used: CallPlan['used'];
}

/** Where the contract takes the list, and what of `on` is one item of it. */
interface KeysLocation {
  readonly into: KeysPlace;
  readonly array: SchemaNode;
  readonly item: ParsedTemplate;
  readonly wire: Wire;
}

export interface BoundKeys {
  readonly bound: JoinKeys;
  /** The sources that make up one key and tell it from those of other rows. */
  readonly sources: readonly KeySource[];
}

export interface KeySource {
  readonly source: Source;
  readonly node: ASTNode;
}

/** Binds `on`. Undefined after a mistake, which was reported, and where `on` is not written. */
export function bindKeys(plan: KeysPlan): BoundKeys | undefined {
  const on = argumentOf(plan.directive, 'on');
  const parsed = on && readTemplate(plan.site, on);
  const location = parsed && locate(plan, parsed);
  if (location === undefined) return undefined;
  const { into, array, item } = location;
  const template = bindItem(plan, location, itemsOf(array));
  if (template === undefined) return undefined;
  const sources = sourcesIn(template)
    .filter(({ root }) => KEY_ROOTS.includes(root))
    .map((source) => ({ source, node: nodeOf(item, source.text) ?? item.node }));
  if (sources.length === 0) {
    const message = `${plan.site.coordinate}: \`on\` reads nothing of the parents`;
    return reportAt(plan.site, {
      code: 'GH065',
      node: item.node,
      message,
      fix: 'write a key such as "$parent.id"',
    });
  }
  const maxItems = maxItemsOf(array);
  if (maxItems === undefined) reportNoMaximum(plan, into, array);
  return { bound: { into, item: template, maxItems: maxItems ?? DEFAULT_MAX_KEYS }, sources };
}

/** A service that takes fewer would refuse whole pages, and one that takes more is called too often. */
function reportNoMaximum({ site, directive, operation }: KeysPlan, into: KeysPlace, array: SchemaNode): void {
  const name = into.kind === 'parameter' ? into.name : into.path.join('.');
  reportAt(site, {
    code: 'GH190',
    node: directive,
    message: `${operation.coordinate} does not say how many keys \`${name}\` takes, so that ${DEFAULT_MAX_KEYS} are sent at once`,
    fix: 'ask the service for `maxItems`',
    place: array,
  });
}

/** What a row may be asked for by: itself, and the call that it came from. */
const KEY_ROOTS: readonly Source['root'][] = ['parent', 'key', 'item', 'call'];

function sourcesIn(template: Template): readonly Source[] {
  if (template.kind === 'list') return template.items.flatMap(sourcesIn);
  if (template.kind === 'object') return template.entries.flatMap(({ value }) => sourcesIn(value));
  return template.kind === 'source' ? [template.source] : [];
}

/** Where a source is written. */
function nodeOf(parsed: ParsedTemplate, text: string): ASTNode | undefined {
  if (parsed.kind === 'list') return firstOf(parsed.items, text);
  if (parsed.kind === 'object')
    return firstOf(
      parsed.entries.map(({ value }) => value),
      text,
    );
  return parsed.kind === 'source' && parsed.text === text ? parsed.node : undefined;
}

function firstOf(parsed: readonly ParsedTemplate[], text: string): ASTNode | undefined {
  return parsed.map((one) => nodeOf(one, text)).find((node) => node !== undefined);
}

function locate(plan: KeysPlan, parsed: ParsedTemplate): KeysLocation | undefined {
  const body = jsonBodyOf(plan.operation)?.schema;
  if (parsed.kind === 'object') {
    const [first, second] = parsed.entries;
    const parameter = first && matchName(first.name, parametersByName(plan.operation));
    if (first !== undefined && parameter?.kind === 'found') {
      if (second !== undefined) return reportSecondPlace(plan, second);
      return locateParameter(plan, first, parameter.name);
    }
    if (body === undefined && first !== undefined) return reportNoParameter(plan, first);
  }
  if (body !== undefined) return locateInBody(plan, body, parsed, []);
  return reportNoPlace(plan, parsed);
}

function reportNoPlace({ site }: KeysPlan, { node }: ParsedTemplate): undefined {
  const fix = 'write on: { <parameter>: "$parent.id" }';
  const message = `${site.coordinate}: \`on\` does not name what takes the keys`;
  return reportAt(site, { code: 'GH065', node, message, fix });
}

function locateParameter(plan: KeysPlan, entry: ParsedEntry, name: string): KeysLocation | undefined {
  const { operation } = plan;
  const parameter = parametersByName(operation).get(name);
  const array = parameter?.schema;
  const place = { contract: operation.contract, pointer: parameter?.pointer ?? operation.pointer };
  if (array === undefined || !isArray(array)) return reportNoList(plan, entry, name, array, place);
  const wire = parameter?.style === 'content' ? 'json' : 'text';
  return { into: { kind: 'parameter', name }, array, item: entry.value, wire };
}

/** Follows `on` down to the body's array; what lies deeper is the template of one item. */
function locateInBody(
  plan: KeysPlan,
  node: SchemaNode,
  parsed: ParsedTemplate,
  path: readonly string[],
): KeysLocation | undefined {
  if (isArray(node)) return { into: { kind: 'body', path }, array: node, item: parsed, wire: 'json' };
  if (parsed.kind !== 'object') return reportNoList(plan, parsed, path.join('.'), node, node);
  const [entry, second] = parsed.entries;
  if (second !== undefined) return reportSecondPlace(plan, second);
  if (entry === undefined) return reportNoPlace(plan, parsed);
  const found = resolvePath(node, [entry.name], 'write');
  if (found.kind !== 'found') {
    return reportPathProblem(plan.site, found, { node: entry.node, text: entry.name, use: 'key' });
  }
  return locateInBody(plan, found.node, entry.value, [...path, String(found.path[0])]);
}

function bindItem(
  plan: KeysPlan,
  location: KeysLocation,
  items: SchemaNode | undefined,
): Template | undefined {
  const { item, wire } = location;
  const { site, used } = plan;
  const context: WriteContext = { site, wire, parent: 'one', used };
  if (item.kind !== 'source' || !isOfRow(item)) return bindTemplate(context, item, items)?.template;
  const value = findInRow(site, item);
  if (value === undefined) return undefined;
  // Where the parent has a list of keys, each of them is an item.
  const given = itemOf(value);
  if (items !== undefined && !kindsFit(given, items, wire)) {
    const message = `\`${item.text}\` is ${describeSchema(given)}, but the contract takes a list of ${describeSchema(items)}`;
    return reportAt(site, {
      code: 'GH032',
      node: item.node,
      message,
      fix: 'send keys of that type',
      place: items,
    });
  }
  return {
    kind: 'source',
    source: { root: value.root, path: value.path, write: undefined, text: item.text },
  };
}

function reportSecondPlace({ site }: KeysPlan, { name, node }: ParsedEntry): undefined {
  const message = `${site.coordinate}: the keys go to one place, but \`on\` also names \`${name}\``;
  return reportAt(site, {
    code: 'GH065',
    node,
    message,
    fix: 'move what is the same for all parents to `args` or `body`',
  });
}

function reportNoParameter({ site, operation }: KeysPlan, { name, node }: ParsedEntry): undefined {
  const names = [...parametersByName(operation).keys()];
  const nearest = suggestName(name, names);
  return reportAt(site, {
    code: 'GH012',
    node,
    message: `${operation.coordinate} has no parameter \`${name}\`; ${names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`}`,
    fix: nearest === undefined ? 'name the parameter that takes the list of keys' : `write \`${nearest}\``,
    place: operation,
  });
}

function reportNoList(
  { site, operation }: KeysPlan,
  { node }: ParsedEntry | ParsedTemplate,
  name: string,
  schema: SchemaNode | undefined,
  place: ContractPlace,
): undefined {
  const takes = schema === undefined ? 'what the contract does not say' : describeSchema(schema);
  const isText = takes.startsWith('string');
  return reportAt(site, {
    code: 'GH060',
    node,
    message: `\`${name}\` of ${operation.coordinate} takes ${takes}, not a list of keys${isText ? '; a "comma separated" string is no list to the contract' : ''}`,
    fix: isText
      ? 'ask the service to declare an array (for commas: `style: form`, `explode: false`), or do so in an overlay until then'
      : 'name a parameter or a place in the body that takes a list',
    place,
  });
}
