import { readFileSync } from 'node:fs';

const SHORT = 'docs/binding-language.md';
const REFERENCE = 'docs/binding-reference.md';

export const shortPage: string = readPage(SHORT);
export const referencePage: string = readPage(REFERENCE);

/** The pages on the binding language. */
export const languagePages: readonly (readonly [file: string, text: string])[] = [
  [SHORT, shortPage],
  [REFERENCE, referencePage],
];

/** The blocks of code of one language, in order. */
export function blocksIn(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
}

function readPage(file: string): string {
  return readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
}
