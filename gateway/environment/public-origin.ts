import { parsePublicUrl } from './parse-public-url.ts';
import { variable } from './variable.ts';

const origin = variable.origin({
  meaning:
    'Scheme, host and port that clients see: https, or http on this machine outside of production. Decides cookies and Strict-Transport-Security.',
  required: 'in production',
});

/** `PUBLIC_ORIGIN` */
export const publicOrigin: typeof origin = {
  ...origin,
  check(value, { NODE_ENV }) {
    const { protocol } = parsePublicUrl(value ?? '');
    if (NODE_ENV === 'production' && protocol !== 'https:')
      throw new RangeError('must be https when NODE_ENV=production');
  },
};
