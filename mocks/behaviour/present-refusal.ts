import { type ContractValidators, type Json, type JsonObject, type Operation, responseFor } from '#contract';
import { contractHeaders } from '../contract-headers.ts';
import { PROBLEM_MEDIA_TYPE } from '../present-problem.ts';
import { isObject } from '../read-pointer.ts';
import { ContractBreach } from './contract-breach.ts';

/** What a handler has to say about a request that it refuses; its other members are the contract's own. */
export interface Refusal {
  readonly detail: string;
  /** Chooses among several examples of the contract for this status. */
  readonly type?: string;
  readonly [member: string]: Json | undefined;
}

/**
 * The contract's own problem for this status, in these words. Throws {@link ContractBreach} where the contract declares
 * no such problem, or not with these members.
 */
export function presentRefusal(
  operation: Operation,
  {
    status,
    instance,
    refusal,
  }: { readonly status: number; readonly instance: string; readonly refusal: Refusal },
  validators: ContractValidators,
): Response {
  const problem = { ...ownProblem(operation, status, refusal.type), ...refusal, status, instance };
  const violation = validators.response(operation, status, PROBLEM_MEDIA_TYPE, problem);
  if (violation !== undefined) throw new ContractBreach(`${operation.coordinate} ${status}`, violation);
  const declared = responseFor(operation, status);
  const headers = declared === undefined ? {} : contractHeaders(operation.contract, declared);
  return Response.json(problem, { status, headers: { ...headers, 'content-type': PROBLEM_MEDIA_TYPE } });
}

/** Without the mistakes of the example's own request. */
function ownProblem(operation: Operation, status: number, type: string | undefined): JsonObject {
  const examples = responseFor(operation, status)?.content.get(PROBLEM_MEDIA_TYPE)?.examples ?? [];
  const problems = examples.filter(isObject);
  const { errors: _errors, ...problem } = problems.find((one) => one.type === type) ?? problems[0] ?? PLAIN;
  return problem;
}

const PLAIN: JsonObject = { type: 'about:blank', title: 'Refused' };
