import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'undici';
import { parse } from 'yaml';
import {
  createValidators,
  isJsonMediaType,
  type Json,
  type Operation,
  parsePublishedContract,
  responseFor,
} from '#contract';
import { leaveNothing } from './leftovers.ts';
import { createSecondOpinion, type SecondOpinion } from './second-opinion.ts';
import { type SentRequest, validRequest } from './valid-request.ts';

const HOME = join(import.meta.dirname, '../..');

/** How a mock does that is asked for every operation of its document. */
export interface MockFigures {
  readonly operations: number;
  /** Answers with the contract's own example. */
  readonly fromExample: number;
  readonly generated: number;
  /** Answers without a body. */
  readonly empty: number;
  /** 501. */
  readonly unanswered: number;
  /** From the command to the first request that is taken. */
  readonly startMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly megabytes: number;
  /** Every other answer than a right one, and what is wrong with it. */
  readonly wrong: readonly string[];
}

/** Starts `gatehouse mock` for a document and sends one valid request for each operation. */
export async function askEveryOperation(file: string, seed: string): Promise<MockFigures> {
  const text = await readFile(file, 'utf8');
  const { contract } = await parsePublishedContract({
    service: 'foreign',
    location: pathToFileURL(file),
    text,
    nameOf: ({ pathname }) => pathname,
    read: (location) => readFile(location, 'utf8'),
    maxBytes: Infinity,
  });
  const validators = createValidators(contract);
  const opinion = createSecondOpinion(file.endsWith('.json') ? text : JSON.stringify(parse(text)));
  const { url, startMs, stop } = await startMock(file);
  const client = new Client(new URL(url).origin);
  const prefix = new URL(url).pathname.replace(/\/$/, '');
  const counts = { fromExample: 0, generated: 0, empty: 0, unanswered: 0 };
  const times: number[] = [];
  const wrong: string[] = [];
  leaveNothing(() => opinion.close());
  for (const operation of contract.operations) {
    const request = validRequest(operation, validators, seed);
    const began = performance.now();
    const answer = await send(client, prefix, request);
    times.push(performance.now() - began);
    const verdict = await judge(operation, answer, opinion);
    if (typeof verdict === 'object') wrong.push(`${operation.method} ${operation.path}: ${verdict.wrong}`);
    else counts[verdict] += 1;
  }
  await client.close();
  await stop();
  const sorted = times.toSorted((left, right) => left - right);
  const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    operations: contract.operations.length,
    ...counts,
    startMs,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    megabytes: text.length / 1e6,
    wrong,
  };
}

interface Answer {
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly text: string;
}

async function send(
  client: Client,
  prefix: string,
  { method, path, headers, body }: SentRequest,
): Promise<Answer> {
  const answer = await client.request({
    method,
    path: prefix + path,
    headers,
    body: body ?? null,
  });
  const mediaType = answer.headers['content-type'];
  return { status: answer.statusCode, mediaType: mediaType?.toString(), text: await answer.body.text() };
}

type Verdict = 'fromExample' | 'generated' | 'empty' | 'unanswered' | { readonly wrong: string };

async function judge(operation: Operation, answer: Answer, opinion: SecondOpinion): Promise<Verdict> {
  const { status, mediaType, text } = answer;
  if (status === 501) return 'unanswered';
  const declared = responseFor(operation, status);
  if (declared === undefined || status === 500) return { wrong: `${status} ${text.slice(0, 300)}` };
  if (
    mediaType?.startsWith('application/problem+json') === true &&
    !declared.content.has('application/problem+json')
  )
    return { wrong: `${status} ${text.slice(0, 300)}` };
  if (text === '')
    return declared.content.size === 0 || operation.method === 'HEAD' || status === 204
      ? 'empty'
      : { wrong: `${status} without a body` };
  const essence = mediaType?.split(';')[0] ?? '';
  const found = [...declared.content].find(([name]) => covers(name, essence));
  if (found === undefined) return { wrong: `${status} ${essence} is not declared` };
  const [, { schema, examples, pointer }] = found;
  if (!isJsonMediaType(essence)) return examples.includes(text) ? 'fromExample' : 'generated';
  const value: Json = JSON.parse(text);
  const broken = schema === undefined ? undefined : await opinion.check(`${pointer}/schema`, value);
  if (broken !== undefined) return { wrong: `${status} ${broken}: ${text.slice(0, 200)}` };
  return examples.some((example) => JSON.stringify(example) === text) ? 'fromExample' : 'generated';
}

function covers(range: string, essence: string): boolean {
  const name = range.split(';')[0]?.trim().toLowerCase() ?? '';
  return name === essence.toLowerCase() || name === '*/*' || name === `${essence.split('/')[0]}/*`;
}

/** `gatehouse mock` on a free port, as soon as it listens. */
async function startMock(file: string) {
  const began = performance.now();
  const child = spawn(process.execPath, ['bin/gatehouse.js', 'mock', file, '--port', '0'], {
    cwd: HOME,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  leaveNothing(stop);
  let said = '';
  child.stdout.setEncoding('utf8');
  for await (const part of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(part);
    const [, url] = /listening on (\S+)/.exec(said) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, startMs: performance.now() - began, stop };
  }
  throw new Error(`the mock of ${file} ended: ${said}`);
}
