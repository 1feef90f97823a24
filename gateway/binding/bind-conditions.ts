import type { ConstDirectiveNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import type { ArgumentUse } from './argument-use.ts';
import { bindTemplate, readTemplate } from './bind-template.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { describeSchema, isComparable, nameSchema } from './describe-schema.ts';
import { argumentOf } from './directives.ts';
import { flattenEntries, type TemplatePair } from './flatten-entries.ts';
import type { EventCondition, Read } from './model.ts';
import { presentPath } from './parse-path.ts';
import { reportPathProblem } from './read-path.ts';
import { resolvePath } from './resolve-path.ts';

interface ConditionsPlan {
  readonly site: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly event: SchemaNode;
  readonly used: ArgumentUse;
}

/** Binds `where`: which properties of an event must equal what. Undefined after a mistake, which was reported. */
export function bindConditions(plan: ConditionsPlan): readonly EventCondition[] | undefined {
  const { site, directive } = plan;
  const node = argumentOf(directive, 'where');
  if (node === undefined) return [];
  const parsed = readTemplate(site, node);
  if (parsed === undefined) return undefined;
  if (parsed.kind !== 'object') {
    const message = `${site.coordinate}: \`where\` does not say which property of the event is compared`;
    const fix = 'write where: { <property of the event>: "$args.id" }';
    return reportAt(site, { code: 'GH003', node, message, fix });
  }
  const bound = flattenEntries(parsed.entries).map((pair) => bindCondition(plan, pair));
  const complete = bound.filter((condition) => condition !== undefined);
  return complete.length === bound.length ? complete : undefined;
}

function bindCondition(plan: ConditionsPlan, pair: TemplatePair): EventCondition | undefined {
  const { site, used } = plan;
  const compared = findCompared(plan, pair);
  if (compared === undefined) return undefined;
  const context = { site, used, wire: 'text', parent: 'one' } as const;
  const value = bindTemplate(context, pair.entry.value, compared.node);
  return value && { event: compared.read, value: value.template };
}

/** A condition on what an event may lack would drop events without a word. */
function findCompared(
  { site, event }: ConditionsPlan,
  { path, entry: { node } }: TemplatePair,
): { readonly read: Read; readonly node: SchemaNode } | undefined {
  const text = presentPath(path);
  const found = resolvePath(event, path, 'read');
  if (found.kind !== 'found') return reportPathProblem(site, found, { node, text, use: 'key' });
  const { absence } = found;
  const reason =
    absence === undefined
      ? isComparable(found.node)
        ? undefined
        : `is ${describeSchema(found.node)}`
      : `may be ${absence.reason === 'nullable' ? 'null' : 'absent'} by ${nameSchema(event)}`;
  if (reason === undefined) return { read: { from: 'value', path: found.path }, node: found.node };
  return reportAt(site, {
    code: 'GH173',
    node,
    message: `${site.coordinate} compares \`${text}\` of the event, which ${reason}`,
    fix: 'compare a text or a number that every event has, or ask the service to require it',
    place: absence?.node ?? found.node,
  });
}
