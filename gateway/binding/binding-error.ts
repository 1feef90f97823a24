import type { Diagnostic } from './model.ts';

/** A client schema that cannot be served. */
export class BindingError extends Error {
  /** At least one, in the order in which a person should read them. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'));
    this.name = 'BindingError';
    this.diagnostics = diagnostics;
  }
}

/**
 * Three lines for a person at a terminal:
 * `file:line:column  error GH012  message`, then `  contract: …` where a contract decides, then `  fix: …`.
 */
export function formatDiagnostic({
  code,
  severity,
  message,
  fix,
  position,
  contractPosition,
}: Diagnostic): string {
  const lines = [`${position.file}:${position.line}:${position.column}  ${severity} ${code}  ${message}`];
  if (contractPosition !== undefined) {
    const { file, line, column } = contractPosition;
    lines.push(`  contract: ${file}:${line}:${column}`);
  }
  lines.push(`  fix: ${fix}`);
  return lines.join('\n');
}
