import type { ASTNode, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { isInterfaceType, isObjectType } from 'graphql';
import type { Contract, Operation, SchemaNode } from '../contract/index.ts';
import { resolveNode } from '../contract/index.ts';
import { describeGiven } from './describe-given.ts';
import type { SuccessAnswer } from './success-answer.ts';

/** What one resolver gives, as if an operation had answered it. */
export interface GivenValue {
  readonly operation: Operation;
  readonly answer: SuccessAnswer;
  readonly node: SchemaNode;
}

/**
 * The client's own types as a contract: what TypeScript gives is described and checked by the same means as what a
 * service answers. Nobody publishes it, and nobody can be called by it.
 */
export interface ResolverContract {
  /** @param coordinate of a field that is marked `@resolver`: `Product.discount` */
  valueOf(coordinate: string): GivenValue;
}

/** @param file the client's schema, which all places of this contract stand in */
export function createResolverContract(schema: GraphQLSchema, file: string): ResolverContract {
  let contract: Contract | undefined;
  return {
    valueOf(coordinate) {
      // Most schemas have no resolvers, and some have thousands of types.
      contract ??= createContract(schema, file);
      const pointer = `/values/${coordinate}`;
      const node = resolveNode(contract, pointer);
      return {
        operation: createOperation(coordinate, node),
        answer: { byResolver: true, schema: node, bodiless: false, headers: new Map(), place: undefined },
        node,
      };
    },
  };
}

function createContract(schema: GraphQLSchema, file: string): Contract {
  return {
    service: 'resolvers',
    file,
    openapi: '3.1',
    document: describeGiven(schema),
    overlay: undefined,
    servers: [],
    operations: [],
    operationsById: new Map(),
    securitySchemes: new Map(),
    locate: (pointer) => ({ file, ...placeIn(schema, pointer) }),
  };
}

function createOperation(coordinate: string, schema: SchemaNode): Operation {
  const { contract, pointer } = schema;
  const content = new Map([['application/json', { schema, examples: [], pointer }]]);
  return {
    contract,
    service: contract.service,
    id: coordinate,
    coordinate: `the resolver of ${coordinate}`,
    method: 'GET',
    path: '',
    pointer,
    parameters: [],
    requestBody: undefined,
    responses: new Map([['200', { status: '200', content, headers: new Map(), pointer }]]),
    security: [],
    token: 'user',
    extensions: {},
  };
}

/** `/values/Type.field`, or `/components/schemas/Type/properties/field` */
function placeIn(schema: GraphQLSchema, pointer: string): { readonly line: number; readonly column: number } {
  const [, type = '', field] =
    /^\/values\/(\w+)\.(\w+)/.exec(pointer) ??
    /^\/components\/schemas\/(\w+)(?:\/properties\/(\w+))?/.exec(pointer) ??
    [];
  const token = nodeOf(schema.getType(type), field)?.loc?.startToken;
  return { line: token?.line ?? 1, column: token?.column ?? 1 };
}

function nodeOf(type: GraphQLNamedType | undefined, name: string | undefined): ASTNode | undefined {
  const field =
    name !== undefined && (isObjectType(type) || isInterfaceType(type)) ? type.getFields()[name] : undefined;
  return field?.astNode?.name ?? type?.astNode?.name;
}
