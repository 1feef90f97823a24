/** What clients ask, whichever way it travels. */
export interface AskedOperation {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface TransportError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

export interface TransportAnswer {
  /** Of HTTP, or what stands for it where an operation has no answer of its own. */
  readonly status: number;
  readonly headers: Headers;
  /** The result as it was sent. */
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly TransportError[];
}

/** A way from a client to `/graphql`. */
export interface Transport {
  readonly name: string;
  readonly carries: readonly ('query' | 'mutation')[];
  /**
   * @param url of the gateway, without a slash at its end
   * @param credentials headers that say who asks; none for nobody
   */
  readonly ask: (
    url: string,
    operation: AskedOperation,
    credentials?: Readonly<Record<string, string>>,
  ) => Promise<TransportAnswer>;
}

/** Rows that hold on every transport loop over this list. A new transport adds its line, and reruns them all. */
export const TRANSPORTS: readonly Transport[] = [
  { name: 'POST JSON', carries: ['query', 'mutation'], ask: askByPost },
  { name: 'GET', carries: ['query'], ask: askByGet },
];

async function askByPost(url: string, operation: AskedOperation, credentials = {}): Promise<TransportAnswer> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': '1', ...credentials },
    body: JSON.stringify(operation),
  });
  return readAnswer(answer);
}

/** Text stands in the query string as it is, everything else as JSON. */
async function askByGet(url: string, operation: AskedOperation, credentials = {}): Promise<TransportAnswer> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(operation)) {
    search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const answer = await fetch(`${url}/graphql?${search.toString()}`, {
    headers: { 'x-csrf': '1', ...credentials },
  });
  return readAnswer(answer);
}

async function readAnswer(answer: Response): Promise<TransportAnswer> {
  const text = await answer.text();
  const { data, errors = [] }: { data?: unknown; errors?: readonly TransportError[] } = JSON.parse(text);
  return { status: answer.status, headers: answer.headers, text, data, errors };
}
