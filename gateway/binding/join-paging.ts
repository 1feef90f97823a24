import type { ConstDirectiveNode } from 'graphql';
import type { Operation, Parameter } from '../contract/index.ts';
import { propertiesOf } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf } from './directives.ts';
import type { BoundCall, JoinKeys, Template } from './model.ts';
import type { PageParameter } from './page-parameters.ts';
import { isCursor, isLimit, valueWithout } from './page-parameters.ts';
import { jsonBodyOf } from './success-answer.ts';

export interface JoinPaging {
  readonly site: FieldSite;
  readonly directive: ConstDirectiveNode;
  readonly call: BoundCall;
  readonly keys: JoinKeys | undefined;
  /** True where a key has at most one row, so that a page as large as the batch loses nothing. */
  readonly oneRowPerKey: boolean;
}

/** A join needs all rows: reports an operation that would send only the first of them. */
export function checkPaging(paging: JoinPaging): void {
  const { site, directive, call, keys } = paging;
  const { operation } = call;
  if (operation.extensions['x-unpaged'] === true) return;
  if (argumentOf(directive, 'on') === undefined) {
    reportAt(site, {
      code: 'GH062',
      node: directive,
      message: `without \`on\` the whole list of ${operation.coordinate} is fetched, and the contract does not say \`x-unpaged: true\``,
      fix: 'write `on`, or ask the service for a batch read, or for `x-unpaged: true`, which an overlay may say until then',
      place: operation,
    });
    return;
  }
  const pages = [...limitsInQuery(call), ...limitsInBody(call, keys)].filter(
    (input) => input.name !== operation.extensions['x-limit-per-key'] && (isLimit(input) || isCursor(input)),
  );
  const [first] = pages;
  if (keys === undefined || first === undefined || holdsBatch(paging, keys, pages)) return;
  reportAt(site, {
    code: 'GH063',
    node: directive,
    message: `${operation.coordinate} pages its answer (${pages.map(({ name }) => name).join(', ')}), so that rows of a batch would be cut off silently`,
    fix: 'ask the service for `x-limit-per-key` (a limit for each key) or `x-unpaged: true`; an overlay may say it until then',
    place: { contract: operation.contract, pointer: first.pointer },
  });
}

/** The parameter that limits the rows of each key, where the contract has one. */
export function limitPerKey({ extensions, parameters }: Operation): Parameter | undefined {
  return parameters.find(({ name }) => name === extensions['x-limit-per-key']);
}

/** A parameter or a property of the body that may cut the answer into pages. */
interface PageInput extends PageParameter {
  readonly pointer: string;
  /** What the call gives it. */
  readonly sent: Template | undefined;
}

function limitsInQuery({ operation, parameters }: BoundCall): readonly PageInput[] {
  return operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema, pointer }) => {
      const sent = parameters.find((parameter) => parameter.name === name)?.value;
      return { name, schema, pointer, sent };
    });
}

/** The properties beside the keys, and beside every object that holds them. */
function limitsInBody({ operation, body }: BoundCall, keys: JoinKeys | undefined): readonly PageInput[] {
  const inputs: PageInput[] = [];
  const within = keys?.into.kind === 'body' ? keys.into.path : [];
  let object = jsonBodyOf(operation)?.schema;
  let written = body;
  for (const step of [...within, undefined]) {
    const properties = object === undefined ? undefined : propertiesOf(object);
    for (const [name, { node }] of properties ?? []) {
      if (name === step) continue;
      inputs.push({ name, schema: node, pointer: node.pointer, sent: memberOf(written, name) });
    }
    object = step === undefined ? undefined : properties?.get(step)?.node;
    written = step === undefined ? undefined : memberOf(written, step);
  }
  return inputs;
}

function memberOf(template: Template | undefined, name: string): Template | undefined {
  return template?.kind === 'object'
    ? template.entries.find((entry) => entry.name === name)?.value
    : undefined;
}

function holdsBatch({ oneRowPerKey }: JoinPaging, keys: JoinKeys, pages: readonly PageInput[]): boolean {
  return oneRowPerKey && pages.some((input) => isLimit(input) && (pageSize(input) ?? 0) >= keys.maxItems);
}

function pageSize({ sent, schema }: PageInput): number | undefined {
  if (sent !== undefined)
    return sent.kind === 'constant' && typeof sent.value === 'number' ? sent.value : undefined;
  return valueWithout(schema);
}
