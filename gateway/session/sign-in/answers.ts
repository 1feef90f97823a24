import { GatewayError } from '../../errors.ts';
import type { Exchange } from '../../gates/route.ts';
import { endResponse } from '../../gates/unread-body.ts';
import { BFF_PATHS } from '../bff-paths.ts';
import { presentCancelledPage, presentTroublePage } from './present-sign-in-page.ts';

export function answerJson({ request, response, scope }: Exchange, value: object): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  endResponse(request, response, { body: JSON.stringify(value), clock: scope.clock });
}

export function answerPage(exchange: Exchange, status: number, page: string): void {
  const { request, response, scope } = exchange;
  response.statusCode = status;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', PAGE_POLICY);
  endResponse(request, response, { body: page, clock: scope.clock });
}

export function answerRedirect({ request, response, scope }: Exchange, url: string): void {
  response.statusCode = 303;
  response.setHeader('location', url);
  endResponse(request, response, { body: '', clock: scope.clock });
}

/** What went wrong, as a page for people; for everybody else it is thrown on. */
export function answerTrouble(exchange: Exchange, error: unknown, returnTo: string): void {
  const { request } = exchange;
  const wantsPage = request.headers.accept?.includes('text/html') ?? false;
  if (!(error instanceof GatewayError) || !wantsPage) throw error;
  const isCancelled = error.code === 'SIGN_IN_FAILED' && queryOf(request).get('error') === 'access_denied';
  const present = isCancelled ? presentCancelledPage : (url: string) => presentTroublePage(error.code, url);
  answerPage(exchange, error.status, present(loginUrlOf(returnTo)));
}

/** RFC 9110, 15.5.2 demands a challenge; browsers ask nobody for a password because of this one. */
export function unauthenticated({ response }: Exchange): GatewayError {
  response.setHeader('www-authenticate', 'Session');
  return new GatewayError('UNAUTHENTICATED');
}

export function loginUrlOf(returnTo: string): string {
  return `${BFF_PATHS.login}?${String(new URLSearchParams({ returnTo }))}`;
}

/** What a request asks for besides its path. */
export function queryOf({ url = '' }: Exchange['request']): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start));
}

const PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
