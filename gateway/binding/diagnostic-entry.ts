export interface DiagnosticEntry {
  /** A few words. */
  readonly title: string;
  /** What it means, and why it is a mistake. */
  readonly explanation: string;
  /** `advice` does not keep a process from starting. */
  readonly severity: 'error' | 'advice';
}

/** It keeps a process from starting. */
export function error(title: string, explanation: string): DiagnosticEntry {
  return { title, explanation, severity: 'error' };
}

export function advice(title: string, explanation: string): DiagnosticEntry {
  return { title, explanation, severity: 'advice' };
}
