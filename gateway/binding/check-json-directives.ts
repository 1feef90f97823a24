import type { ConstDirectiveNode, GraphQLEnumType, GraphQLInputType, GraphQLSchema } from 'graphql';
import {
  GraphQLBoolean,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { argumentOf, directiveOn, flagArgument } from './directives.ts';
import { constantOf, enumValuesOf } from './enum-values.ts';
import type { Findings } from './findings.ts';

type Annotated = Parameters<typeof directiveOn>[0];

/** What `@json` may say at one kind of element. */
interface Grammar {
  readonly allowed: readonly string[];
  /** One of these is there. */
  readonly fix: string;
}

const FIELD: Grammar = { allowed: ['path', 'of'], fix: 'write @json(path: "…") or @json(of: "…")' };
/** `of` is refused where shared calls are looked at. */
const INPUT: Grammar = { allowed: ['path', 'of', 'value'], fix: 'write @json(path: "…") or @json(value: …)' };
const ENUM_VALUE: Grammar = {
  allowed: ['value', 'other'],
  fix: 'write @json(value: …), or @json(other: true)',
};

/** GraphQL's own rules do not know which arguments of `@json` mean something where. */
export function checkJsonDirectives(schema: GraphQLSchema, findings: Findings): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type)) checkEnum(type, findings);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        checkInput(`${type.name}.${field.name}`, field, field.type, findings);
    }
    for (const field of isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []) {
      const coordinate = `${type.name}.${field.name}`;
      check(coordinate, field, FIELD, findings);
      for (const argument of field.args)
        checkInput(`${coordinate}(${argument.name}:)`, argument, argument.type, findings);
    }
  }
}

function check(
  coordinate: string,
  element: Annotated,
  { allowed, fix }: Grammar,
  findings: Findings,
): ConstDirectiveNode | undefined {
  const json = directiveOn(element, 'json');
  if (json === undefined) return undefined;
  const names = ['path', 'of', 'value', 'other'].filter((name) => argumentOf(json, name) !== undefined);
  const [idle] = names.filter((name) => !allowed.includes(name));
  if (names.length > 0 && idle === undefined) return json;
  findings.report({
    code: 'GH003',
    node: (idle === undefined ? undefined : argumentOf(json, idle)) ?? json,
    message:
      idle === undefined
        ? `${coordinate}: @json says nothing`
        : `${coordinate}: \`${idle}\` means nothing here`,
    fix,
  });
  return undefined;
}

function checkInput(
  coordinate: string,
  element: Annotated,
  type: GraphQLInputType,
  findings: Findings,
): void {
  const json = check(coordinate, element, INPUT, findings);
  const node = json && argumentOf(json, 'value');
  if (json === undefined || node === undefined) return;
  checkConstant(coordinate, json, findings);
  if (getNullableType(type) === GraphQLBoolean) return;
  findings.report({
    code: 'GH003',
    node,
    message: `${coordinate} is ${String(type)}, but @json(value:) is sent when a Boolean is true, and not when it is false`,
    fix: 'make it Boolean, or leave `value` out',
  });
}

function checkConstant(coordinate: string, json: ConstDirectiveNode, findings: Findings): void {
  const node = argumentOf(json, 'value');
  if (node === undefined || constantOf(json) !== undefined) return;
  findings.report({
    code: 'GH003',
    node,
    message: `${coordinate}: \`value\` is no constant`,
    fix: 'write a text, a number, true or false',
  });
}

function checkEnum(type: GraphQLEnumType, findings: Findings): void {
  const seen = new Map<unknown, string>();
  const values = enumValuesOf(type);
  for (const [index, value] of type.getValues().entries()) {
    const coordinate = `${type.name}.${value.name}`;
    const json = check(coordinate, value, ENUM_VALUE, findings);
    if (json === undefined) continue;
    checkConstant(coordinate, json, findings);
    const meaning = values[index]?.value ?? (flagArgument(json, 'other') ? OTHER : undefined);
    const before = seen.get(meaning);
    if (meaning !== undefined && before !== undefined) reportTwice(coordinate, before, json, findings);
    seen.set(meaning, coordinate);
  }
}

const OTHER = Symbol('every other value');

function reportTwice(coordinate: string, before: string, node: ConstDirectiveNode, findings: Findings): void {
  findings.report({
    code: 'GH016',
    node,
    message: `${coordinate} and ${before} stand for the same`,
    fix: 'remove one of them',
  });
}
