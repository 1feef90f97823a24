import { describe, expect, it } from '@jest/globals';
import { planSignIn } from '../../../scripts/plan-sign-in.ts';

type Key = Readonly<Record<string, unknown>>;

function keyIn(text: string | undefined): Key {
  const key: Key = JSON.parse(text ?? '{}');
  return key;
}

describe('the plan of a sign-in', () => {
  it('gives the web the one half of a new key, and the provider the other', async () => {
    const [first, second] = [await planSignIn({}), await planSignIn({})];
    const own = keyIn(first.bff('web-bff')['OIDC_CLIENT_KEY']);
    const { d, ...published } = own;
    expect(d).toEqual(expect.any(String));
    expect(keyIn(first.provider?.['IDP_WEB_JWKS'])).toEqual({ keys: [published] });
    expect(keyIn(second.bff('web-bff')['OIDC_CLIENT_KEY'])['x']).not.toBe(own['x']);
    expect(first.bff('mobile-bff')).not.toHaveProperty('OIDC_CLIENT_KEY');
    expect(first.everybody).toEqual({ OIDC_ISSUER: 'http://localhost:4100' });
  });

  it('follows the ports and the address that were chosen', async () => {
    const plan = await planSignIn({
      WEB_PORT: '5000',
      MOBILE_PORT: '5001',
      IDP_PORT: '5100',
      PUBLIC_ORIGIN: 'https://shop.example',
    });
    expect(plan.provider).toMatchObject({
      IDP_PORT: '5100',
      IDP_ISSUER: 'http://localhost:5100',
      IDP_WEB_ORIGIN: 'https://shop.example',
      IDP_WEB_LOGOUT_URI: 'http://localhost:5000/bff/backchannel-logout',
      IDP_MOBILE_LOGOUT_URI: 'http://localhost:5001/bff/backchannel-logout',
    });
    expect(plan.bff('mobile-bff')).toEqual({ MOBILE_PORT: '5001' });
  });

  it('starts no provider for those who have one', async () => {
    const plan = await planSignIn({ OIDC_ISSUER: 'https://id.shop.example' });
    expect(plan.provider).toBeUndefined();
    expect(plan.bff('web-bff')).toEqual({});
  });
});
