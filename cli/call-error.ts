/** The command was called in a way that makes no sense; the message says why, and usage follows it. */
export class CallError extends Error {
  override name = 'CallError';
}
