import type { ConstDirectiveNode, ConstValueNode, GraphQLInputObjectType, GraphQLObjectType } from 'graphql';
import type { Json } from '../contract/index.ts';
import { argumentOf, directiveOn } from './directives.ts';
import type { Findings } from './findings.ts';
import { flattenEntries, type TemplatePair } from './flatten-entries.ts';
import { isJsonArray } from './kind-of-json.ts';
import type { PathSegment } from './parse-path.ts';
import { parsePath } from './parse-path.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { parseTemplate } from './parse-template.ts';

/** One condition of `@when`, as written. */
export interface WrittenCondition {
  readonly path: readonly PathSegment[];
  /** Any of these; undefined where the property only has to be there. */
  readonly values: readonly Json[] | undefined;
  /** `kind`, `meta.kind` */
  readonly text: string;
  readonly node: ConstValueNode;
}

export interface WrittenWhen {
  readonly conditions: readonly WrittenCondition[];
  readonly node: ConstDirectiveNode;
}

/** The type's `@when`; undefined without one. Conditions with a mistake, which was reported, are left out. */
export function readWhen(
  type: GraphQLObjectType | GraphQLInputObjectType,
  findings: Findings,
): WrittenWhen | undefined {
  const directive = directiveOn(type, 'when');
  if (directive === undefined) return undefined;
  const conditions = [...readIs(type.name, directive, findings), ...readHas(type.name, directive, findings)];
  return { conditions, node: directive };
}

/** `is: { meta: { kind: ["a", "b"] } }`: the property `meta.kind` is one of these. */
function readIs(
  type: string,
  directive: ConstDirectiveNode,
  findings: Findings,
): readonly WrittenCondition[] {
  const node = argumentOf(directive, 'is');
  if (node === undefined) return [];
  const refuse = (at: ConstValueNode, message: string): void =>
    findings.report({
      code: 'GH003',
      node: at,
      message: `${type}: ${message}`,
      fix: 'write is: { <property>: <constant> }, or a list of constants',
    });
  const parsed = parseTemplate(node, ({ node: at, text }) =>
    refuse(at, `\`${text}\` is no constant of JSON`),
  );
  if (parsed === undefined) return [];
  if (parsed.kind !== 'object') {
    refuse(node, '`is` does not say which property is compared');
    return [];
  }
  return flattenEntries(parsed.entries).flatMap((pair) => {
    const values = constantsOf(pair.entry.value);
    if (values !== undefined) return [conditionOf(pair, values)];
    refuse(pair.entry.node.value, `\`${pair.path.join('.')}\` is compared with what is no constant`);
    return [];
  });
}

function conditionOf({ path, entry }: TemplatePair, values: readonly Json[]): WrittenCondition {
  return { path, values, text: path.join('.'), node: entry.node.value };
}

/** The scalars that are meant; undefined where something else stands among them. */
function constantsOf(template: ParsedTemplate): readonly Json[] | undefined {
  const items = template.kind === 'list' ? template.items : [template];
  const values = items.flatMap((item) => (item.kind === 'constant' ? [item.value] : []));
  if (values.length < items.length || values.length === 0) return undefined;
  return values.some(isJsonArray) ? undefined : values;
}

function readHas(
  type: string,
  directive: ConstDirectiveNode,
  findings: Findings,
): readonly WrittenCondition[] {
  const node = argumentOf(directive, 'has');
  if (node === undefined) return [];
  const items = 'values' in node ? node.values : [node];
  return items.flatMap((item) => {
    const text = 'value' in item && typeof item.value === 'string' ? item.value : '';
    const path = parsePath(text);
    if (typeof path !== 'string' && path.from === 'value' && path.segments.length > 0)
      return [{ path: path.segments, values: undefined, text, node: item }];
    findings.report({
      code: 'GH003',
      node: item,
      message: `${type}: \`${text}\` names no property`,
      fix: 'write names with dots between them',
    });
    return [];
  });
}
