import { describe, expect, it } from '@jest/globals';
import { personKeyOf, providerSessionKeyOf } from '../../../gateway/session/person-key-of.ts';

describe('personKeyOf', () => {
  it('is the same for one person at one issuer, and shows neither', () => {
    const key = personKeyOf('https://id.test', 'u_ada');
    expect(key).toBe(personKeyOf('https://id.test', 'u_ada'));
    expect(key).toMatch(/^[\w-]{43}$/);
  });

  it('is another one for each issuer and subject, however they are cut, and for a session of the same text', () => {
    const keys = [
      personKeyOf('https://id.test', 'u_ada'),
      personKeyOf('https://id.test', 'u_grace'),
      personKeyOf('https://id.testu', '_ada'),
      personKeyOf('https://id.test","u_ada', ''),
      providerSessionKeyOf('https://id.test', 'u_ada'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
