import type { FieldNode, GraphQLField, ValueNode } from 'graphql';
import { Kind, print, valueFromASTUntyped } from 'graphql';
import { foldName } from './fold-name.ts';
import type { BoundCall, BoundInput, Source, Template } from './model.ts';

/** A field of a document whose call is looked at. */
export interface CallSite {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** The response path without list indices. */
  readonly path: string;
}

/**
 * Texts for what calls are made of. Where two texts of one request are the same, so is what is sent, as long as it
 * reads the same rows. Different texts may come to the same: what cannot be proved is not claimed.
 */
export interface CallTexts {
  ofCall(call: BoundCall, site: CallSite): string;
  ofTemplate(template: Template, site: CallSite): string;
  ofSource(source: Source, site: CallSite): string;
}

export function createCallTexts(): CallTexts {
  const writes = new Map<BoundInput, number>();
  const ofWrite = (write: BoundInput | undefined): string => {
    // Two fields may rename the parts of one value differently.
    if (write === undefined || isPlain(write)) return '';
    const number = writes.get(write) ?? writes.size;
    writes.set(write, number);
    return ` as ${number}`;
  };
  const texts: CallTexts = {
    ofSource({ root, path, write }, site) {
      const [name, ...rest] = path;
      if (root !== 'args') return `$${root} ${JSON.stringify(path)}`;
      return `${argumentText(site, String(name))} ${JSON.stringify(rest)}${ofWrite(write)}`;
    },
    ofTemplate: (template, site) => templateText(template, (source) => texts.ofSource(source, site)),
    ofCall(call, site) {
      const { operation, parameters, body } = call;
      const sent = parameters.map(({ name, value }) => `${name}=${texts.ofTemplate(value, site)}`);
      const written = body === undefined ? null : texts.ofTemplate(body, site);
      const place = sendsIdempotencyKey(call) ? [site.path] : [];
      return JSON.stringify([operation.coordinate, sent.toSorted(), written, ...place]);
    },
  };
  return texts;
}

function templateText(template: Template, textOf: (source: Source) => string): string {
  switch (template.kind) {
    case 'constant':
      return JSON.stringify(template.value);
    case 'source':
      return textOf(template.source);
    case 'object': {
      const entries = template.entries.map(
        ({ name, value }) => `${JSON.stringify(name)}:${templateText(value, textOf)}`,
      );
      return `{${entries.toSorted().join()}}`;
    }
    case 'list':
      return `[${template.items.map((item) => templateText(item, textOf)).join()}]`;
  }
}

function isPlain(input: BoundInput): boolean {
  return input.kind === 'leaf' && input.toWire === undefined;
}

/** Variables count as themselves: one name has one value for all fields of an operation. */
function argumentText({ node, field }: CallSite, name: string): string {
  const written = node.arguments?.find((argument) => argument.name.value === name)?.value;
  const argument = field.args.find((candidate) => candidate.name === name);
  const type = String(argument?.type);
  const fallback = JSON.stringify(argument?.defaultValue);
  if (written === undefined) return `${type} ${fallback}`;
  // A variable that is not given leaves the argument to its default.
  if (written.kind === Kind.VARIABLE) return `${type} $${written.name.value} else ${fallback}`;
  return `${type} ${holdsVariable(written) ? print(written) : JSON.stringify(valueFromASTUntyped(written))}`;
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => holdsVariable(value));
  return node.kind === Kind.VARIABLE;
}

/** A key that the gateway fills in is made from the place in the answer, so that it tells equal calls apart. */
function sendsIdempotencyKey({ operation, parameters }: BoundCall): boolean {
  const header = operation.parameters.find(
    (parameter) => parameter.in === 'header' && foldName(parameter.name) === 'idempotencykey',
  );
  return header !== undefined && !parameters.some(({ name }) => name === header.name);
}
