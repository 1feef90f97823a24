import { type Contract, createValidators, type Json, type Operation } from '#contract';
import { CannotAnswer, createAnswers } from '../../mocks/answer.ts';
import { isJsonType } from '../../mocks/choose-media-type.ts';
import { successStatus } from '../../mocks/success-status.ts';
import type { SampleAnswer } from './read-sample.ts';
import type { AnswersOf } from './sample-objects.ts';

/** A few answers of each operation: the examples of the contract, else seeded data. Equal seeds give equal answers. */
export function sampleAnswers(seed: number): AnswersOf {
  const samplers = new Map<Contract, AnswersOf>();
  const known = new Map<Operation, readonly SampleAnswer[]>();
  return (operation) => {
    const before = known.get(operation);
    if (before !== undefined) return before;
    const sampler = samplers.get(operation.contract) ?? createSampler(operation.contract, seed);
    samplers.set(operation.contract, sampler);
    const answers = sampler(operation);
    known.set(operation, answers);
    return answers;
  };
}

/** Generated answers of one operation: enough that a list does not repeat one row. */
const GENERATED = ['1', '2', '3'];

function createSampler(contract: Contract, seed: number): AnswersOf {
  const validators = createValidators(contract);
  const answers = createAnswers(contract, { validators, seed });
  return (operation) => {
    const examples = examplesOf(operation).filter(
      ({ status, mediaType, body }) => validators.response(operation, status, mediaType, body) === undefined,
    );
    if (examples.length > 0) return examples.map(({ status, body }) => ({ status, headers: {}, body }));
    return GENERATED.flatMap((parameters) => generated(operation, parameters));
  };

  function generated(operation: Operation, parameters: string): readonly SampleAnswer[] {
    try {
      const question = { parameters, query: new URLSearchParams(), accept: 'application/json' };
      const { status, headers, body } = answers.answer(operation, question);
      const json: Json | undefined = typeof body === 'string' ? JSON.parse(body) : undefined;
      return [{ status, headers, body: json }];
    } catch (error) {
      if (error instanceof CannotAnswer) return [];
      throw error;
    }
  }
}

function examplesOf(
  operation: Operation,
): readonly { readonly status: number; readonly mediaType: string; readonly body: Json }[] {
  const status = successStatus(operation);
  const content = status === undefined ? undefined : operation.responses.get(String(status))?.content;
  return [...(content ?? [])].flatMap(([mediaType, { examples }]) =>
    status !== undefined && isJsonType(mediaType)
      ? examples.map((body) => ({ status, mediaType, body }))
      : [],
  );
}
