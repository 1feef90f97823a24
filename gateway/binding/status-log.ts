import type { GraphQLObjectType } from 'graphql';
import { argumentOf, directiveOn } from './directives.ts';
import type { Findings } from './findings.ts';

/** Remembers which statuses of `@status` some operation declares: a type may be an outcome of many. */
export interface StatusLog {
  add(type: GraphQLObjectType, status: number, isDeclared: boolean): void;
  /** Reports every status that no operation declares, of types for which some do. */
  report(findings: Findings): void;
}

export function createStatusLog(): StatusLog {
  const types = new Map<GraphQLObjectType, Map<number, boolean>>();
  return {
    add(type, status, isDeclared) {
      const known = types.get(type) ?? new Map<number, boolean>();
      types.set(type, known);
      known.set(status, isDeclared || known.get(status) === true);
    },
    report(findings) {
      for (const [type, statuses] of types) {
        const undeclared = [...statuses].filter(([, isDeclared]) => !isDeclared).map(([status]) => status);
        if (undeclared.length > 0 && undeclared.length < statuses.size)
          reportStatuses(type, undeclared, findings);
      }
    },
  };
}

function reportStatuses(type: GraphQLObjectType, statuses: readonly number[], findings: Findings): void {
  const directive = directiveOn(type, 'status');
  const one = statuses.length === 1;
  findings.report({
    code: 'GH106',
    node: directive && (argumentOf(directive, 'code') ?? directive),
    message: `${type.name} is what status ${statuses.join(' and ')} ${one ? 'means' : 'mean'}, but no operation with this outcome declares ${one ? 'it' : 'them'}`,
    fix: `leave ${statuses.join(' and ')} out`,
  });
}
