import type { GraphQLInputType } from 'graphql';
import { getNamedType, isInputObjectType } from 'graphql';
import type { SchemaNode } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { describeSchema } from './describe-schema.ts';
import type { InputPlace } from './input-place.ts';
import type { BoundInput } from './model.ts';

export const UPLOAD = 'Upload';

/** Do clients send files with this field, as arguments or inside of them? */
export function takesFiles({ field }: FieldSite): boolean {
  const seen = new Set<string>();
  return field.args.some(({ type }) => holdsFile(type, seen));
}

function holdsFile(type: GraphQLInputType, seen: Set<string>): boolean {
  const named = getNamedType(type);
  if (named.name === UPLOAD) return true;
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some((field) => holdsFile(field.type, seen));
}

/** A file on its way into a body. Undefined after a mistake, which was reported. */
export function bindUpload(
  { site, files, text, node }: InputPlace,
  target: SchemaNode,
): BoundInput | undefined {
  const { place } = site;
  if (place.kind !== 'root' || place.root !== 'mutation') {
    return reportAt(site, {
      code: 'GH174',
      node,
      message: `${text} is Upload, but ${site.coordinate} is no field of the mutation type`,
      fix: 'send files with a field of the mutation type',
    });
  }
  const types = files?.filesAt(target);
  if (types === undefined) {
    return reportAt(site, {
      code: 'GH174',
      node,
      message: `${text} is Upload, but the contract takes ${describeSchema(target)} here, and no file`,
      fix: 'send it to a part of a multipart body, or to a body of bytes',
      place: target,
    });
  }
  if (types.some(({ maxBytes }) => maxBytes === undefined)) adviseOnSize(site, text, target);
  return { kind: 'upload', types };
}

function adviseOnSize(site: FieldSite, text: string, place: SchemaNode): void {
  reportAt(site, {
    code: 'GH175',
    message: `${text} may be a file of any size, because the contract gives no \`maxLength\``,
    fix: 'ask the service for `maxLength`, the largest number of bytes that it takes',
    place,
  });
}
