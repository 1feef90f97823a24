import { readFileSync } from 'node:fs';

/** A document of a client, as a release of it would send it. */
export interface StoredDocument {
  /** `sha256:…` */
  readonly id: string;
  readonly name: string;
  /** With which the mocks have an answer for every field. */
  readonly variables: Readonly<Record<string, unknown>>;
}

const ADDRESS = { street: 'Hamngatan 4', postalCode: '111 47', city: 'Stockholm', country: 'SE' };

/** By name; those that are not here need none. */
const VARIABLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  AbandonUpload: { id: 'upl_7f31ac' },
  AddAddress: { input: { label: 'Work', recipient: 'Mara Lindqvist', address: ADDRESS } },
  AddReview: {
    input: { productId: 'prod_teapot', rating: 5, body: 'Boils water, and looks good while it does.' },
  },
  AddToCart: { input: { sku: 'MUG-EN04', quantity: 2 } },
  Browse: { category: 'cat_kettles' },
  CancelOrder: { id: 'ord_7kq2m9', reason: 'CHANGED_MIND' },
  ChangeCartLine: { sku: 'MUG-EN04', input: { quantity: 3, giftMessage: null } },
  Delivery: { id: 'prod_kettle', country: 'IE' },
  FinishUpload: { id: 'upl_7f31ac', alt: 'A copper kettle on a gas stove' },
  Order: { id: 'ord_4m8xk2' },
  OrderDetail: { id: 'ord_4m8xk2' },
  PickupStock: { product: 'prod_kettle', warehouse: 'MMX1' },
  PlaceOrder: {
    input: {
      payment: { card: { cardToken: 'tok_3f9a7c21d0' } },
      shippingAddress: { recipient: 'Mara Lindqvist', ...ADDRESS },
      expectedTotal: { value: '161.00', currency: 'EUR' },
    },
  },
  Product: { id: 'prod_kettle' },
  ProductPage: { id: 'prod_kettle' },
  RemoveAddress: { id: 'addr_work7' },
  RemoveFromCart: { sku: 'MUG-EN04' },
  Search: { query: 'kettle' },
  StartUpload: {
    input: { purpose: 'REVIEW_PHOTO', fileName: 'a.jpg', contentType: 'JPEG', byteLength: 2_481_152 },
  },
  UpdateProfile: { input: { displayName: 'Mara' } },
  VoteHelpful: { reviewId: 'rev_kettle3' },
};

/** Every registered document of a client. */
export function storedDocuments(client: string): StoredDocument[] {
  const manifest: Record<string, { name: string }> = JSON.parse(
    readFileSync(new URL(import.meta.resolve(`#schemas/generated/${client}/manifest.json`)), 'utf8'),
  );
  return Object.entries(manifest).map(([id, { name }]) => ({ id, name, variables: VARIABLES[name] ?? {} }));
}
