import type { DefinitionNode, DocumentNode, GraphQLSchema, InputValueDefinitionNode } from 'graphql';
import {
  buildASTSchema,
  GraphQLError,
  isScalarType,
  Kind,
  parse,
  Source,
  validateSchema,
  visit,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { checkDirectiveValues } from './check-directive-values.ts';
import { checkNesting } from './check-nesting.ts';
import { BINDING_DEFINITIONS } from './directives.ts';
import type { Findings } from './findings.ts';
import { readDefaults } from './read-defaults.ts';
import { implementScalar, isKnownScalar, SCALAR_DEFINITIONS } from './scalars.ts';

/**
 * Builds the schema that clients see from SDL with binding directives. The directives stay on the nodes of the
 * schema's elements, but are no part of it. Undefined after a mistake, which was reported.
 */
export function checkSdl(file: string, text: string, findings: Findings): GraphQLSchema | undefined {
  if (!checkNesting(file, text, findings)) return undefined;
  const document = parseSdl(file, text, findings);
  if (document === undefined) return undefined;
  const before = findings.count();
  const scalars = missingScalars(document);
  reportAll(file, validateSDL(documentOf(BINDING_DEFINITIONS, scalars, document.definitions)), findings);
  if (findings.count() > before) return undefined;
  checkDirectiveValues(document, findings);
  reportUnknownScalars(document, findings);
  // GraphQL throws for values of its own directives that it cannot read.
  if (findings.count() > before) return undefined;
  const schema = createSchema(file, documentOf(document.definitions, scalars), findings);
  if (schema === undefined || findings.count() > before) return undefined;
  for (const type of Object.values(schema.getTypeMap())) if (isScalarType(type)) implementScalar(type);
  readDefaults(schema, findings);
  return findings.count() > before ? undefined : schema;
}

function parseSdl(file: string, text: string, findings: Findings): DocumentNode | undefined {
  try {
    return parse(new Source(text, file));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [location] = error.locations ?? [];
    const position = { file, line: location?.line ?? 1, column: location?.column ?? 1 };
    findings.report({
      code: 'GH001',
      node: undefined,
      position,
      message: error.message,
      fix: 'write it as the GraphQL specification does (October 2021, section 3)',
    });
    return undefined;
  }
}

/** Undefined after a mistake that kept GraphQL from building the schema at all. */
function createSchema(file: string, document: DocumentNode, findings: Findings): GraphQLSchema | undefined {
  // A default of an argument whose type is no input type makes graphql-js throw before it can say so.
  const bare = buildASTSchema(visit(document, WITHOUT_DEFAULTS), { assumeValidSDL: true });
  const problems = validateSchema(bare).filter(({ message }) => !message.includes('cannot be deprecated'));
  reportAll(file, problems, findings);
  if (problems.length > 0) return undefined;
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  reportAll(file, validateSchema(schema), findings);
  return schema;
}

const WITHOUT_DEFAULTS = {
  InputValueDefinition: (node: InputValueDefinitionNode) => ({ ...node, defaultValue: undefined }),
};

function documentOf(...definitions: readonly (readonly DefinitionNode[])[]): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: definitions.flat() };
}

/** Ours that the client uses without declaring them; unused ones would only clutter what clients see. */
function missingScalars(document: DocumentNode): readonly DefinitionNode[] {
  const used = new Set<string>();
  visit(document, { NamedType: (node) => void used.add(node.name.value) });
  const declared = new Set(
    document.definitions.flatMap((definition) => ('name' in definition ? [definition.name?.value] : [])),
  );
  return SCALAR_DEFINITIONS.filter(
    (definition) =>
      'name' in definition && used.has(definition.name?.value ?? '') && !declared.has(definition.name?.value),
  );
}

function reportUnknownScalars(document: DocumentNode, findings: Findings): void {
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCALAR_TYPE_DEFINITION || isKnownScalar(node.name.value)) continue;
    const known = SCALAR_DEFINITIONS.map((definition) =>
      'name' in definition ? definition.name?.value : '',
    );
    const message = `the scalar \`${node.name.value}\` is unknown`;
    findings.report({ code: 'GH004', node, message, fix: `use one of ${known.join(', ')}, or String` });
  }
}

function reportAll(file: string, errors: readonly GraphQLError[], findings: Findings): void {
  for (const error of errors) {
    const node = error.nodes?.find(({ loc }) => loc?.source.name === file);
    findings.report({
      code: 'GH002',
      node,
      message: error.message,
      fix: 'write it as the GraphQL specification demands',
    });
  }
}
