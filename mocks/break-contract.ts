import type { ContractValidators, Json, Operation } from '#contract';
import { essenceOf, isJsonType } from './choose-media-type.ts';
import { presentProblem } from './present-problem.ts';
import type { Random } from './random.ts';
import { isObject, listOf } from './read-pointer.ts';

export interface BreakOptions {
  readonly validators: ContractValidators;
  readonly random: Random;
}

/**
 * An answer that breaks its contract in one place, which chance picks: a property lacks, or has a value of another
 * kind. Where the answer is no JSON, its status is one that the contract does not declare. What nothing can break is
 * answered 501.
 */
export async function breakContract(
  answer: Response,
  operation: Operation,
  options: BreakOptions,
): Promise<Response> {
  const mediaType = essenceOf(answer.headers.get('content-type'));
  const isJson = mediaType !== undefined && isJsonType(mediaType);
  const broken = isJson
    ? await breakBody(answer, operation, mediaType, options)
    : breakStatus(operation, options);
  const detail = `Nothing was found that breaks the contract of ${operation.coordinate} with ${answer.status}.`;
  return broken ?? presentProblem({ status: 501, detail });
}

async function breakBody(
  answer: Response,
  operation: Operation,
  mediaType: string,
  { validators, random }: BreakOptions,
): Promise<Response | undefined> {
  const { status } = answer;
  const body: Json = JSON.parse(await answer.text());
  const candidates = [...changesOf(body)].slice(0, MAX_CHANGES);
  const start = random.integer(0, candidates.length - 1);
  const found = [...candidates.slice(start), ...candidates.slice(0, start)].find(
    (candidate) => validators.response(operation, status, mediaType, candidate) !== undefined,
  );
  if (found === undefined) return undefined;
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(found), { status, headers });
}

function breakStatus(operation: Operation, { validators }: BreakOptions): Response | undefined {
  const status = UNUSUAL_STATUSES.find(
    (candidate) => validators.response(operation, candidate, 'application/json', {}) !== undefined,
  );
  return status === undefined ? undefined : Response.json({}, { status });
}

const MAX_CHANGES = 2_000;
const UNUSUAL_STATUSES = [218, 200, 299];
/** Whatever stands in a place, one of them is of another kind. */
const STRANGERS: readonly Json[] = [null, { unexpected: true }, 'unexpected'];

/** The value with one place of it changed, for every place in it; from the inside out, so that small changes prevail. */
function* changesOf(value: Json): Iterable<Json> {
  if (Array.isArray(value)) {
    for (const [index, item] of listOf(value).entries())
      for (const changed of changesOf(item)) yield listOf(value).with(index, changed);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      for (const changed of changesOf(member)) yield { ...value, [name]: changed };
      const { [name]: _, ...without } = value;
      yield without;
    }
  }
  yield* STRANGERS;
}
