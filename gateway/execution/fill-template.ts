import type { Source, Template } from '../binding/index.ts';
import type { Json } from '../contract/index.ts';
import { absenceOf, readSource, type Sources } from './read-source.ts';
import { isJsonArray } from './row.ts';
import type { Destination } from './write-input.ts';

/** An absent argument: its place in the request stays empty. */
export const LEFT_OUT: unique symbol = Symbol('left out');
/** Something that the call depends on is absent: no call is made, and its value is null. */
export const NO_CALL: unique symbol = Symbol('no call');

export type Filled = Json | typeof LEFT_OUT | typeof NO_CALL;

/** What a source gives to a template. */
export type SourceReader = (source: Source) => Filled;

/** Puts sources into a template. One `NO_CALL` anywhere makes all of it `NO_CALL`. */
export function fillTemplate(template: Template, read: SourceReader): Filled {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'source':
      return read(template.source);
    case 'object':
      return fillObject(template.entries, read);
    case 'list': {
      const items = template.items.map((item) => fillTemplate(item, read));
      return items.includes(NO_CALL) ? NO_CALL : items.filter((item) => isPresent(item));
    }
  }
}

/**
 * The sources of one call.
 * @throws GatewayError from the reader: UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT.
 */
export function callSources(sources: Sources, destination: Destination): SourceReader {
  return (source) => {
    const value = readSource(source, sources, destination);
    const written = destination === 'parameter' ? withoutNulls(value) : value;
    return written ?? (written === null ? null : absent(source, sources));
  };
}

export function isPresent(filled: Filled): filled is Json {
  return filled !== LEFT_OUT && filled !== NO_CALL;
}

function fillObject(
  entries: readonly { readonly name: string; readonly value: Template }[],
  read: SourceReader,
): Filled {
  const filled = entries.map(({ name, value }) => [name, fillTemplate(value, read)] as const);
  if (filled.some(([, value]) => value === NO_CALL)) return NO_CALL;
  return Object.fromEntries(
    filled.flatMap(([name, value]) => (isPresent(value) ? [[name, value] as const] : [])),
  );
}

function absent(source: Source, { viewer }: Sources): Filled {
  if (source.root === 'args') return LEFT_OUT;
  const error = absenceOf(source, viewer);
  if (error !== undefined) throw error;
  return NO_CALL;
}

/** In parameters null equals absent, also as one of several values; and so does a list of none, which is not sent. */
function withoutNulls(value: Json | undefined): Json | undefined {
  if (!isJsonArray(value)) return value ?? undefined;
  const present = value.filter((item) => item !== null);
  return present.length === 0 ? undefined : present;
}
