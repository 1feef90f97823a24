import { describe, expect, it } from '@jest/globals';
import { createValidators, parsePublishedContract } from '#contract';
import { suitsPath } from '../../../mocks/check-request.ts';
import { createOperationPaths } from '../../../mocks/operation-paths.ts';

async function pathsOf(paths: Readonly<Record<string, object>>, servers: readonly object[] = []) {
  const { contract } = await parsePublishedContract({
    service: 'shop',
    location: new URL('file:///shop.json'),
    text: JSON.stringify({ openapi: '3.1.0', servers, paths }),
    nameOf: ({ pathname }) => pathname,
    read: async () => '',
    maxBytes: 1_000_000,
  });
  const validators = createValidators(contract);
  const found = createOperationPaths(contract, {
    suits: (operation, values) => suitsPath(operation, values, validators),
  });
  return (method: string, target: string, headers = {}) => {
    const url = new URL(target, 'http://localhost');
    const match = found.find(method, url.pathname, {
      query: url.searchParams,
      headers: new Headers(headers),
    });
    if (match.kind === 'operation') return [match.operation.id, match.pathValues];
    return match.kind === 'nothing' ? match.kind : match.methods;
  };
}

const get = (operationId: string, ...parameters: object[]) => ({
  get: { operationId, parameters, responses: { 200: { description: '' } } },
});
const inPath = (name: string, schema: object) => ({ in: 'path', name, required: true, schema });

describe('the operation of a request', () => {
  it('is the one at the most concrete path', async () => {
    const find = await pathsOf({
      '/{a}/{b}': get('both'),
      '/pots/{b}': get('second'),
      '/pots/new': get('none'),
      '/pots/{b}.json': get('partial'),
      '/pots/{b}/lids': get('deeper'),
    });
    expect(find('GET', '/pots/new')).toEqual(['none', {}]);
    expect(find('GET', '/pots/7')).toEqual(['second', { b: '7' }]);
    expect(find('GET', '/pots/7.json')).toEqual(['partial', { b: '7' }]);
    expect(find('GET', '/pans/7')).toEqual(['both', { a: 'pans', b: '7' }]);
    expect(find('GET', '/pots/a%2Fb/lids')).toEqual(['deeper', { b: 'a%2Fb' }]);
    expect(find('GET', '/pots')).toBe('nothing');
    expect(find('PUT', '/pots/new')).toEqual(['GET']);
  });

  it('stands below the path of the first server', async () => {
    const find = await pathsOf({ '/pots': get('pots') }, [{ url: 'https://example.com/v1/' }]);
    expect(find('GET', '/v1/pots')).toEqual(['pots', {}]);
    expect(find('GET', '/pots')).toBe('nothing');
    expect(find('GET', '/v12/pots')).toBe('nothing');
  });

  it('is found however its characters are encoded', async () => {
    const find = await pathsOf({ '/a b/{c}|{d}/(e)': get('odd') });
    expect(find('GET', '/a%20b/1|2/(e)')).toEqual(['odd', { c: '1', d: '2' }]);
    expect(find('GET', '/a%20b/1%7C2/%28e%29')).toEqual(['odd', { c: '1', d: '2' }]);
  });

  it('is told from its twin by the values in its path', async () => {
    const find = await pathsOf({
      '/slips/{year}': get('byYear', inPath('year', { type: 'integer' })),
      '/slips/{id}': get('byId', inPath('id', { type: 'string' })),
    });
    expect(find('GET', '/slips/2024')).toEqual(['byYear', { year: '2024' }]);
    expect(find('GET', '/slips/slip_1')).toEqual(['byId', { id: 'slip_1' }]);
  });

  it('is told from its twin by the query or the fragment that is written behind its path', async () => {
    const find = await pathsOf({
      '/do?action=list': get('list'),
      '/do?action=drop&id={id}': get('drop'),
      '/#X-Target=Shop.List': get('listByHeader'),
      '/#X-Target=Shop.Drop': get('dropByHeader'),
      '/cookies#second': get('cookies'),
    });
    expect(find('GET', '/do?action=drop&id=7')).toEqual(['drop', {}]);
    expect(find('GET', '/do?action=list')).toEqual(['list', {}]);
    expect(find('GET', '/', { 'x-target': 'Shop.Drop' })).toEqual(['dropByHeader', {}]);
    expect(find('GET', '/%23X-Target=Shop.Drop')).toEqual(['dropByHeader', {}]);
    expect(find('GET', '/cookies')).toEqual(['cookies', {}]);
    expect(find('GET', '/cookies%23second')).toEqual(['cookies', {}]);
  });
});
