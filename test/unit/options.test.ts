import { describe, expect, it } from '@jest/globals';
import { OptionsError, resolveOptions } from '../../gateway/options.ts';

function problemsOf(options: object): readonly string[] {
  try {
    resolveOptions(options);
  } catch (error) {
    if (error instanceof OptionsError) return error.problems;
    throw error;
  }
  return [];
}

describe('the options of a gateway', () => {
  it('have a default for everything', () => {
    const settings = resolveOptions({});
    expect(settings).toMatchObject({
      production: false,
      host: '127.0.0.1',
      operationsHost: '127.0.0.1',
      deadlineMs: 3_000,
      drainMs: 10_000,
      maxBodyBytes: 100_000,
      documentLimits: {
        maxTokens: 2_000,
        maxDepth: 10,
        maxIntrospectionDepth: 20,
        maxAliases: 15,
        maxDirectives: 50,
        maxRootFields: 20,
        maxRepeats: 150,
        maxValueDepth: 32,
        maxErrors: 10,
        maxCost: 5_000,
        maxSlice: 100,
        maxInputDepth: 64,
        maxDocuments: 1_000,
        maxCharacters: 250_000,
      },
    });
    expect(settings.connections.keepAliveTimeoutMs).toBeGreaterThan(60_000);
  });

  it.each([
    ['outside production', false, { trustedDocuments: 'allow', drainDelayMs: 0, validateAnswers: 'always' }],
    ['in production', true, { trustedDocuments: 'only', drainDelayMs: 2_000, validateAnswers: 0.01 }],
  ])('are careful where it matters, %s', (_, production, expected) => {
    expect(resolveOptions({ production })).toMatchObject(expected);
  });

  it('may be chosen otherwise in production', () => {
    const chosen = { trustedDocuments: 'allow', drainDelayMs: 0, validateAnswers: 1 } as const;
    expect(resolveOptions({ production: true, ...chosen })).toMatchObject(chosen);
  });

  it('tell all their problems at once, by path', () => {
    const problems = problemsOf({
      deadlineMs: 49,
      drainMs: -1,
      publicOrigin: 'https://shop.example/app',
      documentLimits: { maxDepth: 101, maxCost: 0 },
      connections: { headersTimeoutMs: 60_000 },
      dead1ineMs: 100,
    });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'publicOrigin',
      'deadlineMs',
      'drainMs',
      'documentLimits.maxDepth',
      'documentLimits.maxCost',
      'connections.headersTimeoutMs',
      'options',
    ]);
    expect(problems.join('\n')).toContain('dead1ineMs');
  });

  it.each([
    ['no URL at all', { publicOrigin: 'shop' }],
    ['a fraction above 1', { validateAnswers: 1.5 }],
    ['a port that is no whole number', { port: 80.5 }],
    ['text instead of a number', { deadlineMs: '3000' }],
  ])('refuse %s', (_, options) => {
    expect(problemsOf(options)).toHaveLength(1);
  });

  it('are frozen, all the way down', () => {
    const settings = resolveOptions({});
    expect(() => Object.assign(settings, { production: true })).toThrow(TypeError);
    expect(() => Object.assign(settings.connections, { maxConnections: 1 })).toThrow(TypeError);
  });
});
