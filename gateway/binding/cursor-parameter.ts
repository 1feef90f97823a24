import type { ConstDirectiveNode } from 'graphql';
import type { Operation, Parameter } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { describeSchema, valueKinds } from './describe-schema.ts';
import { argumentOf, textArgument } from './directives.ts';
import type { ContractPlace } from './findings.ts';
import { matchName } from './fold-name.ts';
import { isCursor } from './page-parameters.ts';
import { parametersByName } from './parameters-by-name.ts';
import { suggestName } from './suggest-name.ts';

/** What takes the cursor of the next page. */
export interface CursorParameter extends Pick<Parameter, 'schema' | 'in'> {
  /** As in `BoundCall`. */
  readonly name: string;
  /** As in a URL. */
  readonly key: string;
  readonly pointer: string;
}

/** The parameter that `param` names. Undefined after a mistake, which was reported. */
export function findCursorParameter(
  site: FieldSite,
  directive: ConstDirectiveNode,
  operation: Operation,
): CursorParameter | undefined {
  const written = textArgument(directive, 'param') ?? '';
  const parameters = parametersByName(operation);
  const match = matchName(written, parameters);
  const refuse = (message: string, fix: string, place: ContractPlace): undefined =>
    reportFromProducer(site, { code: 'GH140', node: argumentOf(directive, 'param'), message, fix, place });
  if (match.kind === 'unknown') {
    const message = `${operation.coordinate} has no parameter \`${written}\` that would lead to the next page; ${known(parameters)}`;
    return refuse(message, suggest(written, parameters), operation);
  }
  if (match.kind === 'ambiguous') {
    const names = match.names.join(', ');
    return refuse(
      `\`${written}\` fits several parameters of ${operation.coordinate}: ${names}`,
      'write one of them exactly',
      operation,
    );
  }
  const { schema, pointer, in: place, name: key } = match.value;
  if (schema === undefined || valueKinds(schema).some(isScalar))
    return { name: match.name, key, schema, pointer, in: place };
  return refuse(
    `\`${match.name}\` of ${operation.coordinate} takes ${describeSchema(schema)}, but a cursor is a text or a number`,
    'name a parameter that takes one value',
    { contract: operation.contract, pointer },
  );
}

function isScalar(kind: string): boolean {
  return kind === 'string' || kind === 'integer' || kind === 'number';
}

function known(parameters: ReadonlyMap<string, Parameter>): string {
  return parameters.size === 0 ? 'it has none' : `it has ${[...parameters.keys()].join(', ')}`;
}

/** What is spelt alike, else what is called as such parameters are. */
function suggest(written: string, parameters: ReadonlyMap<string, Parameter>): string {
  const nearest =
    suggestName(written, parameters.keys()) ??
    [...parameters].find(([, parameter]) => isCursor(parameter))?.[0];
  return nearest === undefined ? 'remove the field, or ask the service for pages' : `write \`${nearest}\``;
}
