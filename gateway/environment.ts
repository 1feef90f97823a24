import { unknownNames } from './environment/unknown-names.ts';
import type { Values, Variable } from './environment/variable.ts';

export { type Variable, variable } from './environment/variable.ts';

/**
 * Twelve-factor configuration: one schema per process, read once. Every mistake is found before anything starts,
 * and all of them are told at once. Nothing here touches `process`: the environment comes in as an argument.
 */
type Variables = Readonly<Record<string, Variable<unknown>>>;

export interface EnvironmentSchema<V extends Variables = Variables> {
  /** Names that begin like this are ours: an unknown one is taken for a typing error. */
  readonly prefixes: readonly string[];
  readonly variables: V;
}

export type EnvironmentValues<S extends EnvironmentSchema> = {
  readonly [N in keyof S['variables']]: S['variables'][N] extends Variable<infer T> ? T : never;
};

export function defineEnvironment<const V extends Variables>(
  schema: EnvironmentSchema<V>,
): EnvironmentSchema<V> {
  return Object.freeze({ prefixes: schema.prefixes, variables: Object.freeze({ ...schema.variables }) });
}

/** Everything that is wrong with an environment. */
export class EnvironmentError extends Error {
  /** One sentence each, beginning with the variable's name. Never a secret's value. */
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(
      `The environment has ${mistakes.length} mistake(s):\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
    );
    this.name = 'EnvironmentError';
    this.mistakes = mistakes;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws EnvironmentError with every mistake. `readFile` gives the text of a file that holds a secret. */
export function parseEnvironment<S extends EnvironmentSchema>(
  schema: S,
  env: Environment,
  readFile: (path: string) => string,
): EnvironmentValues<S> {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(schema.variables)) {
    try {
      const text = entry.secret ? secretText(name, env, readFile) : env[name];
      values[name] = readVariable(entry, text ?? '', env, values);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.push(sentence(name, entry, error.message, env[name]));
    }
  }
  mistakes.push(...unknownNames(schema.prefixes, schema.variables, env));
  if (mistakes.length > 0) throw new EnvironmentError(mistakes);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name was read by its own variable above
  return Object.freeze(values) as EnvironmentValues<S>;
}

function readVariable(entry: Variable<unknown>, text: string, env: Environment, values: Values): unknown {
  // Compose files write NAME=${NAME:-}, so an empty value means that nothing was said.
  if (text !== '') {
    const value = entry.parse(text);
    entry.check?.(value, values);
    return value;
  }
  const production = env['NODE_ENV'] === 'production';
  if (entry.required === 'always') throw new RangeError('is required');
  if (entry.required === 'in production' && production)
    throw new RangeError('is required when NODE_ENV=production');
  return entry.fallback?.from(values);
}

function secretText(name: string, env: Environment, readFile: (path: string) => string): string | undefined {
  const path = env[`${name}_FILE`];
  if (path === undefined || path === '') return env[name];
  if (env[name] !== undefined && env[name] !== '')
    throw new RangeError(`is set together with ${name}_FILE; keep one`);
  try {
    return readFile(path).replace(/\r?\n$/, '');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new RangeError(`cannot be read from the file that ${name}_FILE names (${reason})`, {
      cause: error,
    });
  }
}

function sentence(name: string, entry: Variable<unknown>, problem: string, text = ''): string {
  const shown = text === '' || entry.secret ? '' : ` (it is ${JSON.stringify(text.slice(0, 80))})`;
  return `${name} ${problem}${shown}; for example ${name}=${entry.secret ? '…' : entry.example}`;
}

/** The text of an `.env.example`: every variable of these processes once, in order, with its default commented out. */
export function describeEnvironment(schemas: readonly EnvironmentSchema[]): string {
  const variables = new Map(schemas.flatMap((schema) => Object.entries(schema.variables)));
  return [...variables].map(([name, entry]) => describeVariable(name, entry)).join('\n');
}

function describeVariable(
  name: string,
  { meaning, unit, secret, required, fallback, example }: Variable<unknown>,
): string {
  const facts = [
    unit === undefined ? [] : [`unit: ${unit}`],
    required === 'never' ? [] : [`required ${required}`],
    fallback === undefined ? [] : [`default: ${fallback.text}`],
    secret ? [`secret, also as ${name}_FILE`] : [],
  ].flat();
  const value = secret ? '' : example;
  return `# ${meaning}${facts.length === 0 ? '' : `\n# (${facts.join('; ')})`}\n# ${name}=${value}\n`;
}
