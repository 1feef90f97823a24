import { ERRORS, type ErrorCode } from '../../errors.ts';

/** A page without style or script: these are seen for a moment, or rarely. */
function presentPage(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>${head}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

/**
 * After a sign-in. A browser sends SameSite=Strict cookies when one of our pages leads to the next, but not while it
 * still follows the redirect of another site.
 */
export function presentArrivalPage(returnTo: string): string {
  const to = escape(returnTo);
  return presentPage(
    'Signed in',
    `\n<meta http-equiv="refresh" content="0;url=${to}">`,
    `<p><a href="${to}">Go on</a></p>`,
  );
}

/** Before a sign-in that a page of another site wants: only the person themself begins it. */
export function presentInvitationPage(loginUrl: string): string {
  return presentPage('Sign in', '', `<p><a href="${escape(loginUrl)}">Sign in</a></p>`);
}

/** Whoever changed their mind at the provider has done nothing wrong. */
export function presentCancelledPage(loginUrl: string): string {
  return presentPage('Not signed in', '', `<p>You cancelled.</p>\n${waysOn(loginUrl)}`);
}

export function presentTroublePage(code: ErrorCode, loginUrl: string): string {
  return presentPage(
    'Not signed in',
    '',
    `<p>${escape(ERRORS[code].text)}</p>\n<p><small>${code}</small></p>\n${waysOn(loginUrl)}`,
  );
}

function waysOn(loginUrl: string): string {
  return `<p><a href="${escape(loginUrl)}">Sign in</a> · <a href="/">Go to the first page</a></p>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
