import { projectFiles, readProjectFile } from './source-files.ts';

/** A page for people. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

/** Every page that describes the present state; decisions are history, and may name what is gone. */
export function pages(): Page[] {
  return projectFiles()
    .filter((file) => /^([A-Z]+\.md|docs\/[^/]+\.md)$/.test(file))
    .map((file) => ({ file, text: readProjectFile(file) }));
}

/** What stands in code, inline or in blocks. */
export function codeIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...blocks, ...[...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)];
}

/** The targets of links, without those that lead elsewhere or stay on the page. */
export function linksIn(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]+`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** Every link to a heading, as `[page, heading]`; the page is empty where it is the same. */
export function headingLinksIn(text: string): [page: string, heading: string][] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]+`/g, '');
  return [...prose.matchAll(/\]\(((?![a-z]+:)[^)\s#]*)#([^)\s]+)\)/g)].map(([, page = '', heading = '']) => [
    page,
    heading,
  ]);
}

/** What links call the headings of a page. */
export function headingsIn(text: string): string[] {
  return [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The cells of every table row; the line under a table's head is left out. */
export function rowsIn(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => /^\|.*\|\s*$/.test(line) && !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
    );
}
