import { describe, expect, test } from '@jest/globals';
import { DIAGNOSTICS } from '#binding';
import { fixtureNames, readFixture } from './bind-text.ts';

/**
 * Every mistake that the language promises to find, in its own words; the schemas that make it; and what must be said
 * about them. A mistake without a row here is one that nobody promised.
 */
const MISTAKES: readonly (readonly [said: string, fixture: string, found: RegExp])[] = [
  ['unknown service', 'GH010-unknown-service', /there is no contract `\w+`/],
  ['unknown operation', 'GH011-unknown-operation', /has no operationId `\w+`[\s\S]*fix: write `shop\.\w+`/],
  ['unknown webhook', 'GH170-unknown-webhook', /error GH170/],
  ['unknown parameter', 'GH012-unknown-parameter', /has no parameter `\w+`; it has \w+/],
  [
    'unknown property, naming the producer',
    'GH013-unknown-property',
    /no property `nme` \(from shop\.getProduct, shop\.listProducts\)/,
  ],
  ['argument that reaches nothing', 'GH020-argument-reaches-nothing', /reaches nothing/],
  [
    'required parameter that nothing reaches',
    'GH021-required-value',
    /requires the .* parameter `\w+`, which nothing reaches/,
  ],
  ['ambiguous name', 'GH014-ambiguous-name', /fits several/],
  ['type that the contract does not give', 'GH030-type', /is \S+, but the contract gives \w+/],
  ['format that the contract does not give', 'GH031-format', /with no format `/],
  ['nullability that the contract does not give', 'GH034-non-null-not-promised', /may be null/],
  [
    'non-null that is not promised',
    'GH034-non-null-not-promised',
    /is non-null, but by the contract `\w+` may be left out/,
  ],
  [
    'non-null that crosses a service: how far its outage would reach is said',
    'GH035-non-null-crosses-call',
    /an outage of shop would blank Query\.page, by way of Page\.items/,
  ],
  ['null that the contract forbids', 'GH033-null', /the contract takes no null among the items/],
  [
    'join: parameter takes no array; a "comma separated" text is named',
    'GH060-takes-no-list',
    /takes string, not a list of keys; a "comma separated" string/,
  ],
  ['join: match key absent', 'GH013-match-key-absent', /`Seller` of shop has no property `sellerNumber`/],
  ['join: match key not required', 'GH061-match-not-promised', /does not require `id`/],
  [
    'join: whole list of a paged list',
    'GH062-whole-list-of-paged',
    /the contract does not say `x-unpaged: true`/,
  ],
  [
    'join: paged batch answer that would be cut silently',
    'GH063-batch-would-be-cut',
    /would be cut off silently/,
  ],
  [
    'join: paged batch answer, with its pages in the body',
    'GH063-pages-in-body',
    /would be cut off silently/,
  ],
  [
    'call under a list without fanout, with the batch operation that the contract offers',
    'GH055-call-under-list',
    /write @join\(operation: "shop\.listSellers", on: \{ ids: … \}/,
  ],
  [
    'call under a list without fanout, where the contract offers none',
    'GH055-call-under-list',
    /write fanout: N .*, or ask the service for a batch read/,
  ],
  ['list without a bound', 'GH070-list-without-bound', /nothing says how long/],
  ['map without a bound', 'GH070-map-without-bound', /error GH070/],
  ['@next parameter absent', 'GH140-unknown-parameter', /has no parameter `cursr`[\s\S]*fix: write `cursor`/],
  [
    '@next parameter absent for one producer',
    'GH140-for-one-producer',
    /shop\.search has no parameter `cursor`/,
  ],
  ['missing without a 404', 'GH053-no-404', /404/],
  ['undeclared status', 'GH106-undeclared-status', /declares no such answer; it has 200, 404/],
  [
    'several success schemas that differ',
    'GH050-success-schemas-differ',
    /the successes of shop\.\w+ differ/,
  ],
  ['variant never yielded', 'GH101-never-yielded', /no value is ever the/],
  ['variant doubly yielded', 'GH102-doubly-yielded', /would be both Card and BankAccount/],
  [
    'enum without OTHER over an open enum',
    'GH109-open-enum',
    /the contract gives any string beside the values[\s\S]*OTHER @json\(other: true\)/,
  ],
  ['enum over a plain string', 'GH038-enum-over-string', /without listing its values/],
  [
    '$call absent for one producer',
    'GH120-call-absent',
    /shop\.getNewestOrder, which Query\.newestOrder calls, has no parameter `orderId`/,
  ],
  ['scopes weaker than security', 'GH081-weaker-than-operation', /fix: write @requiresScopes\(scopes:/],
  ['root field without a policy', 'GH080-no-policy', /error GH080/],
  [
    'overlay action that matches nothing',
    'GH150-overlay-matches-nothing',
    /matches nothing in shop\.openapi\.yaml/,
  ],
];

describe('the mistakes that the language promises to find', () => {
  test.each(MISTAKES)('%s: %s', (_, fixture, found) => {
    expect(fixtureNames()).toContain(fixture);
    expect(readFixture(`${fixture}/expected.txt`)).toMatch(found);
  });

  test.each(fixtureNames())(
    '%s has a stable code, a place, the words of the contract and a suggestion',
    (fixture) => {
      const told = readFixture(`${fixture}/expected.txt`)
        .trimEnd()
        .split(/\n(?! )/);

      for (const one of told) {
        const [, code = ''] = /^[\w.-]+:\d+:\d+ {2}(?:error|advice) (GH\d{3}) {2}\S/.exec(one) ?? [];
        expect(Object.keys(DIAGNOSTICS)).toContain(code);
        expect(one).toMatch(/\n {2}fix: \S/);
        // Contracts are named by file and place; mistakes of grammar and of directives have none to name.
        expect(one.match(/\n {2}contract: (.*)/)?.[1] ?? 'a:1:1').toMatch(/:\d+:\d+$/);
      }
    },
  );
});
