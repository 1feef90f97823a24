import type { NewPayment, Payment } from '#schemas/generated/services/orders.ts';
import { createRandom } from '../random.ts';
import { moneyOf } from './money.ts';

/** A payment that was taken, or why it was not. */
export type PaymentResult =
  | { readonly payment: Payment }
  | {
      readonly reason: 'insufficientFunds' | 'cardExpired' | 'voucherUsed' | 'limitExceeded' | 'refused';
      readonly retryable: boolean;
      /** Where the cause stands in the body of the request. */
      readonly pointer: string;
    };

type Decline = Extract<PaymentResult, { readonly reason: string }>;

/** Tokens of cards that are declined; every other one is accepted. */
const DECLINED_CARDS: Readonly<Record<string, Omit<Decline, 'pointer'>>> = {
  tok_expired: { reason: 'cardExpired', retryable: false },
  tok_poor00: { reason: 'insufficientFunds', retryable: true },
  tok_limited: { reason: 'limitExceeded', retryable: true },
  tok_refused: { reason: 'refused', retryable: false },
};
/** Codes that begin like this were used before. */
const USED_VOUCHER = 'USED';
const VOUCHER_CENTS = 50_000;
const INVOICE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Takes a payment as a bank would: what it is made with decides whether it succeeds. */
export function takePayment(payment: NewPayment, totalCents: number, now: string): PaymentResult {
  switch (payment.method) {
    case 'card': {
      const declined = Object.hasOwn(DECLINED_CARDS, payment.cardToken)
        ? DECLINED_CARDS[payment.cardToken]
        : undefined;
      if (declined !== undefined) return { ...declined, pointer: '#/payment/cardToken' };
      return { payment: { method: 'card', brand: 'visa', lastFour: '4242', capturedAt: null } };
    }
    case 'invoice': {
      const dueOn = new Date(Date.parse(now) + INVOICE_DAYS * DAY_MS).toISOString().slice(0, 10);
      const reference = `RF18${createRandom(`${now} ${totalCents}`).text(12, '0123456789')}`;
      return { payment: { method: 'invoice', reference, dueOn } };
    }
    case 'voucher': {
      const pointer = '#/payment/code';
      if (payment.code.startsWith(USED_VOUCHER)) return { reason: 'voucherUsed', retryable: false, pointer };
      if (totalCents > VOUCHER_CENTS) return { reason: 'limitExceeded', retryable: false, pointer };
      const remaining = moneyOf(VOUCHER_CENTS - totalCents);
      return { payment: { method: 'voucher', code: `****-${payment.code.slice(-4)}`, remaining } };
    }
  }
}

/** The payment once the money has moved. */
export function capturePayment(payment: Payment, now: string): Payment {
  return payment.method === 'card' ? { ...payment, capturedAt: now } : payment;
}
