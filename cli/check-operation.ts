import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  Source,
  validate,
} from 'graphql';

export interface OperationText {
  readonly document: DocumentNode;
  /** The only one in the document. */
  readonly operation: OperationDefinitionNode;
}

/** The operation of a document, or what is wrong with it: one sentence each, beginning with the place. */
export function checkOperation(file: string, text: string, schema: GraphQLSchema): OperationText | string[] {
  try {
    const document = parse(new Source(text, file));
    const operations = document.definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    const [operation, second] = operations;
    if (operation === undefined || second !== undefined)
      return [`${file}:1:1 a document holds one operation`];
    const errors = validate(schema, document);
    return errors.length > 0 ? errors.map(presentError) : { document, operation };
  } catch (error) {
    if (error instanceof GraphQLError) return [presentError(error)];
    throw error;
  }
}

function presentError({ source, locations, message }: GraphQLError): string {
  const { line, column } = locations?.[0] ?? { line: 1, column: 1 };
  return `${source?.name ?? 'a document'}:${line}:${column} ${message}`;
}
