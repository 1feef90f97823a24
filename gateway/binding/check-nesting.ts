import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Findings } from './findings.ts';

/** Deeper values and types would exhaust the stack of whoever reads them. */
const MAX_DEPTH = 100;

const OPENING: readonly string[] = [TokenKind.BRACKET_L, TokenKind.BRACE_L, TokenKind.PAREN_L];
const CLOSING: readonly string[] = [TokenKind.BRACKET_R, TokenKind.BRACE_R, TokenKind.PAREN_R];

/** False where brackets are nested too deeply to be parsed, which was reported. */
export function checkNesting(file: string, text: string, findings: Findings): boolean {
  const position = placeOfExcess(file, text);
  if (position === undefined) return true;
  findings.report({
    code: 'GH001',
    node: undefined,
    position: { file, ...position },
    message: `brackets are nested more than ${MAX_DEPTH} deep`,
    fix: 'write values and types with fewer levels',
  });
  return false;
}

interface TextPosition {
  readonly line: number;
  readonly column: number;
}

function placeOfExcess(file: string, text: string): TextPosition | undefined {
  const lexer = new Lexer(new Source(text, file));
  let depth = 0;
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      if (OPENING.includes(token.kind)) depth += 1;
      if (CLOSING.includes(token.kind)) depth -= 1;
      if (depth > MAX_DEPTH) return { line: token.line, column: token.column };
    }
  } catch (error) {
    // What is no token at all is told by the parser.
    if (!(error instanceof GraphQLError)) throw error;
  }
  return undefined;
}
