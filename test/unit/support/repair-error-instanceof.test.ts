import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';

const missingFile = await readFile('/no/such/file').catch((error: unknown) => error);

describe('errors in tests', () => {
  it('are errors when Node made them', () => {
    expect(missingFile instanceof Error).toBe(true);
  });

  it('are not of a subclass that they do not have', () => {
    expect(missingFile instanceof TypeError).toBe(false);
    expect(new Error('plain') instanceof TypeError).toBe(false);
  });

  it('are nothing else', () => {
    expect({ message: 'looks like one' } instanceof Error).toBe(false);
  });
});
