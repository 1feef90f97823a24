/** A place below `paths` of a contract in words: `` `prices[*]` in the answer 200 of GET /rates ``. */
export function namePlace(pointer: string): string | undefined {
  const [, path, method, kind, rest = ''] =
    /^\/paths\/([^/]+)\/([a-z]+)\/(responses|requestBody|parameters)(.*)$/.exec(pointer) ?? [];
  if (path === undefined || method === undefined) return undefined;
  const operation = `${method.toUpperCase()} ${unescape(path)}`;
  const [, before = '', within = ''] = /^(.*?)\/schema(.*)$/.exec(rest) ?? [undefined, rest];
  const where = `${part(kind, before)} of ${operation}`;
  const below = belowSchema(within);
  return below === '' ? where : `\`${below}\` in ${where}`;
}

/** `/properties/a/items` → `a[]`. Keywords that are no step into the JSON stay as they are: `a/oneOf/1`. */
export function belowSchema(pointer: string): string {
  const segments = pointer.split('/').slice(1);
  let text = '';
  for (let at = 0; at < segments.length; at += 1) {
    const segment = segments[at] ?? '';
    if (segment === 'items') text += '[]';
    else if (segment === 'additionalProperties') text += '[*]';
    else if (segment === 'properties') {
      at += 1;
      text += `${text === '' ? '' : '.'}${unescape(segments[at] ?? '')}`;
    } else text += `/${segment}`;
  }
  return text;
}

function part(kind: string | undefined, before: string): string {
  if (kind === 'requestBody') return 'the body';
  if (kind === 'parameters') return 'a parameter';
  return `the answer ${before.split('/')[1] ?? ''}`;
}

/** RFC 6901 */
function unescape(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
