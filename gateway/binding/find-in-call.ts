import type { ASTNode } from 'graphql';
import type { FieldSite } from './binding-scope.ts';
import { reportFromProducer } from './binding-scope.ts';
import { matchName } from './fold-name.ts';
import { parametersByName } from './parameters-by-name.ts';
import type { PathSegment } from './parse-path.ts';
import type { SentCall, SentParameter } from './sent-call.ts';
import { suggestName } from './suggest-name.ts';

export interface WrittenCall {
  /** The segments below `$call`. */
  readonly segments: readonly PathSegment[];
  readonly node: ASTNode | undefined;
  /** How the key of one row is read instead of a join's list of keys. */
  readonly insteadOfKeys: string;
}

export interface FoundParameter extends SentParameter {
  /** The contract's. */
  readonly name: string;
}

/**
 * The parameter that `$call.<parameter>` names, of the call that produced the value. Undefined after a mistake, which
 * was reported.
 */
export function findInCall(
  site: FieldSite,
  call: SentCall,
  { segments, node, insteadOfKeys }: WrittenCall,
): FoundParameter | undefined {
  const written = String(segments[0]);
  const { operation, by } = call;
  const declared = parametersByName(operation);
  const match = matchName(written, declared);
  const text = `\`$call.${written}\``;
  if (match.kind === 'ambiguous') {
    const message = `${text} fits several parameters of ${operation.coordinate}: ${match.names.join(', ')}`;
    return reportFromProducer(site, {
      code: 'GH014',
      node,
      message,
      fix: `write one of them exactly: \`$call.${match.names[0]}\``,
      place: operation,
    });
  }
  if (match.kind === 'unknown') return reportUnknown(site, call, written, node);
  const { name } = match;
  const sent = call.parameters.get(name);
  const place = { contract: operation.contract, pointer: match.value.pointer };
  if (sent === undefined) {
    const message = `${text}: ${by} calls ${operation.coordinate} without \`${name}\``;
    const fix = `give it a value there: args: { ${name}: … }`;
    return reportFromProducer(site, { code: 'GH120', node, message, fix, place });
  }
  if (sent.isKeys) {
    const message = `${text}: ${by} sends the keys of many rows in \`${name}\` of ${operation.coordinate}`;
    return reportFromProducer(site, { code: 'GH121', node, message, fix: insteadOfKeys, place });
  }
  return { name, ...sent };
}

function reportUnknown(
  site: FieldSite,
  { operation, by }: SentCall,
  written: string,
  node: ASTNode | undefined,
): undefined {
  const names = [...parametersByName(operation).keys()];
  const nearest = suggestName(written, names);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return reportFromProducer(site, {
    code: 'GH120',
    node,
    message: `\`$call.${written}\`: ${operation.coordinate}, which ${by} calls, has no parameter \`${written}\`; ${known}`,
    fix:
      nearest === undefined
        ? `read what the answer holds, or give ${by} a type of its own`
        : `write \`$call.${nearest}\``,
    place: operation,
  });
}
