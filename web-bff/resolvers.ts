import { GatewayError } from '#gateway';
import type { Resolvers } from '#schemas/generated/web/resolvers.ts';

/** A day within the country, and a while across a border. */
const DAYS_AT_HOME = 1;
const DAYS_ABROAD = 4;

/** From the nearest warehouse that has the article: two reads for all products together. */
const delivery: Resolvers['Product']['delivery'] = (products, { country }, { services: { inventory } }) => {
  const stock = inventory.listStock.batch({
    keys: 'sku',
    rows: ({ data }) => data,
    key: ({ sku }) => sku,
  });
  const warehouses = inventory.listWarehousesByCode.batch({
    keys: 'codes',
    rows: ({ data }) => data,
    key: ({ code }) => code,
  });
  return products.map(async ({ sku }) => {
    const article = await stock.one(sku);
    const places = Object.entries(article?.byWarehouse ?? {}).filter(([, { available }]) => available > 0);
    const found = await Promise.all(places.map(([code]) => warehouses.one(code)));
    const near = found.find((warehouse) => warehouse?.country === country);
    const from = near ?? found.find((warehouse) => warehouse !== undefined);
    return from && { days: near === undefined ? DAYS_ABROAD : DAYS_AT_HOME, from: from.city };
  });
};

const text: Resolvers['Money']['text'] = (sums, { locale }) =>
  sums.map(({ amount, currency }) => {
    const format = moneyFormat(locale, currency);
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(amount / 10 ** digits);
  });

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency });
  } catch (error) {
    throw new GatewayError('BAD_USER_INPUT', { fields: [{ pointer: '/locale' }] }, error);
  }
}

/** What the web's schema marks `@resolver`. */
export const resolvers: Resolvers = { Product: { delivery }, Money: { text } };
