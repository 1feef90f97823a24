import type { ASTNode, ConstDirectiveNode } from 'graphql';
import type { Contract } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf, textArgument } from './directives.ts';
import { listNames } from './list-names.ts';
import { suggestName } from './suggest-name.ts';

/** `orders.getOrder`, with the contract that its first half names. */
export interface NamedInContract {
  readonly contract: Contract;
  /** What stands behind the first dot; empty where there is none. */
  readonly id: string;
  readonly written: string;
  readonly node: ASTNode;
}

/** Splits `service.id` of a directive's argument. Undefined after a mistake, which was reported. */
export function findContract(
  site: FieldSite,
  directive: ConstDirectiveNode,
  argument: 'operation' | 'webhook',
): NamedInContract | undefined {
  const written = textArgument(directive, argument) ?? '';
  return contractNamed(site, written, argumentOf(directive, argument) ?? directive, argument);
}

/** The same for a text that stands somewhere else. */
export function contractNamed(
  site: FieldSite,
  written: string,
  node: ASTNode,
  what: 'operation' | 'webhook',
): NamedInContract | undefined {
  const [service = '', ...rest] = written.split('.');
  const { contracts } = site.scope;
  const contract = contracts.get(service);
  if (contract !== undefined) return { contract, id: rest.join('.'), written, node };
  const nearest = suggestName(service, contracts);
  const form = rest.length > 0 ? '' : `; ${FORMS[what]}`;
  return reportAt(site, {
    code: 'GH010',
    node,
    message: `\`${written}\`: there is no contract \`${service}\`${form}`,
    fix: nearest === undefined ? `name one of ${listNames(contracts.keys())}` : `write \`${nearest}.…\``,
  });
}

const FORMS = {
  operation: 'an operation is written `service.operationId`',
  webhook: 'a webhook is written `service.webhook`',
} as const;
