const LOOPBACK = /^(?:localhost|[\w.-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * A URL that browsers use for credentials: https, or http on this very machine.
 * @throws RangeError whose message continues the sentence "<NAME> …"
 */
export function parsePublicUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new RangeError('must be an http or https URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new RangeError('must have neither user, password, query nor fragment');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw new RangeError('must be https: over http, credentials are for this machine alone');
  return url;
}
