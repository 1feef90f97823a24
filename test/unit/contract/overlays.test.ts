import { describe, expect, it } from '@jest/globals';
import { parseContract } from '#contract';
import { document, overlaid, schemas } from './overlaid.ts';

describe('an overlay', () => {
  it('gives operations the ids that they lack', () => {
    const contract = overlaid([
      { target: "$.paths['/products/{id}'].get", update: { operationId: 'getProduct' } },
      { target: "$.paths['/products/{id}'].delete", update: { operationId: 'deleteProduct' } },
    ]);

    expect([...contract.operationsById.keys()]).toEqual([
      'getProduct',
      'deleteProduct',
      'listPrices',
      'health',
    ]);
    expect(contract.operationsById.get('getProduct')?.coordinate).toBe('shop.getProduct');
  });

  it('promises properties, beside those that the contract promises', () => {
    const contract = overlaid([
      { target: '$.components.schemas.Product', update: { required: ['id', 'name'] } },
    ]);

    expect(schemas(contract)['Product']).toMatchObject({ required: ['id', 'name'] });
  });

  it('makes an array of a "comma separated" string', () => {
    const update = {
      style: 'form',
      explode: false,
      schema: { type: 'array', maxItems: 50, items: { type: 'string' } },
    };
    const contract = overlaid([{ target: "$.paths['/prices'].get.parameters[?@.name == 'ids']", update }]);
    const [ids] = contract.operationsById.get('listPrices')?.parameters ?? [];

    expect(ids).toMatchObject({ name: 'ids', style: 'form', explode: false });
    expect(ids?.schema?.json).toMatchObject({ type: 'array', items: { type: 'string' } });
  });

  it('adds parameters of pages, and what no contract of OpenAPI says', () => {
    const contract = overlaid([
      {
        target: "$.paths['/prices'].get.parameters",
        update: { name: 'offset', in: 'query', schema: { type: 'integer' } },
      },
      { target: "$.paths['/prices'].get", update: { 'x-unpaged': true, 'x-limit-per-key': 'limit' } },
    ]);
    const operation = contract.operationsById.get('listPrices');

    expect(operation?.parameters.map(({ name }) => name)).toEqual(['ids', 'tags', 'limit', 'offset']);
    expect(operation?.extensions).toEqual({ 'x-unpaged': true, 'x-limit-per-key': 'limit' });
  });

  it('changes all places that a path selects, each for itself', () => {
    const contract = overlaid([
      { target: '$.components.schemas.*', update: { properties: { at: { type: 'string' } } } },
    ]);
    const at = ['Product', 'Price', 'Tag'].map((name) => Object(schemas(contract)[name]).properties.at);

    expect(at).toEqual([{ type: 'string' }, { type: 'string' }, { type: 'string' }]);
    expect(new Set(at).size).toBe(3);
    expect(contract.overlay?.claims[0]?.places).toBe(3);
  });

  it('removes what a path selects, also several items of one list, and puts something else there afterwards', () => {
    const contract = overlaid([
      { target: "$.paths['/prices'].get.parameters[?@.name == 'ids' || @.name == 'tags']", remove: true },
      { target: '$.components.schemas.Product.properties.price', remove: true },
      { target: '$.components.schemas.Product.properties', update: { price: { type: 'integer' } } },
    ]);

    expect(contract.operationsById.get('listPrices')?.parameters.map(({ name }) => name)).toEqual(['limit']);
    expect(schemas(contract)['Product']).toMatchObject({ properties: { price: { type: 'integer' } } });
    expect(Object(schemas(contract)['Product']).properties.price).not.toHaveProperty('$ref');
  });

  it('removes what is inside of something that is removed as well', () => {
    const contract = overlaid([
      { target: "$.components.schemas.Tag..['properties', 'label']", remove: true },
    ]);

    expect(schemas(contract)['Tag']).toEqual({ type: 'object' });
    expect(contract.overlay?.claims[0]?.places).toBe(2);
  });

  it('leaves an object as it is where a key of the update has no value', () => {
    const contract = overlaid([{ target: '$', update: { components: null, info: { description: 'New' } } }]);

    expect(contract.document['info']).toEqual({ title: 'Shop', version: '1', description: 'New' });
    expect(Object.keys(schemas(contract))).toEqual(['Product', 'Price', 'Tag']);
  });

  it('speaks the version of OpenAPI that the contract is written in', () => {
    const contract = overlaid(
      [{ target: '$.components.schemas.Product.properties.name', update: { nullable: true } }],
      document('3.0.3'),
    );

    expect(schemas(contract)['Product']).toMatchObject({
      properties: { name: { type: ['string', 'null'] } },
    });
  });

  it('is merged, and adds nothing that is there', () => {
    const update = { properties: { id: { type: 'string' }, more: { enum: [1] } } };
    const contract = overlaid([
      { target: '$.components.schemas.Product', update },
      { target: '$.components.schemas.Product.properties.more', update: { enum: [1, 2] } },
      { target: '$.components.schemas.Product.properties.more.enum', update: 2 },
    ]);

    expect(Object(schemas(contract)['Product']).properties.more).toEqual({ enum: [1, 2] });
    expect(contract.overlay?.claims.map(({ isGranted }) => isGranted)).toEqual([false, false, true]);
  });

  it('lists what it claims, with its place and its reason', () => {
    const contract = overlaid([
      {
        target: '$.components.schemas.Tag',
        description: 'Tags have labels.',
        update: { required: ['label'] },
      },
      { target: "$.paths['/health']", remove: true },
    ]);

    expect(contract.overlay?.file).toBe('shop.overlay.json');
    expect(contract.overlay?.claims).toEqual([
      {
        position: { file: 'shop.overlay.json', line: 8, column: 5 },
        target: '$.components.schemas.Tag',
        description: 'Tags have labels.',
        update: { required: ['label'] },
        places: 1,
        isGranted: false,
      },
      expect.objectContaining({ target: "$.paths['/health']", update: undefined, isGranted: false }),
    ]);
  });

  it('is not there where there is none', () => {
    const contract = parseContract({ service: 'shop', file: 'shop.json', text: JSON.stringify(document()) });

    expect(contract.overlay).toBeUndefined();
  });
});
