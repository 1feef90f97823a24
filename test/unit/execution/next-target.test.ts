import { expect, test } from '@jest/globals';
import { nextTarget } from '../../../gateway/execution/next-target.ts';

test.each([
  ['<https://a.example/x?page=2>; rel="next"', 'https://a.example/x?page=2'],
  ['</x?page=2>;rel=next', '/x?page=2'],
  ['<?page=2>; REL="Next"', '?page=2'],
  ['</1>; rel="prev", </2>; rel="next", </9>; rel="last"', '/2'],
  ['</2>; rel="start next"', '/2'],
  ['</2> ; title="a, b; rel=prev" ; rel = next', '/2'],
  ['</2>; title="quoted \\" rel=prev"; rel=next', '/2'],
  ['</2,3;4>; rel=next', '/2,3;4'],
  [',, </2>; rel=next', '/2'],
  ['</2>; rel=next; rel=prev', '/2'],
  ['</2>; crossorigin; rel=next', '/2'],
  ['</a>; rel=next; anchor="#other", </2>; rel=next', '/2'],
  ['< /2 >; rel=next', '/2'],
])('finds the next page in %s', (header, target) => {
  expect(nextTarget(header)).toBe(target);
});

test.each([
  '',
  '</1>',
  '</1>; rel="prev"',
  '</1>; rel="nextish"',
  '</1>; rel=prev; rel=next',
  '</1>; title="; rel=next"',
  '</a>; rel=next; anchor="#other"',
  'https://a.example/x; rel=next',
  '</1; rel=next',
  '</1>; rel="next',
])('finds none in %s', (header) => {
  expect(nextTarget(header)).toBeUndefined();
});

test('reads a long hostile header in one pass', () => {
  const pieces = [
    '</1>; rel="prev", '.repeat(50_000),
    `</1>${' ;'.repeat(400_000)}`,
    `</1>;a="${'\\'.repeat(400_000)}`,
  ];
  const startedAt = process.cpuUsage().user;
  for (const piece of pieces) expect(nextTarget(piece)).toBeUndefined();
  expect((process.cpuUsage().user - startedAt) / 1_000_000).toBeLessThan(2);
});
