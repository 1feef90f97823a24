import { describe, expect, it } from '@jest/globals';
import { parseConstValue } from 'graphql';
import {
  type ParsedTemplate,
  parseTemplate,
  type TemplateProblem,
} from '../../../gateway/binding/parse-template.ts';

function read(text: string): { readonly template: unknown; readonly problems: readonly string[] } {
  const problems: TemplateProblem[] = [];
  const template = parseTemplate(parseConstValue(text), (problem) => problems.push(problem));
  return {
    template: template && plain(template),
    problems: problems.map(({ kind, text: at }) => `${kind} ${at}`),
  };
}

/** As JSON, with sources in angle brackets. */
function plain(template: ParsedTemplate): unknown {
  if (template.kind === 'constant') return template.value;
  if (template.kind === 'source')
    return `<${template.root} ${template.path.map((segment) => JSON.stringify(segment)).join(' ')}>`;
  if (template.kind === 'list') return template.items.map(plain);
  return Object.fromEntries(template.entries.map(({ name, value }) => [name, plain(value)]));
}

describe('a template', () => {
  it('nests sources and constants like the JSON it becomes', () => {
    const { template } = read(
      '{ filter: { ids: ["$args.id", "fixed"], open: true, none: null }, limit: 4, rate: 0.5 }',
    );

    expect(template).toEqual({
      filter: { ids: ['<args "id">', 'fixed'], open: true, none: null },
      limit: 4,
      rate: 0.5,
    });
  });

  it('takes a string that starts with $ for a source, and two of them for a constant that starts with one', () => {
    expect(read('"$viewer.sub"').template).toBe('<viewer "sub">');
    expect(read('"$$viewer.sub"').template).toBe('$viewer.sub');
    expect(read('"costs $5"').template).toBe('costs $5');
  });

  it('takes whole numbers in a source for indices', () => {
    expect(read('"$parent.lines.0.sku"').template).toBe('<parent "lines" 0 "sku">');
    expect(read('"$parent.lines.007"').template).toBe('<parent "lines" "007">');
  });

  it.each(['"$session.id"', '"$args"', '"$"', '"$args."', '"$args..id"', '"$call"'])(
    'knows no source %s',
    (text) => {
      expect(read(text)).toEqual({ template: undefined, problems: [`source ${text.slice(1, -1)}`] });
    },
  );

  it('tells every problem at once', () => {
    expect(read('{ a: "$x.y", b: [NEWEST, "$z.y"] }').problems).toEqual([
      'source $x.y',
      'literal NEWEST',
      'source $z.y',
    ]);
  });
});
