import { type GraphQLFieldResolver, type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import type { BoundField, NextField, ReadField } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { GatewayError } from '../errors.ts';
import { checkPolicy, guardMembers } from './check-policy.ts';
import { contractViolation } from './contract-violation.ts';
import { graphqlValue } from './graphql-value.ts';
import { lateItems } from './late-items.ts';
import { boundedValue, listBound, withBound } from './list-bound.ts';
import { nextCursor } from './next-cursor.ts';
import { promisedValue } from './promised-value.ts';
import { readValue } from './read-value.ts';
import { resolveInCode } from './resolve-in-code.ts';
import { resolveJoin } from './resolve-join.ts';
import { resolveOf } from './resolve-of.ts';
import { type FieldAsked, resolveRest } from './resolve-rest.ts';
import { type Row, rootRow } from './row.ts';
import type { Run } from './run.ts';

/** The one resolver of all fields: looks up what binds the field of this row, and does it. */
export function createFieldResolver(run: Run): GraphQLFieldResolver<Row, unknown> {
  return (row, args, _context, info) => {
    checkPolicy(run.bound.policies, info, run.scope.viewer);
    const asked = fieldAsked(row, args, info, run);
    const finish = (value: unknown) => {
      const rows = guardMembers(run.bound.policies, value, info.returnType, run.scope.viewer);
      return lateItems(withBound(rows, asked.bound), info.returnType);
    };
    const value = resolveBound(boundField(row, info.fieldName), asked, run);
    return value instanceof Promise ? value.then(finish) : finish(value);
  };
}

function boundField({ shape }: Row, name: string): BoundField {
  const field = shape.fields.get(name);
  if (field !== undefined) return field;
  throw new GatewayError('INTERNAL_SERVER_ERROR', {}, new Error(`no binding for ${shape.type}.${name}`));
}

function fieldAsked(
  row: Row,
  args: Readonly<Record<string, Json>>,
  info: GraphQLResolveInfo,
  { bound, config, scope }: Run,
): FieldAsked {
  const size = bound.listSizes.get(`${info.parentType.name}.${info.fieldName}`);
  return {
    path: info.path,
    row,
    type: info.returnType,
    sources: {
      args,
      parent: row.json,
      entry: row.entry,
      call: row.answer?.parameters,
      viewer: scope.viewer,
      config,
    },
    isWrite: info.operation.operation === OperationTypeNode.MUTATION && row.answer === undefined,
    bound: listBound(size, args, row.sized?.get(info.fieldName)),
  };
}

function resolveBound(field: BoundField, asked: FieldAsked, run: Run): unknown {
  switch (field.kind) {
    case 'group':
      return rootRow(field.shape);
    case 'read':
      return resolveRead(field, asked, run);
    case 'next':
      return resolveNext(field, asked, run);
    case 'rest':
      return resolveRest(field, asked, run);
    case 'join':
      return resolveJoin(field, asked, run);
    case 'of':
      return resolveOf(field, asked, run);
    case 'resolver':
      return resolveInCode(field, asked, run);
    case 'event':
      // Events come to a subscription, and nobody asks a service for one.
      throw new GatewayError(
        'INTERNAL_SERVER_ERROR',
        {},
        new Error(`${field.webhook.coordinate} is no operation`),
      );
  }
}

/** A property of the row. Root types and groups stand for no row. */
function resolveRead(field: ReadField, { row, bound, type }: FieldAsked, run: Run): unknown {
  const { answer } = row;
  if (answer === undefined) return null;
  const place = readValue(field.read, row, answer);
  const value = graphqlValue(boundedValue(field.value, bound), place, answer, run.bound.schema);
  return promisedValue(value, type, (suffix) =>
    contractViolation(answer, `${place.pointer}${suffix}`, 'null'),
  );
}

/** Null after the last page. */
function resolveNext(field: NextField, { row }: FieldAsked, run: Run): unknown {
  const { answer } = row;
  if (answer === undefined) return null;
  return graphqlValue(field.value, nextCursor(field, row, answer), answer, run.bound.schema);
}
