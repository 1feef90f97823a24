import type { ASTNode } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { describeSchema, isArray, isObject, nameAlternative, nameSchema } from './describe-schema.ts';
import { findInCall } from './find-in-call.ts';
import { matchName } from './fold-name.ts';
import type { Read } from './model.ts';
import type { ParsedPath } from './parse-path.ts';
import { parsePath, presentPath } from './parse-path.ts';
import type { EntryPlace } from './place.ts';
import { presentNames } from './present-names.ts';
import type { Absence, PathProblem } from './resolve-path.ts';
import { resolvePath } from './resolve-path.ts';
import { suggestName } from './suggest-name.ts';
import type { ValueSource } from './value-source.ts';

export interface ResolvedRead {
  readonly read: Read;
  readonly node: SchemaNode;
  readonly absence: Absence | undefined;
  /** The entry of a map that is still around what was found. */
  readonly entry?: EntryPlace | undefined;
}

/** Where reading starts: this row, and the answer it came in. `start` is what a path without a root goes into. */
export interface ReadStart extends ValueSource {
  readonly start: 'value' | 'body';
}

/** Finds what a path written in the schema names. Undefined after a mistake, which was reported at `node`. */
export function readPath(
  site: FieldSite,
  text: string,
  from: ReadStart,
  node: ASTNode | undefined,
): ResolvedRead | undefined {
  const path = parsePath(text);
  if (typeof path !== 'string') return resolveRead(site, path, from, node);
  const fix =
    'write names with dots between them, below nothing, $self, $body, $headers.<name>, $status, $call.<parameter>, $key or $item';
  return reportFromProducer(site, { code: 'GH003', node, message: `\`${text}\` is no path: ${path}`, fix });
}

export function resolveRead(
  site: FieldSite,
  path: ParsedPath,
  from: ReadStart,
  node: ASTNode | undefined,
): ResolvedRead | undefined {
  if (path.from === 'headers' || path.from === 'status' || path.from === 'call') {
    if (from.answer.isEvent === true) return reportEvent(site, path.from, from, node);
    if (path.from === 'status') return readStatus(from);
    if (path.from === 'call') return readParameter(site, path, from, node);
    return readHeader(site, String(path.segments[0]), from, node);
  }
  if (path.from === 'key' || path.from === 'item') return readEntry(site, path, from, node);
  const start = path.from === 'value' ? from.node : from.answer.schema;
  if (start === undefined) return reportNoBody(site, path, from, node);
  const found = resolvePath(start, path.segments, 'read');
  if (found.kind !== 'found') {
    const written = { node, text: presentPath(path.segments), use: 'read' } as const;
    return reportPathProblem(
      site,
      found,
      isScalarEntry(from, start) ? { ...written, fix: IN_ENTRY } : written,
    );
  }
  const root = path.from === 'value' ? from.start : 'body';
  return {
    read: { from: root, path: found.path },
    node: found.node,
    absence: (path.from === 'value' ? absentItem(from) : undefined) ?? found.absence,
    entry: path.from === 'value' ? from.entry : undefined,
  };
}

function reportEvent(
  site: FieldSite,
  root: 'headers' | 'status' | 'call',
  { operation }: ReadStart,
  node: ASTNode | undefined,
): undefined {
  return reportFromProducer(site, {
    code: 'GH013',
    node,
    message: `${site.coordinate} reads \`$${root}\`, but ${operation.coordinate} is an event and no answer`,
    fix: 'read a property of the event',
    place: operation,
  });
}

const IN_ENTRY = 'write @json(path: "$key") for the key of the entry, or @json(path: "$item") for its value';

function isScalarEntry({ entry }: ReadStart, start: SchemaNode): boolean {
  return start === entry?.value && !isObject(start);
}

