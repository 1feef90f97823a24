import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Asked } from './count-calls.ts';
import type { Dice } from './dice.ts';

/** An operation that is being written. */
interface Writing {
  readonly schema: GraphQLSchema;
  readonly dice: Dice;
  readonly declared: Map<string, string>;
  readonly variables: Record<string, unknown>;
  /** Fragments that are complete, by the type they are on. */
  readonly fragments: { readonly name: string; readonly on: string; readonly text: string }[];
  /** How many fields may still be written. */
  left: number;
}

/**
 * An operation of a query or mutation type with aliases, fragments, variables, and equal and unequal arguments. Most are
 * valid; two fields of one name that cannot be merged are possible.
 */
export function randomOperation(schema: GraphQLSchema, dice: Dice): Asked {
  const writing: Writing = {
    schema,
    dice,
    declared: new Map(),
    variables: {},
    fragments: [],
    left: 4 + dice.roll(24),
  };
  const mutation = schema.getMutationType();
  const isMutation = mutation && dice.chance(0.25);
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) throw new Error('no query type');
  const selection = writeSelection(writing, root, 0);
  const declared = [...writing.declared].map(([name, type]) => `$${name}: ${type}`);
  const head = `${isMutation ? 'mutation' : 'query'} Random${declared.length === 0 ? '' : `(${declared.join(', ')})`}`;
  const fragments = writing.fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
  return { text: [`${head} ${selection}`, ...fragments].join('\n'), variables: writing.variables };
}

/** How deep fields stand in each other at most. */
const MAX_DEPTH = 7;

function writeSelection(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const { dice } = writing;
  const parts: string[] = [];
  const wanted = 1 + dice.roll(depth === 0 ? 4 : 3);
  for (let part = 0; part < wanted; part += 1) parts.push(...writePart(writing, type, depth));
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}

function writePart(writing: Writing, type: GraphQLNamedType, depth: number): string[] {
  const { dice, fragments, schema } = writing;
  if (isAbstractType(type) && dice.chance(0.7)) {
    const member = dice.pick(schema.getPossibleTypes(type));
    return [`... on ${member.name} ${writeSelection(writing, member, depth)}`];
  }
  const known = fragments.filter(({ on }) => on === type.name);
  if (known.length > 0 && dice.chance(0.2)) return [`...${dice.pick(known).name}`];
  if (dice.chance(0.15)) return [writeFragment(writing, type, depth)];
  if (dice.chance(0.05)) return [`... ${writeSelection(writing, type, depth)}`];
  return writeField(writing, type, depth);
}

function writeFragment(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const text = writeSelection(writing, type, depth);
  const name = `F${writing.fragments.length}`;
  writing.fragments.push({ name, on: type.name, text });
  return `...${name}`;
}

function writeField(writing: Writing, type: GraphQLNamedType, depth: number): string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const { dice } = writing;
  const fields = Object.values(type.getFields());
  const composite = fields.filter((field) => isCompositeType(getNamedType(field.type)));
  const leaves = fields.filter((field) => !composite.includes(field));
  const goesOn = writing.left > 0 && depth < MAX_DEPTH && composite.length > 0 && dice.chance(0.8);
  if (!goesOn && leaves.length === 0) return [];
  const field = dice.pick(goesOn ? composite : leaves);
  writing.left -= 1;
  const args = writeArguments(writing, field);
  // One name for one field with the same arguments, so that most of what is written twice can be merged.
  const marks = [args.replaceAll(/\W+/g, '_').slice(0, 60), dice.chance(0.15) ? 'again' : ''].join('');
  const alias = marks === '' ? '' : `${field.name}_${marks}: `;
  const below = goesOn ? ` ${writeSelection(writing, getNamedType(field.type), depth + 1)}` : '';
  return [`${alias}${field.name}${args}${writeDirective(writing)}${below}`];
}

function writeDirective(writing: Writing): string {
  if (!writing.dice.chance(0.05)) return '';
  const isSkipped = writing.dice.chance(0.3);
  return ` @${isSkipped ? 'skip' : 'include'}(if: ${writeVariable(writing, 'Boolean!', writing.dice.chance(0.5))})`;
}

function writeArguments(writing: Writing, { args }: GraphQLField<unknown, unknown>): string {
  const written = args.flatMap((argument) => {
    const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
    if (!isNeeded && writing.dice.chance(0.6)) return [];
    return [`${argument.name}: ${writeArgument(writing, argument)}`];
  });
  return written.length === 0 ? '' : `(${written.join(', ')})`;
}

function writeArgument(writing: Writing, { type }: GraphQLArgument): string {
  const value = randomValue(writing.dice, type);
  return writing.dice.chance(0.3) ? writeVariable(writing, String(type), value) : literal(value, type);
}

/** A variable with its value given, or with a default. */
function writeVariable({ dice, declared, variables }: Writing, type: string, value: unknown): string {
  const known = [...declared].filter(([name, of]) => of === type && Object.hasOwn(variables, name));
  if (known.length > 0 && dice.chance(0.5)) return `$${dice.pick(known)[0]}`;
  const name = `v${declared.size}`;
  if (typeof value === 'number' && dice.chance(0.3)) declared.set(name, `${type} = ${value}`);
  else {
    declared.set(name, type);
    variables[name] = value;
  }
  return `$${name}`;
}

function randomValue(dice: Dice, type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [randomValue(dice, inner.ofType)];
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter(
      (field) => isNonNullType(field.type) || dice.chance(0.3),
    );
    return Object.fromEntries(fields.map((field) => [field.name, randomValue(dice, field.type)]));
  }
  if (isEnumType(inner)) return dice.pick(inner.getValues()).name;
  return SCALARS[inner.name]?.(dice) ?? `k${dice.roll(3)}`;
}

const SCALARS: Readonly<Record<string, (dice: Dice) => unknown>> = {
  Int: (dice) => (dice.chance(0.1) ? 100 : dice.roll(12)),
  Float: (dice) => dice.roll(5),
  Boolean: (dice) => dice.chance(0.5),
  DateTime: () => '2024-02-29T12:00:00Z',
  Date: () => '2024-02-29',
};

function literal(value: unknown, type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (isListType(inner) && Array.isArray(value))
    return `[${value.map((item: unknown) => literal(item, inner.ofType)).join(', ')}]`;
  if (isInputObjectType(inner) && typeof value === 'object' && value !== null) {
    const fields = inner.getFields();
    const written = Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
      const field = fields[name];
      return field === undefined ? [] : [`${name}: ${literal(part, field.type)}`];
    });
    return `{ ${written.join(', ')} }`;
  }
  return isEnumType(inner) ? String(value) : JSON.stringify(value);
}
