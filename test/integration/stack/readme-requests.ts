import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from './run-start.ts';

/** A `curl` command as README.md shows it. */
export interface ReadmeRequest {
  /** As printed, its lines and all. */
  readonly command: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The commands of README.md that send a query. */
export function readmeRequests(): ReadmeRequest[] {
  const text = readFileSync(join(HOME, 'README.md'), 'utf8');
  const commands = text.match(/^curl -s http(?:\\\n|.)*$/gm) ?? [];
  return commands.flatMap((command) => {
    const [, url] = /(http:\S+)/.exec(command) ?? [];
    const [, body] = /-d '([^']*)'/.exec(command) ?? [];
    const headers = [...command.matchAll(/-H '([^:']+): ([^']*)'/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    if (url === undefined || body === undefined) return [];
    return [{ command, url, headers: Object.fromEntries(headers), body }];
  });
}
