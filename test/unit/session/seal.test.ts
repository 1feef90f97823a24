import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { systemRandomness } from '../../../gateway/clock.ts';
import { createSeal } from '../../../gateway/session/seal.ts';
import { sessionKeyOf } from '../../../gateway/session/session-key.ts';

const createFor = (id: string) => createSeal({ id, key: sessionKeyOf(id), randomness: systemRandomness });

describe('what a session keeps', () => {
  const ada = createFor('the id of ada');

  it('opens as it was sealed', () => {
    assert(
      property(string(), string({ unit: 'binary' }), (field, text) => {
        expect(ada.open(field, ada.seal(field, text))).toBe(text);
      }),
    );
  });

  it('is sealed differently each time, and shows nothing', () => {
    const [one, other] = [ada.seal('tokens', 'canary'), ada.seal('tokens', 'canary')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.slice(2), 'base64url').toString('latin1')).not.toContain('canary');
  });

  it('opens in no other session, in no other field, and with no other id', () => {
    const sealed = ada.seal('tokens', 'text');
    expect(createFor('the id of grace').open('tokens', sealed)).toBeUndefined();
    expect(ada.open('identity', sealed)).toBeUndefined();
    const moved = createSeal({
      id: 'the id of ada',
      key: sessionKeyOf('the id of grace'),
      randomness: systemRandomness,
    });
    expect(moved.open('tokens', sealed)).toBeUndefined();
  });

  it('does not open once any bit of it is changed', () => {
    const sealed = ada.seal('tokens', 'text');
    const bytes = Buffer.from(sealed.slice(2), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(ada.open('tokens', `1.${changed.toString('base64url')}`)).toBeUndefined();
    }
  });

  it('is opened from garbage never', () => {
    assert(
      property(string({ maxLength: 100 }), (garbage) => {
        expect([ada.open('tokens', garbage), ada.open('tokens', `1.${garbage}`)]).toEqual([
          undefined,
          undefined,
        ]);
      }),
    );
    expect(ada.open('tokens', ada.seal('tokens', 'text').replace('1.', '2.'))).toBeUndefined();
    expect(ada.open('tokens', ada.seal('tokens', 'a longer text').slice(0, -8))).toBeUndefined();
  });
});
