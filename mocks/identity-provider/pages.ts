import { claimsOfPerson, PEOPLE } from './people.ts';
import { escapeHtml, type PresentedPage, presentPage } from './present-page.ts';

/** Where people choose who they are; what they click is posted to the same address as `person` or `cancel`. */
export function presentSignInPage(client: string): PresentedPage {
  const buttons = PEOPLE.map((person) => {
    const { name, email } = claimsOfPerson(person);
    return `<button name="person" value="${person.name}">${escapeHtml(String(name))} <small>${escapeHtml(String(email))}</small></button>`;
  });
  return presentPage({
    title: 'Sign in',
    body: `<h1>Sign in</h1>
<p>Who are you? ${escapeHtml(client)} asks, and nobody here has a password: this provider is for development alone.</p>
<form method="post">${buttons.join('')}<button class="plain" name="cancel" value="1">Cancel</button></form>`,
  });
}

/** Where people confirm that they leave. `form` is oidc-provider's own, without buttons. */
export function presentSignOutPage(form: string, isAsked: boolean): PresentedPage {
  return presentPage({
    title: 'Sign out',
    body: `<h1>Sign out?</h1>
<p>You will be signed out everywhere in this browser.</p>
${form}<p></p>
<button type="submit" form="op.logoutForm" name="logout" value="yes" id="leave">Sign out</button>
<button type="submit" form="op.logoutForm" class="plain">Stay signed in</button>`,
    // Who comes with a token of the session has said already that they leave.
    ...(isAsked ? { script: "document.getElementById('leave').click()" } : {}),
  });
}

export function presentSignedOutPage(): PresentedPage {
  return presentPage({
    title: 'Signed out',
    body: '<h1>You are signed out</h1><p>You may close this page.</p>',
  });
}

export function presentFailurePage(title: string, details: Readonly<Record<string, unknown>>): PresentedPage {
  const rows = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
  return presentPage({
    title,
    body: `<h1>${escapeHtml(title)}</h1><p>${rows.map(escapeHtml).join('<br>')}</p>`,
  });
}

/** What stands at `/`: who is here, and where to look further. */
export function presentStartPage(issuer: string): PresentedPage {
  const people = PEOPLE.map(({ givenName, sub }) => `<li>${givenName} (<code>${sub}</code>)</li>`).join('');
  const discovery = `${issuer}/.well-known/openid-configuration`;
  return presentPage({
    title: 'Identity provider',
    body: `<h1>Local identity provider</h1>
<p>OpenID Connect for development. Sign in from an app; these people can:</p>
<ul>${people}</ul><p><a href="${escapeHtml(discovery)}">Discovery document</a></p>`,
  });
}
