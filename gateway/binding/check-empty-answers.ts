import { type ASTNode, type GraphQLSchema, isNonNullType, isObjectType } from 'graphql';
import type { ResponseContract } from '../contract/index.ts';
import type { Findings } from './findings.ts';
import type { Read, RestField, Shape } from './model.ts';
import { successResponses } from './success-answer.ts';

/**
 * An object over a success without a body is `{}`. Where other successes of the operation carry one, what they require
 * is not promised.
 */
export function checkEmptyAnswers(schema: GraphQLSchema, shapes: readonly Shape[], findings: Findings): void {
  for (const { fields } of shapes) {
    for (const bound of fields.values()) {
      if (bound.kind !== 'rest' || bound.value.kind !== 'object') continue;
      const empty = emptySuccess(bound);
      if (empty === undefined) continue;
      for (const field of promisedFields(schema, bound.value.shape, new Set())) {
        const { operation } = bound.call;
        findings.report({
          code: 'GH034',
          node: field.node,
          message: `${field.coordinate} is non-null, but the answer ${empty.status} of ${operation.coordinate} has no body`,
          fix: 'drop the `!`, or ask the service to answer with the same body each time',
          place: { contract: operation.contract, pointer: empty.pointer },
        });
      }
    }
  }
}

/** Of an operation whose other successes have a body. */
function emptySuccess({ call, outcomes }: RestField): ResponseContract | undefined {
  const successes = successResponses(call.operation).filter(({ status }) => !outcomes.has(Number(status)));
  const empty = successes.filter(({ content }) => content.size === 0);
  return empty.length < successes.length ? empty[0] : undefined;
}

interface PromisedField {
  readonly coordinate: string;
  readonly node: ASTNode | undefined;
}

/** The non-null fields that read the body; `$self` is the same object again. */
function promisedFields(
  schema: GraphQLSchema,
  shape: Shape,
  above: ReadonlySet<Shape>,
): readonly PromisedField[] {
  const type = schema.getType(shape.type);
  if (!isObjectType(type) || above.has(shape)) return [];
  const fields = type.getFields();
  return [...shape.fields].flatMap(([name, bound]): readonly PromisedField[] => {
    const field = fields[name];
    if (field === undefined || bound.kind !== 'read' || !FROM_BODY.includes(bound.read.from)) return [];
    if (bound.read.path.length > 0)
      return isNonNullType(field.type)
        ? [{ coordinate: `${shape.type}.${name}`, node: field.astNode ?? undefined }]
        : [];
    return bound.value.kind === 'object'
      ? promisedFields(schema, bound.value.shape, new Set([...above, shape]))
      : [];
  });
}

const FROM_BODY: readonly Read['from'][] = ['value', 'body'];
