import type { ConstValueNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import { enumOf, itemsOf, listedAlternativesOf, propertiesOf } from '../contract/index.ts';
import type { WriteContext } from './bind-source.ts';
import { bindSource } from './bind-source.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { checkConstant } from './check-constant.ts';
import { describeSchema, isArray, isObject } from './describe-schema.ts';
import { matchName } from './fold-name.ts';
import type { Template } from './model.ts';
import type {
  ParsedEntry,
  ParsedList,
  ParsedObject,
  ParsedTemplate,
  TemplateProblem,
} from './parse-template.ts';
import { parseTemplate } from './parse-template.ts';
import { reportPathProblem } from './read-path.ts';
import type { ReachedValue } from './report-unreached.ts';
import { reportTwice, reportUnreached } from './report-unreached.ts';
import { resolvePath } from './resolve-path.ts';

export interface BoundTemplate {
  readonly template: Template;
  /** False where an absent argument leaves the value out. */
  readonly certain: boolean;
}

/** Parses one of the directives' templates. Undefined after a mistake, which was reported. */
export function readTemplate(site: FieldSite, node: ConstValueNode): ParsedTemplate | undefined {
  return parseTemplate(node, (problem) => reportTemplate(site, problem));
}

function reportTemplate(site: FieldSite, { kind, text, node }: TemplateProblem): void {
  if (kind === 'literal') {
    const message = `\`${text}\` is an enum value, which JSON does not have`;
    reportAt(site, { code: 'GH003', node, message, fix: `write ${JSON.stringify(text)}` });
    return;
  }
  reportAt(site, {
    code: 'GH015',
    node,
    message: `\`${text}\` names no source`,
    fix: `write $args.x, $parent.x, $call.x, $viewer.x or $config.x, in a map also $key or $item.x, or \`$${text}\` for a constant that starts with $`,
  });
}

/**
 * Fits a template to what the contract takes at this place.
 * @param target undefined where the contract does not say.
 * @param keysAt where a join puts its keys below this object; such a place counts as reached.
 */
export function bindTemplate(
  context: WriteContext,
  parsed: ParsedTemplate,
  target: SchemaNode | undefined,
  keysAt?: readonly string[],
): BoundTemplate | undefined {
  if (parsed.kind === 'source') {
    const bound = bindSource(context, parsed, target);
    return bound && { template: { kind: 'source', source: bound.source }, certain: bound.certain };
  }
  if (parsed.kind === 'list') return bindList(context, parsed, target);
  if (parsed.kind === 'object') return bindObject(context, parsed, target, keysAt ?? []);
  const place = { ...context, text: JSON.stringify(parsed.value), node: parsed.node };
  if (target !== undefined && !checkConstant(place, parsed.value, target)) return undefined;
  return { template: { kind: 'constant', value: parsed.value }, certain: true };
}

function bindList(
  context: WriteContext,
  { items, node }: ParsedList,
  target: SchemaNode | undefined,
): BoundTemplate | undefined {
  if (target !== undefined && !isArray(target)) return reportKind(context, 'a list', node, target);
  const itemTarget = target && itemsOf(target);
  const bound = items.map((item) => bindTemplate(context, item, itemTarget));
  const complete = bound.filter((item) => item !== undefined);
  if (complete.length < bound.length) return undefined;
  return { template: { kind: 'list', items: complete.map(({ template }) => template) }, certain: true };
}

/** Of several things that the contract takes the one that has all of the names and takes all of the constants. */
function branchOfLiteral({ entries }: ParsedObject, target: SchemaNode): SchemaNode {
  const common = propertiesOf(target);
  if (entries.every(({ name }) => matchName(name, common).kind === 'found')) return target;
  const fitting = listedAlternativesOf(target).find(({ node }) =>
    entries.every(({ name, value }) => {
      const found = resolvePath(node, [name], 'write');
      if (found.kind !== 'found') return false;
      return value.kind !== 'constant' || (enumOf(found.node)?.includes(value.value) ?? true);
    }),
  );
  return fitting?.node ?? target;
}

interface BoundEntry {
  readonly reached: ReachedValue;
  readonly name: string;
  readonly value: Template;
}

function bindObject(
  context: WriteContext,
  parsed: ParsedObject,
  whole: SchemaNode | undefined,
  keysAt: readonly string[],
): BoundTemplate | undefined {
  const { node } = parsed;
  const target = whole && branchOfLiteral(parsed, whole);
  if (target !== undefined && !isObject(target)) return reportKind(context, 'an object', node, target);
  const bound = parsed.entries.map((entry) => bindEntry(context, entry, target, keysAt));
  const complete = bound.filter((entry) => entry !== undefined);
  if (complete.length < bound.length) return undefined;
  const reached = complete.map((entry) => entry.reached);
  const writer = { site: context.site, text: context.site.coordinate, node };
  reportTwice(writer, reached);
  const keys =
    keysAt.length === 0 || isNested(complete, keysAt)
      ? []
      : [{ path: keysAt, text: '`on`', certain: true, node }];
  if (target !== undefined) reportUnreached(writer, target, [...reached, ...keys]);
  return {
    template: { kind: 'object', entries: complete.map(({ name, value }) => ({ name, value })) },
    certain: true,
  };
}

/** The literal already has an object on the way to the keys, which looks after itself. */
function isNested(entries: readonly BoundEntry[], [first, ...below]: readonly string[]): boolean {
  return below.length > 0 && entries.some(({ name }) => name === first);
}

function bindEntry(
  context: WriteContext,
  { name, value, node }: ParsedEntry,
  target: SchemaNode | undefined,
  keysAt: readonly string[],
): BoundEntry | undefined {
  const property = target === undefined ? undefined : resolvePath(target, [name], 'write');
  if (property !== undefined && property.kind !== 'found') {
    return reportPathProblem(context.site, property, { node, text: name, use: 'key' });
  }
  const wireName = property === undefined ? name : String(property.path[0]);
  const below = keysAt[0] === wireName ? keysAt.slice(1) : [];
  const bound = bindTemplate(context, value, property?.node, below);
  if (bound === undefined) return undefined;
  const reached = { path: [wireName], text: `\`${name}\``, certain: bound.certain, node };
  return { reached, name: wireName, value: bound.template };
}

function reportKind(
  { site }: WriteContext,
  what: string,
  node: ConstValueNode,
  place: SchemaNode,
): undefined {
  const open = propertiesOf(place).size > 0 ? ` with ${[...propertiesOf(place).keys()].join(', ')}` : '';
  return reportAt(site, {
    code: 'GH032',
    node,
    message: `${site.coordinate} sends ${what}, but the contract takes ${describeSchema(place)}${open}`,
    fix: 'write a value of that type',
    place,
  });
}
