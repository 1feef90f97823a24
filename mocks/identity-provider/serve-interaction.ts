import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { presentFailurePage, presentSignInPage } from './pages.ts';
import { findPerson } from './people.ts';
import type { PresentedPage } from './present-page.ts';

const MAX_FORM_BYTES = 1024;

/** Serves the page where people say who they are. True when the request was for it. */
export async function serveInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (!/^\/interaction\/[\w-]+$/.test(request.url ?? '')) return false;
  try {
    if (request.method === 'POST') await takeChoice(provider, request, response);
    else await askWhoItIs(provider, request, response);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    sendPage(response, 400, presentFailurePage('This sign-in has ended', { problem }));
  }
  return true;
}

export function sendPage(response: ServerResponse, status: number, { html, headers }: PresentedPage): void {
  response.writeHead(status, headers).end(html);
}

async function askWhoItIs(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params, prompt } = await provider.interactionDetails(request, response);
  // Nobody is asked what an app may do: the shop's own apps may do all that they ask for.
  if (prompt.name !== 'login') {
    await provider.interactionFinished(request, response, { consent: {} }, { mergeWithLastSubmission: true });
    return;
  }
  const client = await provider.Client.find(String(params['client_id']));
  sendPage(response, 200, presentSignInPage(client?.clientName ?? 'An app'));
}

async function takeChoice(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const person = findPerson(form.get('person') ?? '');
  const result =
    person === undefined
      ? { error: 'access_denied', error_description: 'nobody was chosen' }
      : { login: { accountId: person.sub, remember: true, amr: ['none'] } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MAX_FORM_BYTES) throw new Error('the form is too long');
  }
  return new URLSearchParams(text);
}
