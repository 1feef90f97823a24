import { variable } from './variable.ts';

/** What the services of a deployment are shown. `<SERVICE>` stands for each of them, as in `<SERVICE>_URL`. */
export const tokenVariables = {
  '<SERVICE>_TOKEN': variable.choice(['exchange', 'propagate', 'none'], {
    meaning:
      'Tokens for that service: exchange the user’s for one of its audience, propagate the user’s as it is, or none.',
    default: 'exchange',
  }),
  '<SERVICE>_AUDIENCE': variable.text({
    meaning: 'By what name the identity provider knows that service.',
    default: '',
    defaultText: 'the name of its contract',
    example: 'orders',
  }),
};

/** What `tokenVariables` say of one service. */
export interface TokenPolicy {
  readonly token: 'exchange' | 'propagate' | 'none';
  readonly audience: string | undefined;
}

/** @param read gives the value of a name of `tokenVariables` for the service */
export function readTokenPolicy(read: (template: keyof typeof tokenVariables) => unknown): TokenPolicy {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the variables above give each its type
  const [token, audience] = [read('<SERVICE>_TOKEN'), read('<SERVICE>_AUDIENCE')] as [
    TokenPolicy['token'],
    string,
  ];
  return { token, audience: audience === '' ? undefined : audience };
}
