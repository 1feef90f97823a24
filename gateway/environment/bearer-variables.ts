import type { BearerOptions } from '../options/bearer-options.ts';
import { type Variable, variable } from './variable.ts';

/** Whose access tokens a client's gateway takes. @param own `MOBILE_` */
export function bearerVariables(client: string, own: string): Readonly<Record<string, Variable<unknown>>> {
  return {
    [`${own}AUDIENCE`]: variable.text({
      meaning: 'What aud of an access token must name.',
      default: `${client}-bff`,
    }),
    [`${own}APPS`]: variable.list({
      meaning:
        'Clients of the identity provider that users sign in with, between commas: aud of its logout tokens names one.',
      entry: parseClientId,
      default: [`${client}-app`],
      defaultText: `${client}-app`,
      example: `${client}-app,${client}-app-beta`,
    }),
  };
}

/** @param read gives the value of a name of `bearerVariables` */
export function readBearerOptions(read: (name: string) => unknown, own: string): BearerOptions {
  const [audience, apps] = [read(`${own}AUDIENCE`), read(`${own}APPS`)];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the variables above give each its type
  return { audience, apps } as BearerOptions;
}

/** RFC 6749, A.1. */
function parseClientId(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new RangeError('must be client ids between commas');
  return text;
}
