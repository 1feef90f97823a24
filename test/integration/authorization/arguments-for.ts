import { type GraphQLField, isRequiredArgument } from 'graphql';

const ADDRESS = '{ street: "Hamngatan 4", postalCode: "111 47", city: "Stockholm", country: "SE" }';
const SHIPPING = `{ recipient: "Mara", ${ADDRESS.slice(1)}`;
const order = (payment: string, total = '161.00') =>
  `input: { payment: ${payment}, shippingAddress: ${SHIPPING}, expectedTotal: { value: "${total}", currency: "EUR" } }`;

/**
 * With what the mocks answer a field, by client or for both; a member of the result in brackets where others lead to it.
 * A field that demands an argument and is not here fails the test.
 */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'Query.product': 'id: "prod_kettle"',
  'Query.order': 'id: "ord_4m8xk2"',
  'Query.order(InvoicePayment)': 'id: "ord_2p6rt9"',
  'Query.order(VoucherPayment)': 'id: "ord_1h3vw5"',
  'Query.sellers': 'ids: ["sell_northwind"]',
  'Query.browse': 'category: "cat_kettles"',
  'Product.stockAt': 'warehouse: "MMX1"',
  'Mutation.addToCart': 'input: { sku: "MUG-EN04", quantity: 1 }',
  'Mutation.addToCart(OutOfStock)': 'input: { sku: "TPT-SW90", quantity: 4 }',
  'Mutation.changeCartLine': 'sku: "MUG-EN04", input: { quantity: 3 }',
  'Mutation.changeCartLine(OutOfStock)': 'sku: "MUG-EN04", input: { quantity: 99 }',
  'Mutation.removeFromCart': 'sku: "MUG-EN04"',
  'Mutation.placeOrder': order('{ card: { cardToken: "tok_3f9a7c21d0" } }'),
  'Mutation.placeOrder(PaymentDeclined)': order('{ card: { cardToken: "tok_poor00" } }'),
  'Mutation.placeOrder(PricesChanged)': order('{ invoice: {} }', '160.00'),
  'Mutation.placeOrder(InvoicePayment)': order('{ invoice: {} }'),
  'Mutation.placeOrder(VoucherPayment)': order('{ voucher: { code: "SLOW-8K3P-7Q2M" } }'),
  'Mutation.cancelOrder': 'id: "ord_7kq2m9", reason: CHANGED_MIND',
  'Mutation.cancelOrder(NotCancellable)': 'id: "ord_4m8xk2", reason: TOO_LATE',
  'Mutation.addReview':
    'input: { productId: "prod_teapot", rating: 5, body: "Boils water, and looks good at it." }',
  'Mutation.updateProfile': 'input: { displayName: "Mara" }',
  'Mutation.voteHelpful': 'reviewId: "rev_kettle3"',
  'Mutation.addAddress': `input: { label: "Work", recipient: "Mara", address: ${ADDRESS} }`,
  'Mutation.removeAddress': 'id: "addr_work7"',
  'Mutation.startUpload':
    'input: { purpose: REVIEW_PHOTO, fileName: "a.jpg", contentType: JPEG, byteLength: 2481152 }',
  'Mutation.finishUpload': 'id: "upl_7f31ac", alt: "A kettle"',
  'Mutation.abandonUpload': 'id: "upl_7f31ac"',
};

interface Asked {
  readonly type: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** The types below, which the field should lead to. */
  readonly later: readonly string[];
}

/** `(id: "…")` for a field; empty where it needs none. */
export function argumentsFor(client: string, { type, field, later }: Asked): string {
  const name = `${type}.${field.name}`;
  const forMember = later.flatMap((member) => ARGUMENTS[`${name}(${member})`] ?? []);
  const given = forMember[0] ?? ARGUMENTS[name];
  if (given !== undefined) return `(${given})`;
  if (field.args.some(isRequiredArgument)) throw new Error(`${client}: ${name} needs sample arguments`);
  return '';
}
