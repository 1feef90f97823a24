/** A TypeScript type as text, and how tightly it holds together: what binds less needs parentheses inside of what binds more. */
export interface TypeText {
  readonly text: string;
  readonly binds: 'tight' | 'prefix' | 'and' | 'or';
}

export const UNKNOWN: TypeText = named('unknown');
export const NEVER: TypeText = named('never');
export const UNDEFINED: TypeText = named('undefined');

export function named(text: string): TypeText {
  return { text, binds: 'tight' };
}

/** Anything that may be unknown is unknown. */
export function unionOf(types: readonly TypeText[]): TypeText {
  const members = distinct(types).filter(({ text }) => text !== NEVER.text);
  if (members.some(({ text }) => text === UNKNOWN.text)) return UNKNOWN;
  return joined(members, 'or', NEVER);
}

/** What is unknown adds nothing to what is known. */
export function intersectionOf(types: readonly TypeText[]): TypeText {
  const members = distinct(types).filter(({ text }) => text !== UNKNOWN.text);
  if (members.some(({ text }) => text === NEVER.text)) return NEVER;
  return joined(members, 'and', UNKNOWN);
}

export function arrayOf(item: TypeText): TypeText {
  return { text: `readonly ${item.binds === 'tight' ? item.text : `(${item.text})`}[]`, binds: 'prefix' };
}

export interface Member {
  readonly name: string;
  readonly type: TypeText;
  readonly optional: boolean;
  readonly comment?: string | undefined;
}

/** @param index the type of all other properties, where there may be some */
export function objectOf(members: readonly Member[], index?: TypeText): TypeText {
  const lines = [
    ...members.flatMap(({ name, type, optional, comment }) => [
      ...(comment === undefined ? [] : [commentOf(comment)]),
      `readonly ${propertyName(name)}${optional ? '?' : ''}: ${type.text};`,
    ]),
    ...(index === undefined ? [] : [`readonly [name: string]: ${index.text};`]),
  ];
  if (lines.length === 0) return named('{}');
  return named(`{\n${lines.map(indent).join('\n')}\n}`);
}

/** Whatever the text says, it stays inside of the comment, and on one line. */
export function commentOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('*/', '*∕').trim();
  return `/** ${line.length > MAX_COMMENT ? `${line.slice(0, MAX_COMMENT)}…` : line} */`;
}

const MAX_COMMENT = 160;

export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** The lines of a text, one level further in. */
export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function joined(members: readonly TypeText[], binds: 'and' | 'or', none: TypeText): TypeText {
  const [first, ...others] = members;
  if (first === undefined) return none;
  if (others.length === 0) return first;
  const texts = members.map((member) =>
    binds === 'and' && member.binds === 'or' ? `(${member.text})` : member.text,
  );
  return { text: texts.join(binds === 'and' ? ' & ' : ' | '), binds };
}

function distinct(types: readonly TypeText[]): readonly TypeText[] {
  return [...new Map(types.map((type) => [type.text, type])).values()];
}
