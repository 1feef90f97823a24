import { readFileSync } from 'node:fs';
import type { StaticPage } from '../pages/create-page-routes.ts';

/** The documents of a client, by path, each from its file. */
export function readPages(pages: Readonly<Record<string, URL>>): readonly StaticPage[] {
  return Object.entries(pages).map(([path, file]) => ({ path, html: readFileSync(file, 'utf8') }));
}
