/** One variable of an environment: what it means, and how its text is read. */
export interface Variable<T> {
  /** One sentence for the person who has to set it. */
  readonly meaning: string;
  /** `milliseconds`, `port`; undefined where the meaning says it all. */
  readonly unit: string | undefined;
  /** Secrets are never shown, and may also come from the file that `<NAME>_FILE` names. */
  readonly secret: boolean;
  readonly required: 'never' | 'in production' | 'always';
  readonly example: string;
  readonly fallback: Fallback<T> | undefined;
  /** @throws RangeError whose message continues the sentence "<NAME> …". */
  parse(text: string): T;
  /** What depends on the variables that stand above it. @throws RangeError as `parse` does */
  check?(value: T, values: Values): void;
}

interface Fallback<T> {
  /** For people. */
  readonly text: string;
  /** `values` holds what was read before, in the schema's order. @throws RangeError as `parse` does. */
  from(values: Values): T;
}

export type Values = Readonly<Record<string, unknown>>;

/** The value of a variable, of the type that its variable has. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks for a name knows its type
export type ReadValue = <T>(name: string) => T;

interface VariableOptions<T> {
  readonly meaning: string;
  readonly unit?: string;
  readonly secret?: boolean;
  /** @default 'never' */
  readonly required?: Variable<T>['required'];
  /** Shown when the variable is missing or wrong. */
  readonly example?: string;
  /** Used when the variable is unset or empty; a function may look at variables that stand above it. */
  readonly default?: T | ((values: Values) => T);
  /** Describes a default that is a function. */
  readonly defaultText?: string;
}

/** Undefined is possible only where nothing else is guaranteed. */
type Read<T, O> = O extends { readonly default: unknown } | { readonly required: 'always' }
  ? T
  : T | undefined;

function define<T, O extends VariableOptions<T>>(
  options: O,
  example: string,
  parse: (text: string) => T,
): Variable<Read<T, O>> {
  const { meaning, unit, secret = false, required = 'never' } = options;
  const fallback =
    options.default === undefined ? undefined : fallbackOf<T>(options.default, options.defaultText);
  const usual = typeof options.default === 'string' || typeof options.default === 'number';
  const shown = options.example ?? (usual ? String(options.default) : example);
  const entry: Variable<T> = { meaning, unit, secret, required, example: shown, fallback, parse };
  return entry;
}

function fallbackOf<T>(value: T | ((values: Values) => T), text = 'chosen at start'): Fallback<T> {
  return isFunction(value) ? { text, from: value } : { text: String(value), from: () => value };
}

function isFunction<T>(value: T | ((values: Values) => T)): value is (values: Values) => T {
  return typeof value === 'function';
}

/** The kinds of variables there are. */
export const variable = {
  text<const O extends VariableOptions<string> & { readonly minLength?: number }>(
    options: O,
  ): Variable<Read<string, O>> {
    const { minLength = 1 } = options;
    return define<string, O>(options, 'text', (text) => {
      if (text.length < minLength) throw new RangeError(`must have at least ${minLength} characters`);
      return text;
    });
  },

  integer<const O extends VariableOptions<number> & { readonly min: number; readonly max: number }>(
    options: O,
  ): Variable<Read<number, O>> {
    const { min, max } = options;
    return define<number, O>(options, String(min), (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= min && value <= max))
        throw new RangeError(`must be a whole number from ${min} to ${max}`);
      return value;
    });
  },

  /** Entries between commas, spaces around them ignored. @param options.entry reads one; throws RangeError as `parse` does */
  list<const O extends VariableOptions<readonly string[]> & { readonly entry: (text: string) => string }>(
    options: O,
  ): Variable<Read<readonly string[], O>> {
    const { entry } = options;
    return define<readonly string[], O>(options, 'one,another', (text) =>
      text.split(',').map((part) => entry(part.trim())),
    );
  },

  /** Any number that JSON can hold. */
  number<const O extends VariableOptions<number>>(options: O): Variable<Read<number, O>> {
    return define<number, O>(options, '1', (text) => {
      const value = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      if (!Number.isFinite(value)) throw new RangeError('must be a number');
      return value;
    });
  },

  choice<const C extends string, const O extends VariableOptions<C>>(
    choices: readonly C[],
    options: O,
  ): Variable<Read<C, O>> {
    return define<C, O>(options, String(choices[0]), (text) => {
      const found = choices.find((choice) => choice === text);
      if (found === undefined) throw new RangeError(`must be one of ${choices.join(', ')}`);
      return found;
    });
  },

  flag<const O extends VariableOptions<boolean>>(options: O): Variable<Read<boolean, O>> {
    return define<boolean, O>(options, '1', (text) => {
      if (text === '1' || text === 'true') return true;
      if (text === '0' || text === 'false') return false;
      throw new RangeError('must be 1 or 0');
    });
  },

  /** An http or https URL without credentials, query or fragment; given back without a trailing slash. */
  url<const O extends VariableOptions<string>>(options: O): Variable<Read<string, O>> {
    return define<string, O>(options, 'https://orders.internal', (text) =>
      parseHttpUrl(text).href.replace(/\/$/, ''),
    );
  },

  /** Scheme, host and port alone: `https://shop.example`. */
  origin<const O extends VariableOptions<string>>(options: O): Variable<Read<string, O>> {
    return define<string, O>(options, 'https://shop.example', (text) => {
      const url = parseHttpUrl(text);
      if (url.pathname !== '/')
        throw new RangeError('must be an origin: scheme, host and port without a path');
      return url.origin;
    });
  },
};

function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new RangeError('must be an http or https URL');
  if (url.username !== '' || url.password !== '')
    throw new RangeError('must not carry a user name or password');
  if (url.search !== '' || url.hash !== '') throw new RangeError('must have neither query nor fragment');
  return url;
}
