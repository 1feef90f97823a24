#!/usr/bin/env node
await import('./check-node.cjs');

// Dynamic, so that an old Node meets the sentence of check-node.cjs before a file that it cannot read.
await import('../cli/main.ts');
