import { createHash } from 'node:crypto';

/** A page of the provider: what stands in it is HTML already, its title is text. */
export interface Page {
  readonly title: string;
  readonly body: string;
  /** Runs when the page is there; the page must do without it. */
  readonly script?: string;
}

/** A page with the policy that it needs. */
export interface PresentedPage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const STYLE = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 26rem; margin: 12vh auto 2rem; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
p { margin: 0 0 1.25rem; }
form { display: grid; gap: .75rem; }
button { font: inherit; text-align: left; padding: .875rem 1rem; border: 1px solid; border-radius: .5rem;
  background: Canvas; color: CanvasText; cursor: pointer; }
button:hover { background: Highlight; color: HighlightText; }
button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
button small { display: block; }
button.plain { border: 0; text-decoration: underline; padding: .5rem 1rem; }
`;

/** No `form-action`: browsers hold the redirects after a form against it, too, and those lead back to the client. */
export function presentPage({ title, body, script }: Page): PresentedPage {
  const end = script === undefined ? '' : `<script>${script}</script>`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main>${end}</body>
</html>
`;
  const scripts = script === undefined ? '' : `; script-src '${hashOf(script)}'`;
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'${scripts}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  };
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
