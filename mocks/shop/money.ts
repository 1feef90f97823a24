import type { Money } from '#schemas/generated/services/orders.ts';

/** To a euro; for show only, and always those of the contract's examples. */
const RATES: Readonly<Record<string, number>> = { EUR: 1, SEK: 11.2, GBP: 0.85155 };

/** `8900` → `89.00 EUR` */
export function moneyOf(cents: number): Money {
  return { value: decimalOf(cents), currency: 'EUR' };
}

/** `89.00` → `8900` */
export function centsOf({ value }: Money): number {
  return Math.round(Number(value) * 100);
}

/** The same amount in every currency that the shop shows. */
export function totalsOf(cents: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(RATES).map(([currency, rate]) => [currency, decimalOf(Math.round(cents * rate))]),
  );
}

function decimalOf(cents: number): string {
  return (cents / 100).toFixed(2);
}
