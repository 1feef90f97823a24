/** What a page of another origin tries against `https://shop.test`, as code that runs in that page. */
export interface Attack {
  readonly name: string;
  /** May await; whatever it throws is a defence of the browser. */
  readonly script: string;
}

const MUTATION = 'mutation { addToCart(input: { sku: "SKU-KETTLE", quantity: 1 }) { __typename } }';
const GRAPHQL = JSON.stringify(JSON.stringify({ query: MUTATION }));
const IN_URL = `https://shop.test/graphql?query=${encodeURIComponent(MUTATION)}`;
const FIELDS = JSON.stringify({
  query: MUTATION,
  operations: JSON.stringify({ query: MUTATION }),
  map: '{}',
});

/** Until it is loaded, refused, or two seconds are over. */
const SETTLED = `const settled = (element) => new Promise((resolve) => {
  for (const event of ['load', 'error', 'close', 'open']) element.addEventListener(event, () => setTimeout(resolve, 20));
  setTimeout(resolve, 2000);
});`;

const sent = (name: string, url: string, options: string): Attack => ({
  name: `fetch, ${name}`,
  script: `await (await fetch('${url}', { credentials: 'include', ...${options} })).text();`,
});

const element = (tag: string, url: string, attribute = 'src'): Attack => ({
  name: `<${tag}> of ${url.slice(0, 45)}`,
  script: `${SETTLED}
    const element = document.createElement('${tag}');
    element.${attribute} = '${url}';
    const over = settled(element);
    document.body.append(element);
    await over;`,
});

const form = (enctype: string, path: string, target: 'frame' | 'window'): Attack => ({
  name: `form, ${enctype}, to ${path}, in a ${target}`,
  script: `${SETTLED}
    const frame = document.createElement('iframe');
    frame.name = 'frame' + Math.random();
    const over = settled(frame);
    if ('${target}' === 'frame') document.body.append(frame);
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: 'https://shop.test${path}', enctype: '${enctype}' });
    form.target = '${target}' === 'frame' ? frame.name : '_blank';
    for (const [name, value] of Object.entries(${FIELDS})) {
      const input = document.createElement('input');
      Object.assign(input, { name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 400))]);`,
});

export const ATTACKS: readonly Attack[] = [
  sent(
    'simple',
    'https://shop.test/graphql',
    `{ method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: ${GRAPHQL} }`,
  ),
  sent(
    'without a content type',
    'https://shop.test/graphql',
    `{ method: 'POST', mode: 'no-cors', body: new Blob([${GRAPHQL}]) }`,
  ),
  sent(
    'JSON',
    'https://shop.test/graphql',
    `{ method: 'POST', headers: { 'content-type': 'application/json' }, body: ${GRAPHQL} }`,
  ),
  sent(
    'JSON with the header that proves',
    'https://shop.test/graphql',
    `{ method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf': '1' }, body: ${GRAPHQL} }`,
  ),
  sent('GET', IN_URL, `{ mode: 'no-cors' }`),
  sent('logout', 'https://shop.test/bff/logout', `{ method: 'POST', mode: 'no-cors' }`),
  sent(
    'logout with the header that proves',
    'https://shop.test/bff/logout',
    `{ method: 'POST', headers: { 'x-csrf': '1' } }`,
  ),
  sent('all sessions', 'https://shop.test/bff/sessions', `{ method: 'DELETE', headers: { 'x-csrf': '1' } }`),
  sent(
    'back-channel logout',
    'https://shop.test/bff/backchannel-logout',
    `{ method: 'POST', mode: 'no-cors', body: new URLSearchParams({ logout_token: 'a.b.c' }) }`,
  ),
  {
    name: 'a beacon',
    script: `navigator.sendBeacon('https://shop.test/graphql', new Blob([${GRAPHQL}], { type: 'text/plain' }));
      navigator.sendBeacon('https://shop.test/bff/logout');
      await new Promise((resolve) => setTimeout(resolve, 200));`,
  },
  form('application/x-www-form-urlencoded', '/graphql', 'frame'),
  form('multipart/form-data', '/graphql', 'frame'),
  form('text/plain', '/graphql', 'window'),
  form('application/x-www-form-urlencoded', '/bff/logout', 'frame'),
  form('text/plain', '/bff/logout', 'window'),
  form('application/x-www-form-urlencoded', '/bff/callback', 'window'),
  element('img', IN_URL),
  element('img', 'https://shop.test/bff/logout'),
  element('img', 'https://shop.test/bff/login'),
  element('script', 'https://shop.test/bff/user'),
  element('iframe', 'https://shop.test/bff/logout'),
  element('iframe', 'https://shop.test/bff/login'),
  element('object', 'https://shop.test/bff/user', 'data'),
  {
    name: 'EventSource',
    script: `${SETTLED}
      const source = new EventSource(${JSON.stringify(IN_URL)}, { withCredentials: true });
      await settled(source);
      source.close();`,
  },
  {
    name: 'WebSocket',
    script: `${SETTLED}
      const socket = new WebSocket('wss://shop.test/graphql', 'graphql-transport-ws');
      const message = { id: '1', type: 'subscribe', payload: JSON.parse(${GRAPHQL}) };
      socket.onopen = () => { socket.send('{"type":"connection_init"}'); socket.send(JSON.stringify(message)); };
      await settled(socket);
      socket.close();`,
  },
  {
    name: 'prerender and prefetch',
    script: `for (const [rel, href] of [['prerender', 'https://shop.test/bff/logout'], ['prefetch', ${JSON.stringify(IN_URL)}]]) {
        const link = document.createElement('link');
        Object.assign(link, { rel, href });
        document.head.append(link);
      }
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      const urls = ['https://shop.test/bff/logout', 'https://shop.test/bff/login'];
      rules.textContent = JSON.stringify({ prerender: [{ urls, eagerness: 'immediate' }], prefetch: [{ urls, eagerness: 'immediate' }] });
      document.head.append(rules);
      await new Promise((resolve) => setTimeout(resolve, 400));`,
  },
  {
    name: 'a window that goes there',
    script: `const opened = window.open('https://shop.test/bff/logout');
      await new Promise((resolve) => setTimeout(resolve, 300));
      opened?.close();`,
  },
];
