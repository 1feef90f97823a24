import { describe, expect, it } from '@jest/globals';
import { parseLogLine, presentLogLine } from '../../../scripts/log-line.ts';
import { paintPrefix } from '../../../scripts/paint-prefix.ts';
import { addressesIn, presentAddresses, serviceVariables } from '../../../scripts/present-addresses.ts';

const shown = (text: string) => {
  const parsed = parseLogLine(text);
  return parsed === undefined ? undefined : presentLogLine(parsed);
};

const line = (text: string) => parseLogLine(text) ?? { msg: '' };

describe('a log line', () => {
  it('is shown as time, level, message and fields', () => {
    const text =
      '{"level":"warn","time":"2026-01-02T03:04:05.678Z","client":"web","status":503,"path":"/graphql","msg":"refused"}';
    expect(shown(text)).toBe('03:04:05.678 warn  refused status=503 path=/graphql');
  });

  it('may come from pino with numbers for levels and times', () => {
    expect(shown('{"level":30,"time":0,"pid":1,"hostname":"a","msg":"hello"}')).toBe(
      '00:00:00.000 info  hello',
    );
  });

  it('keeps values apart that hold blanks, or are no text', () => {
    expect(shown('{"msg":"failed","reason":"no such host","err":{"code":"ENOTFOUND"}}')).toBe(
      'failed reason="no such host" err={"code":"ENOTFOUND"}',
    );
  });

  it.each(['plain words', '{"half": ', '{"no":"message"}', '[1]', ''])('is not found in %j', (text) => {
    expect(parseLogLine(text)).toBeUndefined();
  });
});

describe('a prefix', () => {
  it('is as wide as the longest', () => {
    expect(paintPrefix('web', ['web', 'mobile'], false)).toBe('web    | ');
  });

  it('has a colour where there are colours', () => {
    expect(paintPrefix('web', ['mobile', 'web'], true)).toBe('\u001B[32mweb    | \u001B[0m');
  });
});

describe('addresses', () => {
  const found = [
    ...addressesIn(
      'web-bff',
      line('{"msg":"listening","url":"http://127.0.0.1:1","operationsUrl":"http://127.0.0.1:2"}'),
    ),
    ...addressesIn('mocks', line('{"msg":"listening","service":"gift-cards","url":"http://127.0.0.1:3/v1"}')),
    ...addressesIn('mocks', line('{"msg":"ready"}')),
  ];

  it('are read from what processes say', () => {
    expect(presentAddresses(found).split('\n')).toEqual([
      '  web-bff  GraphQL      http://localhost:1/graphql',
      '           GraphiQL     http://localhost:1/graphiql',
      '           metrics      http://localhost:2/metrics',
      '           diagnostics  http://localhost:2/diagnostics',
      '  mocks    gift-cards   http://localhost:3/v1',
    ]);
  });

  it('of mocks are handed to BFFs', () => {
    expect(serviceVariables(found)).toEqual({ GIFT_CARDS_URL: 'http://127.0.0.1:3/v1' });
  });
});
