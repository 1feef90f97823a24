import type { ContractValidators, Json } from '#contract';
import { ContractBreach } from '../behaviour/contract-breach.ts';
import type { BytesTurn } from '../behaviour/create-behaviour.ts';
import { checkBody, checkHead, type RequestOfOperation } from '../check-request.ts';
import type { AcceptedTokens } from '../check-security.ts';
import type { Problem } from '../present-problem.ts';
import { type FileAnswer, isFileAnswer } from './file-answer.ts';
import type { ReceivedBytes, RefusedBytes } from './receive-bytes.ts';

/** One request whose body, or whose answer's, is bytes. */
export interface BytesExchange {
  /** A refusal, or how many bytes may come; undefined leaves that to the contract. */
  admit(): Promise<Response | { readonly maxBytes: number | undefined }>;
  /** The answer, and whether somebody keeps the files that were received. */
  answer(
    received: ReceivedBytes | RefusedBytes,
  ): Promise<{ readonly answer: Response | FileAnswer; readonly isKept: boolean }>;
}

/** What the service does for such a request. */
export interface BytesParts {
  readonly validators: ContractValidators;
  readonly tokens: AcceptedTokens;
  readonly open: () => BytesTurn | undefined;
  readonly refuse: (problem: Problem) => Response;
  /** @param text what stands for the body */
  readonly once: (text: string, answer: () => Promise<Response>) => Promise<Response>;
  readonly answerByContract: () => Promise<Response>;
  readonly checkAnswer: (answered: Response) => Promise<Response>;
  /** Presents what the mock itself does wrong. */
  readonly guard: <Answered>(answer: () => Promise<Answered>) => Promise<Answered | Response>;
}

export function createBytesExchange(request: RequestOfOperation, parts: BytesParts): BytesExchange {
  const { validators, refuse, guard } = parts;
  let turn: BytesTurn | undefined;

  function refuseBytes(refused: RefusedBytes): Response {
    switch (refused.refused) {
      case 'malformed':
        return refuse({ status: 400, detail: refused.detail });
      case 'unsupported': {
        const errors = [
          {
            pointer: `#/${refused.name}`,
            detail: 'has another media type than it may',
            rule: 'content-type',
          },
        ];
        return refuse({
          status: 415,
          detail: `The file ${refused.name} is of no type that is taken here.`,
          errors,
        });
      }
      case 'too-large':
        return turn?.tooLarge(refused.maxBytes) ?? presentTooLarge(refused);
    }
  }

  function presentTooLarge({ name, maxBytes }: Extract<RefusedBytes, { refused: 'too-large' }>): Response {
    const detail = `must have at most ${maxBytes} bytes`;
    const errors = [{ pointer: name === 'body' ? '#' : `#/${name}`, detail, rule: 'maxLength' }];
    return refuse({ status: 413, detail: `A body may have ${maxBytes} bytes here.`, errors });
  }

  async function answerFrom(received: ReceivedBytes): Promise<Response | FileAnswer> {
    const answered = await turn?.answer(received);
    if (answered === undefined) return await parts.answerByContract();
    return isFileAnswer(answered) ? checkFile(answered) : await parts.checkAnswer(answered);
  }

  function checkFile(answer: FileAnswer): FileAnswer {
    const { status = 200, mediaType } = answer;
    // Bytes are not looked into: what is checked is that this status has an answer of this type.
    const violation = validators.response(request.operation, status, mediaType, new Uint8Array());
    if (violation !== undefined)
      throw new ContractBreach(`${request.operation.coordinate} ${status}`, violation);
    return answer;
  }

  return {
    async admit() {
      const problem = checkHead(request, validators, parts.tokens);
      if (problem !== undefined) return refuse(problem);
      turn = parts.open();
      const admitted = await guard(async () => await turn?.admit());
      if (admitted instanceof Response) return await guard(() => parts.checkAnswer(admitted));
      return { maxBytes: admitted?.maxBytes };
    },
    async answer(received) {
      if ('refused' in received) {
        return { answer: await guard(async () => refuseBytes(received)), isKept: false };
      }
      const problem = checkBody(request, validators, bodyOf(received));
      if (problem !== undefined) return { answer: refuse(problem), isKept: false };
      let isFirst = false;
      const answer = await guard(async () => {
        if (request.operation.method === 'GET') return await answerFrom(received);
        return await parts.once(contentOf(received), async () => {
          isFirst = true;
          const first = await answerFrom(received);
          if (first instanceof Response) return first;
          throw new Error(`${request.operation.coordinate} answers an upload with a file`);
        });
      });
      return { answer, isKept: isFirst && turn !== undefined && answer instanceof Response && answer.ok };
    },
  };
}

/** As the contract's schema describes it, each file by a character that stands for it; undefined for no body. */
function bodyOf({ files, fields }: ReceivedBytes): Json | undefined {
  const alone = files.get('body');
  if (alone !== undefined) return alone.size === 0 ? undefined : '*';
  const sent = [...files].map(([name, { size }]) => [name, size === 0 ? '' : '*'] as const);
  const isEmpty = sent.length === 0 && Object.keys(fields).length === 0;
  return isEmpty ? undefined : { ...fields, ...Object.fromEntries(sent) };
}

function contentOf({ files, fields }: ReceivedBytes): string {
  return JSON.stringify([fields, [...files].map(([name, { sha256, fileName }]) => [name, sha256, fileName])]);
}
