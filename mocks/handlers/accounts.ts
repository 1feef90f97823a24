import { HttpResponse, http } from 'msw';
import type {
  Account,
  Announcement,
  Customer,
  Operations,
  SavedAddress,
  Seller,
  SignIn,
} from '#schemas/generated/services/accounts.ts';
import { decodeCursor, encodeCursor, pageOf } from '../behaviour/pages.ts';
import type { ServiceHandlers } from '../behaviour/service-handlers.ts';

interface Accounts {
  readonly operations: Operations;
  readonly rows: {
    readonly Account: Account;
    readonly Announcement: Announcement;
    readonly Customer: Customer;
    readonly SavedAddress: SavedAddress;
    readonly Seller: Seller;
    readonly SignIn: SignIn;
  };
  readonly announces: { readonly accountChanged: AccountChanged };
}

interface AccountChanged {
  readonly eventId: string;
  readonly occurredAt: string;
  readonly changed: readonly string[];
  readonly account: Account;
}

/** Whose the addresses and sign-ins of the contract's examples are. */
const EXAMPLES_OWNER = 'acct_mara';
const MAX_ADDRESSES = 20;

const DATE_LENGTH = '2026-01-07'.length;

/** What others may know of somebody who has an account. */
function customerOf({ id, displayName, membership, createdAt }: Account): Customer {
  return { id, displayName, membership, memberSince: createdAt.slice(0, DATE_LENGTH) };
}

/** Accounts belong to the subject of the token alone; sellers and the announcement to everybody. */
export const accounts: ServiceHandlers<Accounts> = (parts) => {
  const { collection, received, refuse, announce, random, now } = parts;
  const people = collection('Account', { key: ({ id }) => id });
  const customers = collection('Customer', { key: ({ id }) => id });
  const sellers = collection('Seller', { key: ({ id }) => id });
  const announcements = collection('Announcement', { key: ({ id }) => id });
  const addresses = collection('SavedAddress', { key: ({ id }) => id });
  const signIns = collection('SignIn', { key: ({ id }) => id });
  const ownerOfAddress = new Map<string, string>();

  /** Throws the refusal of whoever asks for somebody else's account, or for one that is not there. */
  function ownAccount(request: Request, accountId: string, subject: string): Account {
    if (accountId !== subject)
      throw refuse(request, 403, { detail: 'The account belongs to somebody else.' });
    const account = people.find(accountId);
    if (account === undefined) throw refuse(request, 404, { detail: `There is no account ${accountId}.` });
    return account;
  }

  const addressesOf = (accountId: string): readonly SavedAddress[] =>
    addresses
      .all()
      .filter(({ id }) => (ownerOfAddress.get(id) ?? EXAMPLES_OWNER) === accountId)
      .toSorted((left, right) => Number(right.isDefault) - Number(left.isDefault));

  function chooseDefault(accountId: string, chosen: string): void {
    for (const { id, isDefault } of addressesOf(accountId))
      if (isDefault !== (id === chosen)) addresses.change(id, { isDefault: id === chosen });
  }

  return [
    http.get('/accounts/:accountId', ({ request }) => {
      const { accountId, subject } = received(request, 'getAccount');
      return HttpResponse.json(ownAccount(request, accountId, subject));
    }),
    http.patch('/accounts/:accountId', ({ request }) => {
      const { accountId, body, subject } = received(request, 'updateAccount');
      const before = ownAccount(request, accountId, subject);
      const account = people.change(accountId, body);
      const changed = Object.entries(body).flatMap(([name, value]) =>
        Object.entries(before).some(([known, old]) => known === name && old === value) ? [] : [name],
      );
      if (changed.length > 0)
        announce('accountChanged', { eventId: random.uuid(), occurredAt: now(), changed, account });
      return HttpResponse.json(account);
    }),
    http.get('/accounts/:accountId/addresses', ({ request }) => {
      const { accountId, subject } = received(request, 'listAddresses');
      ownAccount(request, accountId, subject);
      return HttpResponse.json(addressesOf(accountId));
    }),
    http.post('/accounts/:accountId/addresses', ({ request }) => {
      const { accountId, body, subject } = received(request, 'addAddress');
      ownAccount(request, accountId, subject);
      const known = addressesOf(accountId);
      if (known.length >= MAX_ADDRESSES)
        return refuse(request, 409, { detail: `An account keeps ${MAX_ADDRESSES} addresses.` });
      const id = `addr_${random.text(8)}`;
      addresses.add({ ...body, id, isDefault: false });
      ownerOfAddress.set(id, accountId);
      if (known.length === 0 || body.isDefault === true) chooseDefault(accountId, id);
      const headers = { location: `/accounts/${accountId}/addresses/${id}` };
      return HttpResponse.json(addresses.find(id), { status: 201, headers });
    }),
    http.delete('/accounts/:accountId/addresses/:addressId', ({ request }) => {
      const { accountId, addressId, subject } = received(request, 'removeAddress');
      ownAccount(request, accountId, subject);
      const address = addressesOf(accountId).find(({ id }) => id === addressId);
      if (address === undefined) return refuse(request, 404, { detail: `There is no address ${addressId}.` });
      addresses.remove(addressId);
      const [next] = addressesOf(accountId);
      if (address.isDefault && next !== undefined) chooseDefault(accountId, next.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.get('/accounts/:accountId/sign-ins', ({ request }) => {
      const { accountId, pageSize, pageToken, subject } = received(request, 'listSignIns');
      ownAccount(request, accountId, subject);
      const all = accountId === EXAMPLES_OWNER ? signIns.all() : [];
      const before = pageToken === undefined ? -1 : all.findIndex(({ id }) => id === decodeCursor(pageToken));
      if (pageToken !== undefined && before === -1) {
        const errors = [{ pointer: '#/pageToken', detail: 'is no place in this list' }];
        return refuse(request, 400, { detail: 'The page begins nowhere.', errors });
      }
      const { rows, last } = pageOf(all.slice(before + 1), pageSize);
      if (last === undefined) return HttpResponse.json(rows);
      const next = `?pageSize=${pageSize}&pageToken=${encodeCursor(last.id)}`;
      const headers = { link: `</accounts/${accountId}/sign-ins${next}>; rel="next"` };
      return HttpResponse.json(rows, { headers });
    }),
    http.get('/customers', ({ request }) => {
      const { ids } = received(request, 'listCustomers');
      return HttpResponse.json(
        ids.flatMap((id) => {
          const account = people.find(id);
          const customer = customers.find(id) ?? (account && customerOf(account));
          const { displayName = customer?.displayName } = account ?? {};
          return customer === undefined ? [] : [{ ...customer, displayName }];
        }),
      );
    }),
    http.get('/sellers', ({ request }) => {
      const { ids } = received(request, 'listSellers');
      return HttpResponse.json(ids.flatMap((id) => sellers.find(id) ?? []));
    }),
    http.get('/announcements/current', ({ request }) => {
      const [current] = announcements.all();
      return current === undefined
        ? refuse(request, 404, { detail: 'There is no announcement at the moment.' })
        : HttpResponse.json(current);
    }),
  ];
};
