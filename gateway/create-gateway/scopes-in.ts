import { parse, visit } from 'graphql';

/** Every scope that a policy of a client's schema names, so that a sign-in asks for these and no others. */
export function scopesIn(sdl: string): readonly string[] {
  const scopes = new Set<string>();
  visit(parse(sdl), {
    Directive(directive) {
      if (directive.name.value !== 'requiresScopes') return;
      visit(directive, { StringValue: ({ value }) => void scopes.add(value) });
    },
  });
  return [...scopes].toSorted();
}
