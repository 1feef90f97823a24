'use strict';
// Runs before anything else, also on a Node that cannot read the rest: `node -r ./bin/check-node.cjs …`.
// Plain CommonJS in old words, so that the sentence below appears instead of a syntax error.
var WANTED = [24, 17];
var found = process.versions.node.split('.').map(Number);

if (found[0] < WANTED[0] || (found[0] === WANTED[0] && found[1] < WANTED[1])) {
  process.stderr.write(
    'Gatehouse needs Node ' +
      WANTED.join('.') +
      ' or newer, and this is ' +
      process.versions.node +
      '.\n' +
      'On Linux and Windows `npm ci` brings a fitting Node along: start it with `npm run …` or `npx gatehouse …`.\n' +
      'Elsewhere install it from https://nodejs.org/.\n',
  );
  process.exit(1);
}