/** A parameter of the call that gave the answer, or a part of one. */
function readParameter(
  site: FieldSite,
  { segments }: ParsedPath,
  { sent }: ReadStart,
  node: ASTNode | undefined,
): ResolvedRead | undefined {
  const insteadOfKeys = 'read the property of a row that `match` names';
  const parameter = findInCall(site, sent, { segments, node, insteadOfKeys });
  if (parameter === undefined) return undefined;
  const found = resolvePath(parameter.node, segments.slice(1), 'read');
  if (found.kind !== 'found')
    return reportPathProblem(site, found, { node, text: presentPath(['$call', ...segments]), use: 'read' });
  const { name, certain } = parameter;
  const absence: Absence | undefined = certain ? undefined : { reason: 'unsent', name, node: parameter.node };
  return {
    read: { from: 'call', path: [name, ...found.path] },
    node: found.node,
    absence: absence ?? found.absence,
  };
}

/** `$key` and `$item` of the nearest map around the value. */
function readEntry(
  site: FieldSite,
  { from: root, segments }: ParsedPath,
  from: ReadStart,
  node: ASTNode | undefined,
): ResolvedRead | undefined {
  const { entry } = from;
  if (entry === undefined) return reportNoEntry(site, `$${root}`, from, node);
  if (root === 'key') return { read: { from: 'key', path: [] }, node: entry.key, absence: undefined };
  const found = resolvePath(entry.value, segments, 'read');
  if (found.kind !== 'found')
    return reportPathProblem(site, found, { node, text: presentPath(['$item', ...segments]), use: 'read' });
  const absence = entry.isOpen ? nullItem(entry) : undefined;
  return {
    read: { from: 'item', path: found.path },
    node: found.node,
    absence: absence ?? found.absence,
    entry,
  };
}

function nullItem({ value }: EntryPlace): Absence {
  return { reason: 'nullable', name: '$item', node: value };
}

/** The object of an entry is there even if the entry's value is null. */
function absentItem({ entry, node }: ReadStart): Absence | undefined {
  return entry?.isOpen === true && node === entry.value ? nullItem(entry) : undefined;
}

function reportNoEntry(
  site: FieldSite,
  root: string,
  { node: place }: ReadStart,
  node: ASTNode | undefined,
): undefined {
  return reportFromProducer(site, {
    code: 'GH127',
    node,
    message: `${site.coordinate} reads \`${root}\`, but ${nameSchema(place)} is no entry of a map`,
    fix: 'make the field that leads here a list over an object with `additionalProperties`, or read a property',
    place,
  });
}

function reportNoBody(
  site: FieldSite,
  { segments }: ParsedPath,
  { operation, answer }: ReadStart,
  node: ASTNode | undefined,
): undefined {
  const gives = answer.bodiless ? 'without a body' : 'without a JSON schema';
  return reportFromProducer(site, {
    code: 'GH051',
    node,
    message: `${site.coordinate} reads \`${presentPath(['$body', ...segments])}\`, but ${operation.coordinate} answers ${gives}`,
    fix: 'remove the field, or bind an operation that answers JSON',
    place: { contract: operation.contract, pointer: answer.place?.pointer ?? operation.pointer },
  });
}

function readHeader(
  site: FieldSite,
  name: string,
  { operation, answer }: ReadStart,
  node: ASTNode | undefined,
): ResolvedRead | undefined {
  const pointer = answer.place?.pointer ?? operation.pointer;
  const { contract } = operation;
  const match = matchName(name, new Map([...answer.headers.keys()].map((header) => [header, header])));
  if (match.kind === 'found') {
    // A header is text, whatever its schema says, and a proxy may drop it.
    const schema = answer.headers.get(match.name) ?? { contract, pointer, json: { type: 'string' } };
    const absence: Absence = { reason: 'optional', name: match.name, node: schema };
    if (isArray(schema) || isObject(schema)) return reportNoText(site, match.name, schema, node);
    return { read: { from: 'headers', path: [match.name.toLowerCase()] }, node: schema, absence };
  }
  const nearest = suggestName(name, answer.headers.keys());
  return reportFromProducer(site, {
    code: match.kind === 'ambiguous' ? 'GH014' : 'GH013',
    node,
    message: `${site.coordinate} reads the header \`${name}\`, which a success of ${operation.coordinate} does not declare`,
    fix: nearest === undefined ? 'ask the service to declare it' : `write \`$headers.${nearest}\``,
    place: { contract, pointer },
  });
}

