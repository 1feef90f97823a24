import type { IncomingHttpHeaders } from 'node:http';

/**
 * What brought a browser to a page, by Fetch Metadata: `own` a person, or a page of ours; `foreign` a page of another
 * site, sibling hosts among them; `none` nobody who goes to a page (a picture, a frame, a script, a prefetch).
 */
export type Navigation = 'own' | 'foreign' | 'none';

/** Browsers that send no Fetch Metadata are believed to navigate by themselves. */
export function navigationOf(headers: IncomingHttpHeaders): Navigation {
  const said = (name: string) => String(headers[name] ?? '').toLowerCase();
  if (/prefetch|prerender|preview/.test(`${said('sec-purpose')} ${said('purpose')} ${said('x-moz')}`))
    return 'none';
  if (!['', 'document'].includes(said('sec-fetch-dest'))) return 'none';
  return ['', 'none', 'same-origin'].includes(said('sec-fetch-site')) ? 'own' : 'foreign';
}
