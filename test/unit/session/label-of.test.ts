import { expect, it } from '@jest/globals';
import { labelOf } from '../../../gateway/session/label-of.ts';

const LINUX = 'Mozilla/5.0 (X11; Linux x86_64)';

it.each([
  ['Firefox on Linux', `${LINUX.slice(0, -1)}; rv:140.0) Gecko/20100101 Firefox/140.0`],
  ['Chrome on Linux', `${LINUX} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36`],
  [
    'Chrome on Linux',
    `${LINUX} AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36`,
  ],
  [
    'Edge on Windows',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0',
  ],
  [
    'Safari on iOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1',
  ],
  ['Unknown browser', '<script>alert(1)</script>'],
  ['Unknown browser', undefined],
])('a session is recognised as %s', (label, userAgent) => {
  expect(labelOf(userAgent)).toBe(label);
});