function reportNoText(
  site: FieldSite,
  name: string,
  schema: SchemaNode,
  node: ASTNode | undefined,
): undefined {
  return reportFromProducer(site, {
    code: 'GH030',
    node,
    message: `${site.coordinate} reads the header \`${name}\`, which is ${describeSchema(schema)}; only headers of one value are read`,
    fix: 'remove it, or ask the service for a header of one value',
    place: schema,
  });
}

function readStatus({ operation, answer }: ReadStart): ResolvedRead {
  const pointer = answer.place?.pointer ?? operation.pointer;
  const node: SchemaNode = { contract: operation.contract, pointer, json: { type: 'integer', maximum: 299 } };
  return { read: { from: 'status', path: [] }, node, absence: undefined };
}

export interface WrittenPath {
  readonly node: ASTNode | undefined;
  readonly text: string;
  /** `key` is the key of a literal. */
  readonly use: 'read' | 'source' | 'write' | 'key';
  /** What to write instead, where no name of the contract is meant. */
  readonly fix?: string;
}

/** Tells why a path leads nowhere. */
export function reportPathProblem(site: FieldSite, problem: PathProblem, written: WrittenPath): undefined {
  const { segment, node: place, names, suggestion } = problem;
  const where = nameSchema(place);
  const { node, text, use } = written;
  if (problem.kind === 'ambiguous') {
    const message = `\`${segment}\` fits several properties of ${where}: ${names.join(', ')}`;
    return reportFromProducer(site, {
      code: 'GH014',
      node,
      message,
      fix: `write one of them exactly: ${spell(names[0] ?? '', written)}`,
      place,
    });
  }
  if (problem.kind === 'list' && use === 'read') {
    const message = `\`${text}\` reads \`${segment}\` of a list, ${where}`;
    const fix = 'name an item by its index, or make the field a list of the items';
    return reportFromProducer(site, { code: 'GH041', node, message, fix, place });
  }
  if (problem.lacking.length > 0) return reportNotShared(site, problem, node);
  return reportFromProducer(site, {
    code: 'GH013',
    node,
    message: `${site.coordinate}: ${where} has no property \`${segment}\``,
    fix: suggestion === undefined ? (written.fix ?? remedyOf(site)) : `write ${spell(suggestion, written)}`,
    place,
  });
}

/** Some alternatives of the contract have the property, and a value may be one of the others. */
function reportNotShared(
  site: FieldSite,
  { segment, node: place, lacking }: PathProblem,
  node: ASTNode | undefined,
): undefined {
  const message = `${site.coordinate}: \`${segment}\` is not in every alternative of ${nameSchema(place)}; ${presentNames(lacking.map(nameAlternative))} ${lacking.length === 1 ? 'lacks' : 'lack'} it`;
  const fix = 'make it a union or an interface, with a type for each alternative that differs';
  return reportFromProducer(site, { code: 'GH013', node, message, fix, place });
}

/** A path that is written somewhere is mended there; a name that is read by itself is mended with `@json`. */
function spell(name: string, { use, node }: WrittenPath): string {
  const isWritten = use === 'source' || use === 'key' || (use === 'read' && node !== undefined);
  return isWritten ? `\`${name}\`` : `@json(path: ${JSON.stringify(name)}), or name it so`;
}

function remedyOf({ place, type }: FieldSite): string {
  return place.kind === 'row' && place.answer.byResolver === true
    ? `name a field of ${type.name} that is not bound itself`
    : 'name a property of the contract, or ask the service for it';
}
