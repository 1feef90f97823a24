import type { ConstDirectiveNode } from 'graphql';
import type { Operation } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, textArgument } from './directives.ts';
import type { ReadStart, ResolvedRead } from './read-path.ts';
import { readPath, resolveRead } from './read-path.ts';
import type { DifferingAnswers, SuccessAnswer } from './success-answer.ts';
import { isDiffering, successAnswerOf } from './success-answer.ts';
import type { ValueSource } from './value-source.ts';

/** The same field, with the call's own answer as what mistakes come from. */
export function siteOfAnswer(site: FieldSite, source: ValueSource): FieldSite {
  return { ...site, place: { kind: 'row', ...source, sized: new Map() } };
}

/** What the operation answers on success, if that is one thing. */
export function findAnswer(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
  outcomes: ReadonlySet<number> = new Set(),
): SuccessAnswer | undefined {
  const answer = successAnswerOf(operation, outcomes);
  if (!isDiffering(answer)) return answer;
  return reportDiffering(site, directive, answer, `the successes of ${operation.coordinate}`);
}

export function reportDiffering(
  site: FieldSite,
  directive: ConstDirectiveNode,
  { differing }: DifferingAnswers,
  what: string,
): undefined {
  const [first, ...others] = differing;
  const statuses = new Set(differing.map(({ name }) => name.split(' ')[0]));
  return reportAt(site, {
    code: 'GH050',
    node: argumentOf(directive, 'operation') ?? directive,
    message: `${what} differ: ${differing.map(({ name }) => name).join(', ')}`,
    fix:
      statuses.size > 1
        ? 'make the field a union whose types say @status(code: …), or ask the service for one schema of all 2xx answers'
        : 'ask the service for one schema of all media types',
    place: others[0]?.schema ?? first?.schema,
  });
}

/** The place in the answer that `at` names, the whole of it without. */
export function findPlace(
  site: FieldSite,
  directive: ConstDirectiveNode,
  { operation, sent }: Pick<ValueSource, 'operation' | 'sent'>,
  answer: SuccessAnswer,
): ResolvedRead | undefined {
  const at = textArgument(directive, 'at');
  const isBodyless = /^\$(?:headers|status|call)\b/.test(at ?? '');
  if (answer.schema === undefined && !isBodyless) return reportNoJson(site, directive, operation, answer);
  const pointer = answer.place?.pointer ?? operation.pointer;
  const node = answer.schema ?? { contract: operation.contract, pointer, json: false };
  const start: ReadStart = { operation, answer, node, sent, start: 'body' };
  if (at === undefined) return resolveRead(site, { from: 'body', segments: [] }, start, undefined);
  return readPath(site, at, start, argumentOf(directive, 'at'));
}

function reportNoJson(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
  answer: SuccessAnswer,
): undefined {
  const types = [...(answer.place?.content.keys() ?? [])];
  const gives = answer.bodiless ? 'without a body' : `as ${types.join(', ')} without a JSON schema`;
  return reportAt(site, {
    code: 'GH051',
    node: argumentOf(directive, 'operation') ?? directive,
    message: `${site.coordinate} is ${String(site.field.type)}, but ${operation.coordinate} answers ${gives}`,
    fix: answer.bodiless
      ? 'make the field Boolean, which is true on success'
      : 'bind an operation that answers JSON',
    place: { contract: operation.contract, pointer: answer.place?.pointer ?? operation.pointer },
  });
}
