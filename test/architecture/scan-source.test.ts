import { describe, expect, it } from '@jest/globals';
import { scanSource } from './scan-source.ts';

const texts = (source: string) => scanSource(source).map(({ kind, text }) => `${kind}:${text}`);

describe('scanSource', () => {
  it('leaves comments and white space out', () => {
    expect(texts('a // import x\n/* b\n */ c')).toEqual(['word:a', 'word:c']);
  });

  it('keeps what stands in strings apart from code', () => {
    expect(texts(`f("a // 'b'", 'c\\'d')`)).toEqual([
      'word:f',
      'sign:(',
      "string:a // 'b'",
      'sign:,',
      "string:c\\'d",
      'sign:)',
    ]);
  });

  it('reads the code inside of templates', () => {
    expect(texts('`a ${b({ c: `d ${e}` })} f`')).toEqual([
      'template:a ',
      'word:b',
      'sign:(',
      'sign:{',
      'word:c',
      'sign::',
      'template:d ',
      'word:e',
      'template:',
      'sign:}',
      'sign:)',
      'template: f',
    ]);
  });

  it('tells regular expressions from divisions', () => {
    expect(texts('a / b / c; return /[/"]\\//g.test(d)').filter((text) => text.startsWith('regex'))).toEqual([
      'regex:/[/"]\\//g',
    ]);
  });

  it('counts lines through comments, strings and templates', () => {
    expect(scanSource('#!/x\n/*\n*/ `\n\n` a').map(({ text, line }) => [text, line])).toEqual([
      ['\n\n', 3],
      ['a', 5],
    ]);
  });

  it('says where a template has no end', () => {
    expect(() => scanSource('\n`a')).toThrow('line 2');
  });
});
