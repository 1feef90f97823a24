import { readFileSync } from 'node:fs';
import type { WorkerSamples } from './create-worker-endpoint.ts';

/** A TypeScript module that needs nothing but `msw` and `graphql`: the handlers' code, and the data they answer from. */
export function presentWorker(client: string, data: WorkerSamples): string {
  const code = readFileSync(new URL('create-worker-endpoint.ts', import.meta.url), 'utf8');
  return `// Answers for ${client} without any server. Written by \`gatehouse worker\`; do not edit.
${code}
const data: WorkerSamples = ${presentData(data)};

export const handlers = createWorkerEndpoint(data);
`;
}

/** An object a line, so that a changed example is a changed line. */
function presentData({ objects, ...rest }: WorkerSamples): string {
  const lines = objects.map((object) => `    ${JSON.stringify(object)},`);
  const others = Object.entries(rest).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`);
  return ['{', ...others, '  objects: [', ...lines, '  ],', '}'].join('\n');
}
