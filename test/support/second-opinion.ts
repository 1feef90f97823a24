import * as older from '@hyperjump/json-schema/openapi-3-0';
import * as newer from '@hyperjump/json-schema/openapi-3-1';
import type { Json } from '#contract';

/** What another validator, which reads the published document itself, says of answers. */
export interface SecondOpinion {
  /** Undefined when the value fits the schema at this pointer; else where it does not. */
  check(pointer: string, value: Json): Promise<string | undefined>;
  close(): void;
}

/** @param text the published document as JSON */
export function createSecondOpinion(text: string): SecondOpinion {
  const id = 'https://example.com/second-opinion';
  // Below an `$id` references would start from there; those who write contracts mean the document.
  const document: Exclude<Parameters<typeof newer.registerSchema>[0], boolean> = JSON.parse(
    text,
    (key, value: unknown) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#/') ? id + value : value,
  );
  const version = /"openapi"\s*:\s*"(3\.\d)/.exec(text)?.[1] ?? '3.1';
  const { registerSchema, setShouldValidateSchema, unregisterSchema, validate } =
    version === '3.0' ? older : newer;
  // Published documents break the schema of OpenAPI itself, which is not what is asked here.
  setShouldValidateSchema(false);
  registerSchema(
    document,
    id,
    `https://spec.openapis.org/oas/${version}/dialect${version === '3.0' ? '' : '/base'}`,
  );
  const validators = new Map<string, newer.Validator>();
  return {
    async check(pointer, value) {
      const uri = `${id}#${pointer.split('/').map(encodeURIComponent).join('/')}`;
      const known = validators.get(uri) ?? (await validate(uri));
      validators.set(uri, known);
      const copy: Parameters<newer.Validator>[0] = JSON.parse(JSON.stringify(value));
      const output = known(copy, 'BASIC');
      if (output.valid) return undefined;
      const [first] = output.errors ?? [];
      return `${first?.instanceLocation ?? '#'} breaks ${first?.keyword.split('/').at(-1) ?? 'the schema'}`;
    },
    close: () => unregisterSchema(id),
  };
}
