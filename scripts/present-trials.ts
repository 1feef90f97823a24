import { type Address, presentUrl } from './present-addresses.ts';

/** One request to each BFF of the reference stack, as README.md shows them. */
const TRIALS: Readonly<Record<string, { readonly headers: readonly string[]; readonly query: string }>> = {
  'web-bff': {
    headers: ['content-type: application/json', 'x-csrf: 1'],
    query:
      '{ product(id: "prod_kettle") { title price { amount currency } rating { average } reviews(first: 3) { rating authorName } seller { name } } }',
  },
  'mobile-bff': {
    headers: ['content-type: application/json'],
    query:
      '{ home { featured { name price rating { average } } categories { name } latestReviews { author product { name } } announcement { message } } }',
  },
};

/** Commands to copy into another terminal. */
export function presentTrials(addresses: readonly Address[]): string {
  const trials = Object.entries(TRIALS).flatMap(([program, { headers, query }]) => {
    const url = addresses.find((address) => address.program === program)?.url;
    return url === undefined ? [] : [presentCurl(presentUrl(url), headers, query)];
  });
  return [...presentSignIn(addresses), ...trials].join('\n\n');
}

/** Where people sign in, and who can. */
function presentSignIn(addresses: readonly Address[]): string[] {
  if (!addresses.some(({ program }) => program === 'identity-provider')) return [];
  const shop = addresses.find(({ program }) => program === 'web-bff')?.url;
  return shop === undefined
    ? []
    : [`Sign in as Ada or Grace, without a password: ${presentUrl(new URL('/', shop).href)}`];
}

function presentCurl(url: string, headers: readonly string[], query: string): string {
  const first = ['curl -s', url, ...headers.map((header) => `-H '${header}'`)].join(' ');
  return `${first} \\\n  -d '${JSON.stringify({ query })}'`;
}
