import type { GraphQLInputObjectType } from 'graphql';
import type { Json, SchemaNode } from '../contract/index.ts';
import { enumOf, kindsOf } from '../contract/index.ts';
import { checkConstant } from './check-constant.ts';
import { argumentOf } from './directives.ts';
import type { Findings } from './findings.ts';
import type { InputPlace } from './input-place.ts';
import { kindOfJson } from './kind-of-json.ts';
import type { BoundConstant } from './model.ts';
import { reportPathProblem } from './read-path.ts';
import type { WrittenCondition } from './read-when.ts';
import { readWhen } from './read-when.ts';
import { resolvePath } from './resolve-path.ts';

/** A constant that `@when(is:)` on an input type writes. */
export interface WrittenConstant extends WrittenCondition {
  readonly value: Json;
}

/** The constants of an input type. What writes none, such as `has`, is reported. */
export function writtenConstants(
  type: GraphQLInputObjectType,
  findings: Findings,
): readonly WrittenConstant[] {
  const when = readWhen(type, findings);
  const has = when && argumentOf(when.node, 'has');
  if (has !== undefined) {
    findings.report({
      code: 'GH003',
      node: has,
      message: `${type.name}: \`has\` writes nothing into an input`,
      fix: 'write is: { <property>: <constant> }',
    });
  }
  return (when?.conditions ?? []).flatMap((condition) => {
    const [value, ...others] = condition.values ?? [];
    if (value !== undefined && others.length === 0) return [{ ...condition, value }];
    if (value !== undefined) {
      findings.report({
        code: 'GH003',
        node: condition.node,
        message: `${type.name}: \`${condition.text}\` would be written as one of several constants`,
        fix: 'write the one that is meant',
      });
    }
    return [];
  });
}

/** Would the contract take the constant at this place? */
export function takesConstant(node: SchemaNode, { path, value }: WrittenConstant): boolean {
  const found = resolvePath(node, path, 'write');
  if (found.kind !== 'found') return false;
  return enumOf(found.node)?.includes(value) ?? kindsOf(found.node).has(kindOfJson(value));
}

/** The constants at their places in the contract. Those with a mistake, which was reported, are left out. */
export function bindConstants(
  place: InputPlace,
  written: readonly WrittenConstant[],
  node: SchemaNode,
): readonly BoundConstant[] {
  return written.flatMap(({ path, value, text, node: at }) => {
    const found = resolvePath(node, path, 'write');
    if (found.kind !== 'found') {
      const site = { ...place.site, coordinate: place.text };
      reportPathProblem(site, found, { node: at, text, use: 'key' });
      return [];
    }
    const isTaken = checkConstant({ ...place, node: at }, value, found.node);
    return isTaken ? [{ path: found.path.map(String), value }] : [];
  });
}
