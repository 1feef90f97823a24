import type { ASTNode, ConstDirectiveNode } from 'graphql';
import { Kind } from 'graphql';
import type { Operation } from '../contract/index.ts';
import type { FieldSite } from './binding-scope.ts';
import { reportAt } from './binding-scope.ts';
import { argumentOf } from './directives.ts';
import { contractNamed, findContract, type NamedInContract } from './find-contract.ts';
import { listNames } from './list-names.ts';
import { suggestName } from './suggest-name.ts';

/** The operation that a directive names as `service.operationId`. Undefined after a mistake, which was reported. */
export function findOperation(site: FieldSite, directive: ConstDirectiveNode): Operation | undefined {
  const named = findContract(site, directive, 'operation');
  return named && operationNamed(site, named);
}

/** The operations that a directive names in a list; those that are none were reported. */
export function findOperations(
  site: FieldSite,
  directive: ConstDirectiveNode,
  argument: string,
): readonly Operation[] {
  const listed = argumentOf(directive, argument);
  const nodes = listed?.kind === Kind.LIST ? listed.values : listed === undefined ? [] : [listed];
  const operations = nodes.flatMap((node) => {
    const named = contractNamed(site, node.kind === Kind.STRING ? node.value : '', node, 'operation');
    return (named && operationNamed(site, named)) ?? [];
  });
  return [...new Set(operations)];
}

function operationNamed(site: FieldSite, named: NamedInContract): Operation | undefined {
  const { contract, id, written, node } = named;
  const operation = contract.operationsById.get(id);
  if (operation !== undefined) {
    adviseOnMethod(site, operation, node);
    return operation;
  }
  const nearest = suggestName(id, contract.operationsById);
  return reportAt(site, {
    code: 'GH011',
    node,
    place: { contract, pointer: '/paths' },
    message: `\`${written}\`: ${contract.file} has no operationId \`${id}\``,
    fix:
      nearest === undefined
        ? `name one of ${listNames(contract.operationsById.keys())}`
        : `write \`${contract.service}.${nearest}\``,
  });
}

/** POST is left out: many services read by POST, where a query is too long for an address. */
const CHANGING_METHODS: readonly string[] = ['PUT', 'PATCH', 'DELETE'];

function adviseOnMethod(site: FieldSite, operation: Operation, node: ASTNode): void {
  const { place, coordinate } = site;
  if (place.kind === 'root' && place.root === 'mutation') return;
  if (!CHANGING_METHODS.includes(operation.method)) return;
  reportAt(site, {
    code: 'GH094',
    node,
    message: `${coordinate} is read like any other field, but ${operation.coordinate} is a ${operation.method}`,
    fix: 'bind it to a field of the mutation type',
    place: operation,
  });
}
